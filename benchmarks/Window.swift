import Glibc

/// `looop watch` on a terminal: how soon it shows something, and what it takes to follow.
enum Window {
  private static let mark = "the last line of the recording"

  static func measure(_ make: (String) -> Loop) {
    measureOpening(make("window"), "terminal")
    measureOpening(make("window-words"), "headless")
    measureFollowing(make("window-crowd"))
  }

  /// From the start of the verb to a whole frame with the last line of a recording of 100 MB.
  private static func measureOpening(_ loop: Loop, _ kind: String) {
    let figure = "watch opens on a \(kind) recording of 100 MB, p50 / p99"
    guard loop.startWorker("w", kind: kind, "true") != nil,
      File.appears("\(loop.session("w"))/status.json", milliseconds: 10_000)
    else { return Table.failed(figure, "no worker") }
    Clock.sleep(milliseconds: 500)
    let color = kind == "terminal" ? ("\u{1B}[32m", "\u{1B}[0m\r") : ("", "")
    let line = "\(color.0)A line of the recording, of a length that lines have.\(color.1)\n"
    var block = ""
    while block.utf8.count < 1 << 20 { block += line }
    File.write("\(loop.session("w"))/output.log", "")
    let fd = open("\(loop.session("w"))/output.log", O_WRONLY | O_APPEND)
    let bytes = Array(block.utf8)
    for _ in 0..<(100_000_000 / bytes.count) { _ = write(fd, bytes, bytes.count) }
    let last = Array("\(mark)\r\n".utf8)
    _ = write(fd, last, last.count)
    close(fd)
    let times = (0..<20).compactMap { _ -> Int? in
      guard let terminal = Terminal(loop, ["watch", "w"]) else { return nil }
      defer { terminal.end() }
      let started = Clock.now()
      return terminal.shows(mark, milliseconds: 10_000) ? Clock.now() - started : nil
    }
    guard times.count == 20 else { return Table.failed(figure, "\(times.count) of 20 opened") }
    let samples = Samples(times)
    Table.row(figure, samples.text, target: "200 ms", met: samples.percentile(99) <= 200_000_000)
  }

  /// One of 20 workers is shown while each of them prints 1 MB/s.
  private static func measureFollowing(_ loop: Loop) {
    let figure = "watch follows 20 workers at 1 MB/s: share of a core"
    let seconds = 15
    for number in 0..<20 {
      let command = Producer.command(
        .screen, megabytes: 1, seconds: seconds, report: "\(loop.folder)/report-\(number)")
      guard loop.startWorker("w\(number)", kind: "terminal", command) != nil else {
        return Table.failed(figure, "worker \(number) did not start")
      }
    }
    guard let terminal = Terminal(loop, ["watch", "w7"]), terminal.read(milliseconds: 2_000) else {
      return Table.failed(figure, "no window")
    }
    defer { terminal.end() }
    let process = Process(pid: terminal.pid)
    let before = (time: process.processorTime ?? 0, frames: terminal.frames, at: Clock.now())
    _ = terminal.read(milliseconds: 8_000)
    let span = Double(Clock.now() - before.at)
    let share = Double((process.processorTime ?? 0) - before.time) / span
    let frames = Double(terminal.frames - before.frames) / (span / 1e9)
    Table.row(figure, Figure.decimal(share, 2), target: "0.5", met: share < 0.5)
    Table.row("  frames a second", Figure.decimal(frames, 1), target: "30", met: frames <= 30)
    for number in 0..<20 { loop.run("kill", "w\(number)") }
    _ = terminal.read(milliseconds: 5_000)
    let still = terminal.frames
    _ = terminal.read(milliseconds: 10_000)
    Table.row(
      "  frames in 10 s in which nothing happens", "\(terminal.frames - still)", target: "0",
      met: terminal.frames == still)
    loop.down()
  }
}

/// A terminal with a verb of looop in it.
private final class Terminal {
  let pid: pid_t
  private let master: Int32
  private var output: [UInt8] = []
  private(set) var frames = 0

  /// TIOCSPTLCK and TIOCGPTN, which Glibc's module leaves out.
  private static let (lock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  init?(_ loop: Loop, _ words: [String]) {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (number, isLocked): (UInt32, Int32) = (0, 0)
    guard master >= 0, ioctl(master, Self.lock, &isLocked) == 0,
      ioctl(master, Self.number, &number) == 0
    else { return nil }
    let name = "/dev/pts/\(number)"
    var size = winsize(ws_row: 50, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for fd: Int32 in 0...2 { posix_spawn_file_actions_addopen(&actions, fd, name, O_RDWR, 0) }
    var environment = loop.environment
    environment["TERM"] = "xterm-256color"
    let argv = ([loop.binary] + words).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var pid: pid_t = -1
    guard posix_spawn(&pid, loop.binary, &actions, nil, argv, envp) == 0 else {
      close(master)
      return nil
    }
    self.pid = pid
  }

  /// Whether a whole frame with that text comes within so long.
  func shows(_ text: String, milliseconds: Int) -> Bool {
    let limit = Clock.now() + milliseconds * 1_000_000
    while Clock.now() < limit {
      guard read(until: limit) else { return false }
      if String(decoding: output, as: UTF8.self).contains(text), frames > 0 { return true }
    }
    return false
  }

  /// Reads for so long, as a terminal does; false when it was closed.
  func read(milliseconds: Int) -> Bool {
    let limit = Clock.now() + milliseconds * 1_000_000
    while Clock.now() < limit {
      output.removeAll(keepingCapacity: true)
      guard read(until: limit) else { return false }
    }
    return true
  }

  private func read(until limit: Int) -> Bool {
    var slot = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&slot, 1, Int32(max(0, (limit - Clock.now()) / 1_000_000))) > 0 else { return true }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(master, &chunk, chunk.count)
    guard count > 0 else { return false }
    output += chunk[0..<count]
    // The end of a synchronized update.
    frames +=
      String(decoding: chunk[0..<count], as: UTF8.self).split(
        separator: "\u{1B}[?2026l", omittingEmptySubsequences: false
      ).count - 1
    return true
  }

  func end() {
    kill(pid, SIGTERM)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    close(master)
  }
}
