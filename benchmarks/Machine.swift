import Glibc

/// What the benchmarks need of the system: a clock, processes, files, /proc.
enum Clock {
  /// Nanoseconds on the clock that never goes back.
  static func now() -> Int {
    var spec = timespec()
    clock_gettime(CLOCK_MONOTONIC, &spec)
    return spec.tv_sec * 1_000_000_000 + spec.tv_nsec
  }

  static func sleep(milliseconds: Int) { usleep(UInt32(milliseconds) * 1_000) }
}

/// A command line ready to be started as often as wanted, its streams at /dev/null.
final class Launch {
  private var arguments: [UnsafeMutablePointer<CChar>?]
  private var environment: [UnsafeMutablePointer<CChar>?]
  private var actions = posix_spawn_file_actions_t()

  init(_ arguments: [String], _ environment: [String: String], output: String = "/dev/null") {
    self.arguments = arguments.map { strdup($0) } + [nil]
    self.environment = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
  }

  deinit {
    for pointer in arguments + environment { free(pointer) }
    posix_spawn_file_actions_destroy(&actions)
  }

  /// The pid of a new process; -1 when it could not be started.
  func start() -> pid_t {
    var pid: pid_t = -1
    guard let name = arguments[0] else { return -1 }
    return posix_spawnp(&pid, name, &actions, nil, arguments, environment) == 0 ? pid : -1
  }

  /// Runs to the end; the exit code, or 128 and the signal.
  @discardableResult
  func run() -> Int32 { Self.wait(start()) }

  /// Nanoseconds from start to exit.
  func time() -> Int {
    let started = Clock.now()
    Self.wait(start())
    return Clock.now() - started
  }

  /// Nanoseconds from start to exit, and the most it and its children held in memory.
  func measured() -> (nanoseconds: Int, peakKilobytes: Int) {
    let started = Clock.now()
    let pid = start()
    var (status, usage): (Int32, rusage) = (0, rusage())
    while pid > 0, wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    return (Clock.now() - started, usage.ru_maxrss)
  }

  @discardableResult
  static func wait(_ pid: pid_t) -> Int32 {
    guard pid > 0 else { return 127 }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}

enum File {
  /// The text, or nil when it cannot be read.
  static func read(_ path: String) -> String? {
    let fd = open(path, O_RDONLY)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    return rest(fd)
  }

  /// What is still to be read of an open file.
  static func rest(_ fd: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = Glibc.read(fd, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ path: String, _ text: String, durable: Bool = false, mode: mode_t = 0o600) {
    let fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    guard fd >= 0 else { return }
    let bytes = Array(text.utf8)
    _ = Glibc.write(fd, bytes, bytes.count)
    if durable { fsync(fd) }
    close(fd)
  }

  /// Publishes a record as looop does, with a link; the moment at which it was there.
  static func publish(_ path: String, _ text: String) -> Int {
    let temporary = temporary(path)
    write(temporary, text, durable: true)
    link(temporary, path)
    let moment = Clock.now()
    unlink(temporary)
    return moment
  }

  /// Replaces a file as looop does, with a rename; the moment at which it was there.
  static func replace(_ path: String, _ text: String) -> Int {
    let temporary = temporary(path)
    write(temporary, text, durable: true)
    rename(temporary, path)
    return Clock.now()
  }

  private static func temporary(_ path: String) -> String {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    return "\(path[..<slash])/.tmp-benchmark"
  }

  static func makeFolder(_ path: String) { mkdir(path, 0o700) }

  static func size(_ path: String) -> Int {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
  }

  /// Seconds since it was last written; nil when it is not there.
  static func age(_ path: String) -> Int? {
    var facts = stat()
    return stat(path, &facts) == 0 ? time(nil) - facts.st_mtim.tv_sec : nil
  }

  /// Where a symbolic link leads; empty for none.
  static func target(_ path: String) -> String {
    var target = [CChar](repeating: 0, count: 4_096)
    let length = max(0, readlink(path, &target, target.count))
    return String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether a file came to be there within so long.
  static func appears(_ path: String, milliseconds: Int) -> Bool {
    let limit = Clock.now() + milliseconds * 1_000_000
    while access(path, F_OK) != 0 {
      if Clock.now() > limit { return false }
      Clock.sleep(milliseconds: 2)
    }
    return true
  }

  static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }
}

/// What the kernel tells of one process.
struct Process {
  let pid: pid_t

  private func field(_ name: String) -> Substring? {
    let lines = File.read("/proc/\(pid)/status")?.split(separator: "\n") ?? []
    return lines.first { $0.hasPrefix("\(name):") }?.split(separator: "\t").dropFirst().first
  }

  private func number(_ name: String) -> Int? {
    field(name)?.split(separator: " ").first.flatMap { Int($0) }
  }

  var isSleeping: Bool { field("State")?.hasPrefix("S") == true }
  /// How often it went to sleep by itself.
  var sleeps: Int? { number("voluntary_ctxt_switches") }
  var residentKilobytes: Int? { number("VmRSS") }
  /// The most it ever held.
  var peakKilobytes: Int? { number("VmHWM") }
  var privateKilobytes: Int? { number("RssAnon") }

  /// Nanoseconds on a processor so far; what other processes of a busy machine take is not in it.
  var processorTime: Int? {
    File.read("/proc/\(pid)/schedstat")?.split(separator: " ").first.flatMap { Int($0) }
  }

  /// Waits until it sleeps and has not woken for so long; false when it ended or never rests.
  @discardableResult
  func settle(milliseconds: Int) -> Bool {
    let limit = Clock.now() + 60_000_000_000
    while Clock.now() < limit {
      guard let before = sleeps else { return false }
      let wasSleeping = isSleeping
      Clock.sleep(milliseconds: milliseconds)
      if wasSleeping, isSleeping, sleeps == before { return true }
    }
    return false
  }

  /// What `smaps_rollup` tells of its memory, in kilobytes; nil when it ended.
  var memory: Memory? {
    guard let text = File.read("/proc/\(pid)/smaps_rollup"), !text.isEmpty else { return nil }
    var fields: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 3, words[2] == "kB" { fields[words[0].dropLast()] = Int(words[1]) }
    }
    return Memory(
      resident: fields["Rss"] ?? 0, proportional: fields["Pss"] ?? 0,
      own: (fields["Private_Clean"] ?? 0) + (fields["Private_Dirty"] ?? 0))
  }

  /// Whether it watches files; where the kernel gave it no watch, looop looks now and then instead.
  var hasWatch: Bool {
    File.names("/proc/\(pid)/fd").contains { name in
      File.target("/proc/\(pid)/fd/\(name)").contains("inotify")
    }
  }

  var isAlive: Bool { File.read("/proc/\(pid)/stat")?.contains(") Z ") == false }

  /// Those that have `text` in their environment.
  static func all(withEnvironment text: String) -> [Process] {
    File.names("/proc").compactMap { name in
      guard let pid = pid_t(name), File.read("/proc/\(name)/environ")?.contains(text) == true
      else { return nil }
      return Process(pid: pid)
    }
  }

  /// The worker it belongs to.
  var worker: String? {
    let mark = "LOOOP_SESSION_ID="
    let variables = File.read("/proc/\(pid)/environ")?.split(separator: "\0") ?? []
    return variables.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
  }

  /// The words it was started with, a NUL after each.
  var words: String { File.read("/proc/\(pid)/cmdline") ?? "" }
}

/// Kilobytes of a process, or of several together.
struct Memory {
  var resident = 0
  /// Its own, and its share of what it has in common with others.
  var proportional = 0
  /// What nobody else has.
  var own = 0

  static func sum(_ processes: [Process]) -> Memory {
    processes.compactMap(\.memory).reduce(into: Memory()) { total, each in
      total.resident += each.resident
      total.proportional += each.proportional
      total.own += each.own
    }
  }
}

/// Tells the moment at which something happens in a folder: by default, that a file is opened or made.
final class Watch {
  private let fd = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))

  init(_ folder: String, for events: Int32 = IN_CREATE | IN_OPEN) {
    inotify_add_watch(fd, folder, UInt32(events))
  }

  deinit { close(fd) }

  func forget() {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while read(fd, &buffer, buffer.count) > 0 {}
  }

  /// The files of the events up to the first one of `last`, each with its moment; nil when that one
  /// does not come within so long.
  func files(upTo last: String, milliseconds: Int) -> [(name: String, moment: Int)]? {
    let limit = Clock.now() + milliseconds * 1_000_000
    var files: [(name: String, moment: Int)] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let left = (limit - Clock.now()) / 1_000_000
      guard left > 0, let moment = next(milliseconds: Int32(left)) else { return nil }
      let count = read(fd, &buffer, buffer.count)
      var place = 0
      while place < count {
        let length = buffer.withUnsafeBytes {
          $0.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self)
        }
        let name = buffer[(place + 16)...].prefix(Int(length)).prefix { $0 != 0 }
        files.append((String(decoding: name, as: UTF8.self), moment))
        if files[files.endIndex - 1].name == last { return files }
        place += 16 + Int(length)
      }
    }
  }

  /// The moment of the event of that number, the first is 1; nil when it does not come within so long.
  func moment(ofEvent number: Int, milliseconds: Int) -> Int? {
    let limit = Clock.now() + milliseconds * 1_000_000
    var (seen, buffer) = (0, [UInt8](repeating: 0, count: 65_536))
    while seen < number {
      let left = (limit - Clock.now()) / 1_000_000
      guard left > 0, next(milliseconds: Int32(left)) != nil else { return nil }
      let count = read(fd, &buffer, buffer.count)
      var place = 0
      while place < count {
        let length = buffer.withUnsafeBytes {
          $0.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self)
        }
        place += 16 + Int(length)
        seen += 1
      }
    }
    return Clock.now()
  }

  /// The moment of the next event; nil when none comes within so long.
  func next(milliseconds: Int32) -> Int? {
    var slot = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
    return poll(&slot, 1, milliseconds) > 0 ? Clock.now() : nil
  }
}
