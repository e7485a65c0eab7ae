import Base
import Core
import Foundation
import TestSupport
import Testing

/// Clears away a file a test is done with.
enum FileManagerRemove {
  static func file(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}

@Suite struct GateTests {
  /// A loop whose runner wants to touch a file, which asks.
  private func loop() throws -> (TestLoop, marker: String) {
    let loop = try TestLoop()
    let marker = loop.scratch.file("marker")
    try loop.answer(
      #"{"action":"run_shell","cmd":"echo once >>\#(marker)","reason":"leave a mark"}"#)
    #expect(loop.beat() == .held(try #require(AskID("gate-1"))))
    try loop.answer(#"{"action":"noop","reason":"fine"}"#)
    return (loop, marker)
  }

  private func marks(_ marker: String) -> Int {
    (try? String(contentsOfFile: marker, encoding: .utf8))?.split(separator: "\n").count ?? 0
  }

  @Test func `a move that waits is not decided on again`() throws {
    let (loop, marker) = try loop()
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(marks(marker) == 0)
  }

  @Test func `yes runs exactly those bytes, once, without a call, and is decided on after`() throws
  {
    let (loop, marker) = try loop()
    try loop.answerAsk("gate-1", "yes")
    guard case .ranApproved = loop.beat() else {
      Issue.record("the approved move did not run")
      return
    }
    #expect(try loop.calls == 1)
    #expect(marks(marker) == 1)
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try loop.prompt().contains("new: answer/gate-1"))
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(marks(marker) == 1)
  }

  @Test func `two yeses in a row run one after the other, and the next decision reads of both`()
    throws
  {
    let (loop, marker) = try loop()
    try loop.answer(
      #"{"action":"run_shell","cmd":"echo second | tee -a \#(marker)","reason":"more"}"#)
    _ = try loop.goals.write(try Identifier("g", "goal"), "x")
    #expect(loop.beat() == .held(try #require(AskID("gate-2"))))
    try loop.answer(#"{"action":"noop","reason":"fine"}"#)
    try loop.answerAsk("gate-1", "yes")
    try loop.answerAsk("gate-2", "yes")
    for _ in 1...2 {
      guard case .ranApproved = loop.beat() else {
        Issue.record("an approved move did not run")
        return
      }
    }
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    let prompt = try loop.prompt()
    #expect(prompt.contains("| $ echo once >>") && prompt.contains("| second\n"))
    #expect(try loop.state.outputs.isEmpty)
    #expect(loop.beat() == .skipped(.unchanged))
  }

  @Test func `an approved command that cannot start is told, and its yes is spent`() throws {
    let (loop, marker) = try loop()
    try loop.answerAsk("gate-1", "yes")
    // More than a process can be given.
    loop.environment["BIG"] = String(repeating: "x", count: 300 << 10)
    guard case .ranApproved(_, let line) = loop.beat() else {
      Issue.record("the approved move was not taken up")
      return
    }
    loop.environment["BIG"] = nil
    let why = "failed: The command could not start: cannot start /bin/sh: Argument list too long."
    #expect(line.hasPrefix("run_shell \"echo once >>\(marker)\" (sha256 "))
    #expect(line.hasSuffix("): \"leave a mark\" (\(why))"))
    #expect(
      try loop.journal.tail(1).contains { $0.hasSuffix("gate-1 approved by ada via test: \(line)") }
    )
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try loop.prompt().contains("| [it \(why)]"))
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(marks(marker) == 0)
  }

  @Test func `anything else declines and the words reach the next prompt`() throws {
    let (loop, marker) = try loop()
    try loop.answerAsk("gate-1", "yes please, but later")
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try loop.prompt().contains("| yes please, but later"))
    #expect(
      try loop.journal.tail(9).contains {
        $0.contains(#"gate-1 declined by ada via test: "yes please, but later""#)
      })
    #expect(marks(marker) == 0)
    #expect(try loop.gates.contents().pending.isEmpty)
  }

  @Test(arguments: [
    #"{"answer":"yes","ts":1}"#,
    #"{"answer":"yes","ts":1,"by":{"user":"ada","uid":1},"move":"0000"}"#,
    #"{"answer":"yes","ts":1,"by":{"user":"ada","uid":1}}"#,
  ])
  func `a yes without a name, or to another move, does not run`(record: String) throws {
    let (loop, marker) = try loop()
    try loop.scratch.write("data/answers/gate-1.json", record)
    _ = loop.beat()
    #expect(marks(marker) == 0)
    #expect(try loop.gates.contents().pending.isEmpty)
  }

  @Test func `a torn answer decides nothing`() throws {
    let (loop, marker) = try loop()
    try loop.scratch.write("data/answers/gate-1.json", #"{"answer":"yes","#)
    _ = loop.beat()
    #expect(marks(marker) == 0)
    #expect(try loop.gates.contents().pending.count == 1)
    #expect(try loop.prompt().contains("answers/gate-1.json:1:"))
  }

  @Test func `a record of a move that was changed on disk does not run`() throws {
    let (loop, marker) = try loop()
    let path = "\(loop.directory.gates)/gate-1.json"
    let record = try String(contentsOfFile: path, encoding: .utf8)
    try loop.scratch.write(
      "data/gates/gate-1.json", record.replacingOccurrences(of: "echo once", with: "echo twice"))
    try loop.answerAsk("gate-1", "yes")
    _ = loop.beat()
    #expect(marks(marker) == 0)
  }

  @Test func `a pause holds an approved move back, and only a pause`() throws {
    let (loop, marker) = try loop()
    loop.settings.caps.callsPerHour = 1
    try loop.answerAsk("gate-1", "yes")
    try loop.scratch.write("data/paused", "{}")
    #expect(loop.beat() == .skipped(.paused))
    try FileManagerRemove.file(loop.directory.paused)
    guard case .ranApproved = loop.beat() else {
      Issue.record("a spent budget stopped an approved move")
      return
    }
    #expect(marks(marker) == 1)
  }

  @Test func `the same move again waits under the same ask`() throws {
    let (loop, marker) = try loop()
    try loop.answer(
      #"{"action":"run_shell","cmd":"echo once >>\#(marker)","reason":"leave a mark"}"#)
    try loop.playbook.write("something else")
    #expect(loop.beat() == .held(try #require(AskID("gate-1"))))
    #expect(try loop.mailbox.contents().asks.count == 1)
  }

  @Test func `a record without its ask, as a crash leaves it, never stands for a question`() throws
  {
    let (loop, marker) = try loop()
    try FileManagerRemove.file("\(loop.directory.asks)/gate-1.json")
    try loop.answer(
      #"{"action":"run_shell","cmd":"echo once >>\#(marker)","reason":"leave a mark"}"#)
    try loop.playbook.write("something else")
    #expect(loop.beat() == .held(try #require(AskID("gate-1"))))
    #expect(try loop.mailbox.contents().pending.map(\.id.text) == ["gate-1"])
  }

  @Test func `what wrecks a machine is refused and backs off`() throws {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"run_shell","cmd":"sudo rm -rf /","reason":"clean"}"#)
    guard case .failed(let failure) = loop.beat() else {
      Issue.record("not refused")
      return
    }
    #expect(failure.cause == .refused)
    #expect(try loop.mailbox.contents().asks.isEmpty)
    #expect(try loop.state.backoffUntil == loop.clock.now() + 15)
  }

  @Test func `a move cut short by a crash is told once and never run again`() throws {
    let (loop, marker) = try loop()
    try loop.answerAsk("gate-1", "yes")
    // A line of an agent that contains the report is not the report.
    try loop.journal.append("nothing to see: interrupted gate-1: all is well")
    // As a kill between taking the move up and running it leaves things.
    try FileManager.default.moveItem(
      atPath: "\(loop.directory.gates)/gate-1.json",
      toPath: "\(loop.directory.intents)/gate-1.json")
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try loop.prompt().contains("## INTERRUPTED MOVES\n\n| gate-1: run_shell \"echo once"))
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(
      try loop.journal.tail(99).count { $0.contains(" interrupted gate-1: run_shell \"") } == 1)
    #expect(marks(marker) == 0)
  }
}
