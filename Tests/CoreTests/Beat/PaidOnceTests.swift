import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

/// Nothing is paid twice: what costs a call, and what does not.
@Suite struct PaidOnceTests {
  private static let noop = #"{"action":"noop","reason":"fine"}"#

  private func shell(_ command: String) -> String {
    #"{"action":"run_shell","cmd":"\#(command)","reason":"look"}"#
  }

  // MARK: Commands

  @Test func `the same command with the same output is no change`() throws {
    let loop = try TestLoop()
    try loop.answer(shell("echo hello"))
    for _ in 0..<10 { _ = loop.beat() }
    #expect(try loop.calls == 2)
    #expect(loop.beat() == .skipped(.unchanged))
  }

  @Test func `commands that take turns and print the same again are no change`() throws {
    let loop = try TestLoop()
    let turns = (0..<9).map { shell("echo \($0 % 3)") }
    for (index, move) in turns.enumerated() { try loop.scratch.write("queue/\(index)", move) }
    loop.playQueue()
    for _ in 0..<12 { _ = loop.beat() }
    #expect(try loop.calls == 4)
  }

  @Test func `another output of the same command is a change`() throws {
    let loop = try TestLoop()
    try loop.answer(shell("cat \(loop.scratch.file("value"))"))
    try loop.scratch.write("value", "1")
    for _ in 0..<4 { _ = loop.beat() }
    #expect(try loop.calls == 2)
    try loop.playbook.write("look again")
    try loop.scratch.write("value", "2")
    for _ in 0..<4 { _ = loop.beat() }
    #expect(try loop.calls == 4)
  }

  @Test func `once something else has changed, the outcome of the same command is news`() throws {
    let loop = try TestLoop()
    try loop.answer(shell("echo hello"))
    for _ in 0..<3 { _ = loop.beat() }
    try loop.playbook.write("look again")
    _ = loop.beat()
    try loop.answer(Self.noop)
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    #expect(try loop.prompt().contains("new: output/"))
  }

  // MARK: A question

  @Test func `a question that waits for the human is not raised a second time`() throws {
    let loop = try TestLoop()
    let ask = { (more: String) in #"{"action":"ask","prompt":"Which shop?"\#(more)}"# }
    let options = #","options":["old","new"]"#
    let digest = "sha256 \(Digest.sha256("Which shop?").prefix(12))"
    for (answer, remark, count) in [
      (ask(options), "as pulse-1", 1), (ask(options), "still asked as pulse-1", 1),
      (ask(""), "as pulse-2", 2), (ask(#","reference":"map""#), "as pulse-3", 3),
      (ask(""), "still asked as pulse-2", 3),
    ] {
      try loop.playbook.write("look again at \(remark) \(count)\(answer)")
      try loop.answer(answer)
      #expect(loop.beat() == .acted(#"ask "Which shop?" (\#(digest)) (\#(remark))"#))
      #expect(try loop.mailbox.contents().asks.count == count)
    }
    // After the answer the same question is a new one.
    try loop.answerAsk("pulse-1", "old")
    try loop.answer(ask(options))
    #expect(loop.beat() == .acted(#"ask "Which shop?" (\#(digest)) (as pulse-4)"#))
  }

  // MARK: A no

  @Test func `the same move right after a no is refused with the human's words`() throws {
    let loop = try TestLoop()
    let move = #"{"action":"run_shell","cmd":"touch mine","reason":"REASON"}"#
    try loop.answer(move)
    _ = loop.beat()
    try loop.answerAsk("gate-1", "no, not on a Sunday")
    // In other words it is the same move.
    try loop.answer(move.replacingOccurrences(of: "REASON", with: "once more"))
    for _ in 0..<3 {
      guard case .failed(let failure) = loop.beat() else {
        Issue.record("it was asked again")
        return
      }
      #expect(failure.cause == .refused)
      #expect(
        failure.message.contains(
          #"declined as gate-1 by ada via test: "no, not on a Sunday"."#))
      loop.pass(600)
    }
    #expect(try loop.mailbox.contents().asks.count == 1)
    try loop.answer(Self.noop)
    _ = loop.beat()
    #expect(try loop.prompt().contains("no, not on a Sunday"))
  }

  @Test func `once something else has changed it may ask again, and says that it was declined`()
    throws
  {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"run_shell","cmd":"touch mine","reason":"go"}"#)
    _ = loop.beat()
    try loop.answerAsk("gate-1", "no")
    _ = loop.beat()
    try loop.playbook.write("Touch it.")
    #expect(loop.beat() == .held(try #require(AskID("gate-2"))))
    let prompt = try #require(try loop.mailbox.contents().pending.first).prompt
    #expect(prompt.contains(#"The same move was declined as gate-1 by ada via test: "no"."#))
    try loop.answerAsk("gate-2", "yes")
    _ = loop.beat()
    #expect(try loop.state.declined.isEmpty)
  }

  @Test func `another move after a no asks as ever`() throws {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"run_shell","cmd":"touch mine","reason":"go"}"#)
    _ = loop.beat()
    try loop.answerAsk("gate-1", "no")
    try loop.answer(#"{"action":"run_shell","cmd":"touch yours","reason":"go"}"#)
    #expect(loop.beat() == .held(try #require(AskID("gate-2"))))
  }

  // MARK: Flapping

  private func flap(_ loop: TestLoop, _ times: Int, by seconds: Int = 10) {
    for turn in 0..<times {
      loop.sensors[0].signal = .int(turn % 2)
      loop.pass(seconds)
      _ = loop.beat(.init())
    }
  }

  private func flapping() throws -> TestLoop {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("net", signal: "first")]
    loop.sensors[0].every = .seconds(1)
    loop.settings.caps.callsPerHour = 0
    _ = loop.beat()
    return loop
  }

  @Test func `a sensor that wakes five decisions for nothing is flagged, and wakes fewer`() throws {
    let loop = try flapping()
    flap(loop, 5)
    #expect(try loop.calls == 6)
    #expect(try !loop.prompt().contains("flapping"))
    flap(loop, 360)
    // An hour of it: after 1, 2, 4, 8 minutes, then every 15.
    let calls = try loop.calls
    #expect((11...13).contains(calls), "\(calls)")
    #expect(try loop.prompt().contains("flapping: it changes too often"))
    guard case .skipped(.flapping) = loop.beat() else {
      Issue.record("it woke a decision")
      return
    }
  }

  @Test func `a flapping sensor keeps no other change waiting`() throws {
    let loop = try flapping()
    flap(loop, 20)
    let calls = try loop.calls
    try loop.playbook.write("changed")
    loop.sensors[0].signal = 77
    loop.pass(1)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    #expect(try loop.calls == calls + 1)
  }

  @Test func `another move, or a status it did not show, ends the pause`() throws {
    let loop = try flapping()
    flap(loop, 20)
    loop.sensors[0].status = .error
    loop.pass(1)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))

    let other = try flapping()
    flap(other, 20)
    try other.playbook.write("do it")
    try other.answer(#"{"action":"write_goal","id":"g","body":"x"}"#)
    _ = other.beat()
    #expect(try other.state.idleWakes.isEmpty)
    other.sensors[0].signal = 78
    other.pass(1)
    guard case .acted = other.beat() else {
      Issue.record("it still waits")
      return
    }
  }

  @Test func `a sensor that fails at every second run flaps as well`() throws {
    let loop = try flapping()
    for turn in 0..<60 {
      loop.sensors[0].status = turn % 2 == 0 ? .error : .ok
      loop.pass(10)
      _ = loop.beat()
    }
    #expect(try loop.calls <= 11)
  }

  // MARK: Steering

  @Test func `after two drops in a row it waits for rest, then acts whatever else is steered`()
    throws
  {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"write_goal","id":"out","body":"made"}"#)
    loop.meanwhile = "date +%s%N >>goals/clock.md"
    #expect(loop.beat() == .skipped(.superseded))
    #expect(loop.beat() == .skipped(.superseded))
    #expect(loop.beat() == .skipped(.unsettled(until: loop.clock.now() + 2)))
    loop.pass(1)
    try loop.goals.write(Identifier("clock", "goal"), "again")
    #expect(loop.beat() == .skipped(.unsettled(until: loop.clock.now() + 2)))
    #expect(try loop.calls == 2)
    loop.pass(2)
    // Steered during this call too, but not what the move is about.
    guard case .acted = loop.beat() else {
      Issue.record("a third move was dropped")
      return
    }
    #expect(try loop.calls == 3)
    #expect(try loop.state.drops == 0)
  }

  @Test func `steering that never rests keeps it waiting for thirty seconds at most`() throws {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"write_goal","id":"out","body":"made"}"#)
    loop.meanwhile = "date +%s%N >>goals/clock.md"
    _ = loop.beat()
    _ = loop.beat()
    for second in 1...29 {
      loop.pass(1)
      try loop.goals.write(Identifier("clock", "goal"), "\(second)")
      guard case .skipped(.unsettled) = loop.beat() else {
        Issue.record("a call after \(second) s")
        return
      }
    }
    loop.pass(1)
    guard case .acted = loop.beat() else {
      Issue.record("no call after 30 s")
      return
    }
  }

  @Test(arguments: [
    ("echo new >PLAYBOOK.md", #"{"action":"write_goal","id":"out","body":"made"}"#),
    ("date +%N >goals/out.md", #"{"action":"write_goal","id":"out","body":"made"}"#),
    ("date +%N >goals/own.md", #"{"action":"run_shell","cmd":"ls","reason":"r","goal":"own"}"#),
  ])
  func `the third is dropped for the PLAYBOOK, its own goal and the goal it writes`(
    meanwhile: String, move: String
  ) throws {
    let loop = try TestLoop()
    try loop.answer(move)
    loop.meanwhile = "date +%s%N >>goals/clock.md"
    _ = loop.beat()
    _ = loop.beat()
    _ = loop.beat()
    loop.pass(2)
    loop.meanwhile = meanwhile
    #expect(loop.beat() == .skipped(.superseded))
  }

  /// A job that steers at its own pace, calls that take their time, moves of one goal.
  @Test func `of any steering: no third drop without cause, and no wait above thirty seconds`() {
    var random = Seed.take(for: "PaidOnceTests.steering")
    let seed = random.seed
    var (dropped, acted, waited) = (0, 0, 0)
    for _ in 0..<2_000 {
      var state = PulseState()
      let every = Int.random(in: 1...10, using: &random)
      let call = Int.random(in: 1...8, using: &random)
      let isOwn = Bool.random(using: &random)
      var now = 1_000
      var inARow = 0
      var waitingSince: Int?
      for _ in 0..<40 {
        let wanted = "\(now / every)"
        if let end = SteeringPause.end(state, wanted: wanted, now: now) {
          #expect(state.drops >= 2 && end > now, "seed \(seed)")
          waitingSince = waitingSince ?? now
          #expect(now - (waitingSince ?? now) < 30, "seed \(seed): waits too long")
          if wanted != state.wanted { (state.wanted, state.wantedSince) = (wanted, now) }
          now = min(end, (now / every + 1) * every)
          waited += 1
          continue
        }
        waitingSince = nil
        now += call
        var change = SteeringChange()
        if wanted != "\(now / every)", let goal = Identifier(valid: isOwn ? "own" : "other") {
          change.goals = [goal]
        }
        let decision = Decision(
          move: .runShell(command: "ls", reason: "r"), goal: Identifier(valid: "own"))
        if change.drops(decision, after: state.drops) {
          inARow += 1
          #expect(inARow <= 2 || isOwn, "seed \(seed): starved")
          state.drops += 1
          state.droppedAt = now
          dropped += 1
        } else {
          (inARow, state.drops) = (0, 0)
          acted += 1
        }
      }
    }
    #expect(dropped > 100 && acted > 100 && waited > 100, "seed \(seed)")
  }

  // MARK: A state that cannot be written

  @Test func `a decision whose state could not be written is neither made nor journaled again`()
    throws
  {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"write_goal","id":"g","body":"x"}"#)
    // Nothing can replace a folder that is not empty.
    loop.meanwhile = "mkdir -p .state.json/x"
    for _ in 0..<3 {
      guard case .failed(let failure) = loop.beat(), failure.cause == .state else {
        Issue.record("it went on")
        return
      }
    }
    #expect(try loop.calls == 1)
    #expect(try loop.journal.tail(99).count == 1)
    try FileManagerRemove.file(loop.directory.pulseState)
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(try loop.calls == 1)
    #expect(try loop.journal.tail(99).count == 1)
    #expect(try loop.loop.intents.found().isEmpty)
  }
}
