import Base
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct ChildGroupTests {
  private func command(
    _ line: String, capture: Command.Capture = .all(limit: 1 << 20),
    deadline: Duration = Until.limit,
    input: Command.Input = .null, merges: Bool = false
  ) -> Command {
    Command(
      arguments: Command.shell(line), environment: ["PATH": "/usr/bin:/bin", "X": "1"],
      workingDirectory: "/tmp", input: input, capture: capture, mergesStandardError: merges,
      deadline: deadline)
  }

  private func run(_ commands: [Command]) -> [CommandResult] {
    ChildGroup(poller: Poller(), sweepsOrphans: false).run(commands)
  }

  private func run(_ command: Command) -> CommandResult { run([command])[0] }

  private func text(_ result: CommandResult) -> String {
    String(decoding: result.output, as: UTF8.self)
  }

  @Test func `a child's output, errors, code and surroundings are its own`() {
    let result = run(command("echo out; echo err >&2; pwd; echo $X; exit 7"))
    #expect(result.status == .exited(7))
    #expect(text(result) == "out\n/tmp\n1\n")
    #expect(String(decoding: result.errorTail, as: UTF8.self) == "err\n")
  }

  @Test func `a word with a NUL in it starts nothing`() {
    var named = command("true")
    named.arguments[2] = "exit 7\0 # and more"
    var environment = command("true")
    environment.environment["X"] = "1\02"
    for command in [named, environment] {
      guard case .notStarted = run(command).status else {
        Issue.record("\(run(command).status)")
        continue
      }
      #expect(run(command).status.text.contains("NUL"), "\(run(command).status.text)")
    }
  }

  @Test func `a signal is told apart from a code`() {
    #expect(run(command("kill -9 $$")).status == .signalled(9))
    #expect(run(command("exit 137")).status == .exited(137))
  }

  @Test(arguments: [
    ("#!/usr/bin/nonesuch-lang\n", 0o700, "its interpreter /usr/bin/nonesuch-lang is not there"),
    ("#! nonesuch -x\n", 0o700, "its interpreter nonesuch is not there"),
    (
      "#!/bin/sh\r\necho 1\r\n", 0o700,
      "its first line ends in a carriage return; save it with LF line ends"
    ),
    ("#!/bin/sh\n", 0o600, "it is not executable; `chmod +x` it"),
  ])
  func `a script that cannot start says what keeps it`(
    script: String, mode: Int, reason: String
  ) throws {
    let scratch = try Scratch()
    let path = try scratch.write("tool", script, mode: mode)
    // By its whole path, and by one that is relative to the folder it runs in.
    for program in [path, "./tool"] {
      let result = run(
        Command(
          arguments: [program], environment: [:], workingDirectory: scratch.path,
          capture: .all(limit: 10), deadline: Until.limit))
      #expect(
        result.status == .notStarted("cannot start \(program): \(reason)", isPassing: false))
    }
    let gone = run(
      Command(
        arguments: [scratch.file("gone")], environment: [:], capture: .all(limit: 10),
        deadline: Until.limit))
    #expect(
      gone.status
        == .notStarted(
          "cannot start \(scratch.file("gone")): No such file or directory", isPassing: false))
  }

  @Test func `many at once keep their order`() {
    let results = run((0..<60).map { command("sleep 0.0\($0 % 7); echo \($0)") })
    #expect(results.map(text) == (0..<60).map { "\($0)\n" })
  }

  @Test func `a child that ignores SIGTERM is ended all the same`() {
    let result = run(command("trap '' TERM; echo up; sleep 60", deadline: .seconds(2)))
    #expect(result.status == .timedOut)
    #expect(text(result) == "up\n")
  }

  @Test func `a child that is being ended already gets no more grace than a stop gives`() {
    let group = ChildGroup(poller: Poller(), stopGrace: .zero, sweepsOrphans: false)
    var status: ProcessOutcome?
    group.start([command("trap '' TERM; while :; do sleep 1; done", deadline: .zero)]) {
      status = $0[0].status
    }
    group.handle(ready: [])
    #expect(group.deadline.map { $0 > Monotonic.now() } == true)
    group.stop()
    #expect(group.deadline.map { $0 <= Monotonic.now() } == true)
    group.wait { status != nil }
    #expect(status == .timedOut)
  }

  @Test func `silence on both streams ends a child, and words on either do not`() {
    var silent = command("echo up; sleep 60")
    silent.silence = .seconds(3)
    let result = run(silent)
    #expect(result.status == .silent(.seconds(3)) && text(result) == "up\n")
    // Ten words in each time of silence: a machine that stands still for less is no silence.
    var busy = command("for i in $(seq 12); do sleep 0.3; echo . >&2; done; echo over")
    busy.silence = .seconds(3)
    #expect(text(run(busy)) == "over\n")
  }

  @Test(arguments: [(false, true), (true, false)])
  func `after its last word a child has some time to exit, unless it goes on`(
    goesOn: Bool, isEnded: Bool
  ) throws {
    // What it says more comes once the last word was heard, or both would be one.
    let scratch = try Scratch()
    let heard = "until [ -e heard ]; do sleep 0.02; done"
    let rest = goesOn ? "\(heard); echo more; sleep 3" : "sleep 600"
    let line = "cd '\(scratch.path)'; echo last; \(rest)"
    let group = ChildGroup(poller: Poller(), sweepsOrphans: false)
    let result = group.run(command(line, capture: .streamed(limit: 1 << 20))) { chunk in
      guard String(decoding: chunk, as: UTF8.self).contains("last") else { return .open }
      _ = try? scratch.write("heard", "")
      return .ended(farewell: .seconds(3))
    }
    #expect(result.status == (isEnded ? .timedOut : .exited(0)))
    #expect(result.duration < Until.limit)
  }

  @Test func `what a child left in its group is gone when it ends`() throws {
    let result = run(command("sleep 300 & echo $!"))
    let pid = try #require(Int32(text(result).trimmingCharacters(in: .newlines)))
    // The kill is on its way; a zombie that nobody has reaped yet is dead too.
    let limit = Monotonic.now() + Until.limit
    func isDead() -> Bool {
      let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
      let state = stat?.split(separator: ")").last?.split(separator: " ").first
      return state == nil || state == "Z" || state == "X"
    }
    while !isDead(), Monotonic.now() < limit {
      Poller().turn(until: Monotonic.now() + .milliseconds(5))
    }
    #expect(isDead())
  }

  @Test func `a daemon that holds the pipe does not hold the result`() throws {
    // Out of the shell's group before the shell ends: what is still in it is ended with it.
    let line = """
      f=$(mktemp -u); mkfifo "$f"
      setsid sh -c 'echo $$; echo >"$0"; exec sleep 600' "$f" &
      read -r _ <"$f"; rm "$f"
      """
    let result = run(command(line))
    #expect(result.status == .exited(0))
    let pid = try #require(Int32(text(result).trimmingCharacters(in: .newlines)))
    #expect(Processes.isAlive(pid))
    Processes.kill(pid)
  }

  @Test func `too much output ends the child, a tail keeps the end`() {
    let flood = run(command("yes", capture: .all(limit: 1_000)))
    #expect(flood.status == .oversized)
    #expect(flood.output.count == 1_000)
    let tail = run(command("seq 1 100000; echo last", capture: .tail(20)))
    #expect(tail.status == .exited(0))
    #expect(text(tail) == "8\n99999\n100000\nlast\n")
  }

  @Test func `errors can be merged in order`() {
    #expect(text(run(command("echo a; echo b >&2; echo c", merges: true))) == "a\nb\nc\n")
  }

  @Test func `input comes from a file, and nothing else is inherited`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("in", "from a file")
    #expect(text(run(command("cat", input: .file(file)))) == "from a file")
    #expect(text(run(command("cat"))) == "")
    let open = run(command("ls /proc/self/fd | wc -l"))
    #expect(text(open).trimmingCharacters(in: .whitespacesAndNewlines) == "4")
  }

  @Test func `what cannot start says why, and the others run`() {
    let results = run([
      Command(
        arguments: ["no-such-program"], environment: ["PATH": "/bin"], capture: .all(limit: 9),
        deadline: .seconds(1)),
      command("cat", input: .file("/no/such/file")), command("echo fine"),
    ])
    #expect(results[0].status == .notStarted("no program 'no-such-program' on PATH"))
    #expect(
      results[1].status == .notStarted("cannot open /no/such/file: No such file or directory"))
    #expect(text(results[2]) == "fine\n")
  }

  @Test func `what could not start and may start later says so`() throws {
    let scratch = try Scratch()
    let program = try scratch.write("program", "#!/bin/sh\n", mode: 0o700)
    let writer = try #require(FileHandle(forWritingAtPath: program))
    defer { try? writer.close() }
    let result = run([
      Command(
        arguments: [program], environment: [:], capture: .all(limit: 9), deadline: .seconds(9))
    ])[0]
    #expect(
      result.status
        == .notStarted("cannot start \(program): Text file busy", isPassing: true))
  }

  @Test func `no descriptor is left behind`() {
    func count() -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
    _ = run(command("true"))
    let before = count()
    for _ in 0..<20 {
      _ = run([
        command("true"), command("yes", capture: .all(limit: 10)),
        command("cat", input: .file("/no/such/file")),
      ])
    }
    // Other tests open and close files meanwhile: what is left behind stays.
    let limit = Monotonic.now() + Until.limit
    while count() >= before + 20, Monotonic.now() < limit {
      Poller().turn(until: Monotonic.now() + .milliseconds(5))
    }
    #expect(count() < before + 20)
  }
}
