import Base
import Core
import TestSupport
import Testing

@Suite struct BeatTests {
  @Test func `an unchanged world costs no call`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    loop.pass(60)
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(try loop.calls == 1)
    #expect(try loop.journal.tail(9).count == 1)
  }

  @Test func `an unchanged beat writes nothing`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    _ = loop.beat()
    let before = try loop.files()
    loop.pass(60)
    _ = loop.beat()
    #expect(try loop.files() == before)
  }

  @Test func `a clock set back stops no sensor, no look and no decision`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("hourly"), try StubSensor("weather")]
    loop.sensors[0].every = .hours(1)
    try loop.answer(#"{"action":"noop","reason":"nothing to do","next_interval_s":300}"#)
    _ = loop.beat()
    loop.pass(-86_400)
    loop.sensors[0].signal = 2
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    try loop.answer("no move at all")
    loop.pass(300)
    loop.sensors[1].signal = 2
    guard case .failed = loop.beat() else {
      Issue.record("the sensor did not run")
      return
    }
    loop.pass(-86_400)
    try loop.answer(#"{"action":"noop","reason":"nothing to do"}"#)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    loop.sensors[1].signal = 3
    loop.pass(60)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
  }

  @Test func `a signal wakes and a detail only informs`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather", signal: "rain")]
    _ = loop.beat()
    loop.sensors[0].detail = "heavy"
    loop.pass(60)
    #expect(loop.beat() == .skipped(.unchanged))
    loop.sensors[0].signal = "sun"
    loop.pass(60)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    let prompt = try loop.prompt()
    #expect(
      prompt.contains("changed: reading/weather: /signal from \"rain\" to \"sun\"\n"))
  }

  @Test func `a sensor that fails wakes once, and once more when it is well`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    _ = loop.beat()
    for (status, calls) in [(Observation.Status.error, 2), (.error, 2), (.ok, 3), (.ok, 3)] {
      loop.sensors[0].status = status
      loop.pass(60)
      _ = loop.beat()
      #expect(try loop.calls == calls)
    }
  }

  @Test func `an edited sensor runs at once`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    loop.sensors[0].every = .hours(1)
    _ = loop.beat()
    loop.sensors[0].signal = 2
    #expect(loop.beat() == .skipped(.unchanged))
    loop.sensors[0].version = 2
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
  }

  @Test func `an edit during the call is a change of the next beat`() throws {
    let loop = try TestLoop()
    loop.meanwhile = "echo new >goals/mine.md"
    _ = loop.beat()
    loop.meanwhile = "true"
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    #expect(try loop.prompt().contains("new: goal/mine"))
    #expect(loop.beat() == .skipped(.unchanged))
  }

  @Test func `steering during the call drops the move`() throws {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"write_goal","id":"theirs","body":"x"}"#)
    loop.meanwhile = "echo new >PLAYBOOK.md"
    #expect(loop.beat() == .skipped(.superseded))
    #expect(try loop.goals.contents().goals.isEmpty)
    #expect(try loop.journal.tail(1)[0].contains("dropped"))
    loop.meanwhile = "true"
    #expect(loop.beat() == .acted("write_goal theirs (sha256 73cb3858a687)"))
  }

  @Test func `what a move writes never wakes the loop itself`() throws {
    let loop = try TestLoop()
    let moves = [
      #"{"action":"write_goal","id":"a","body":"text"}"#,
      #"{"action":"archive_goal","id":"a"}"#,
      #"{"action":"write_playbook","body":"be brave"}"#,
      #"{"action":"ask","prompt":"really?"}"#,
    ]
    for move in moves {
      try loop.answer(move)
      // A goal of the human's asks for the decision.
      try loop.goals.write(Identifier("nudge", "goal"), move)
      guard case .acted = loop.beat() else {
        Issue.record("not acted on: \(move)")
        continue
      }
      #expect(loop.beat() == .skipped(.unchanged), "after \(move)")
    }
    #expect(try loop.calls == moves.count)
  }

  @Test func `what a command printed is seen by exactly one decision`() throws {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"run_shell","cmd":"echo hello there","reason":"try"}"#)
    #expect(loop.beat() == .acted(#"run_shell "echo hello there" (sha256 0156222d547c): "try""#))
    try loop.answer(#"{"action":"noop","reason":"seen"}"#)
    #expect(loop.beat() == .acted(#"noop: "seen""#))
    let prompt = try loop.prompt()
    #expect(prompt.contains("| $ echo hello there\n| hello there\n"))
    #expect(loop.beat() == .skipped(.unchanged))
  }

  @Test func `a failed answer leaves the baseline, backs off and is told`() throws {
    let loop = try TestLoop()
    try loop.answer("I would rather not say.")
    guard case .failed(let failure) = loop.beat() else {
      Issue.record("garbage was taken for a move")
      return
    }
    #expect(failure.cause == .runner(.protocol))
    #expect(loop.beat() == .skipped(.backoff(until: loop.clock.now() + 15)))
    loop.pass(15)
    try loop.answer(#"{"action":"noop","reason":"better"}"#)
    #expect(loop.beat() == .acted(#"noop: "better""#))
    #expect(try loop.prompt().contains("## LAST FAILURE\n\n| runner: protocol"))
    #expect(try loop.state.lastFailure == nil)
  }

  @Test func `the human's new words cut a backoff short`() throws {
    let loop = try TestLoop()
    try loop.answer("nonsense")
    _ = loop.beat()
    try loop.playbook.write("Answer properly.")
    try loop.answer(#"{"action":"noop","reason":"now"}"#)
    #expect(loop.beat() == .acted(#"noop: "now""#))
  }

  @Test func `a pause makes no decision and a spent budget makes no call`() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/paused", "{}")
    #expect(loop.beat() == .skipped(.paused))
    try FileManagerRemove.file(loop.directory.paused)
    loop.settings.caps.callsPerHour = 1
    _ = loop.beat()
    try loop.playbook.write("changed")
    guard case .skipped(.budget) = loop.beat() else {
      Issue.record("a call over the cap")
      return
    }
    #expect(try loop.calls == 1)
    loop.pass(3_600)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
  }

  @Test func `a dry run changes nothing but its run and the ledger`() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    try loop.answer(#"{"action":"run_shell","cmd":"git push","reason":"go"}"#)
    let before = try loop.files(but: ["runs", "ledger"])
    guard case .wouldAct(let decision, let ruling) = loop.beat(.init(isDryRun: true)) else {
      Issue.record("no move shown")
      return
    }
    #expect(decision.journalLine(.none) == #"run_shell "git push" (sha256 c32f2b1a66f8): "go""#)
    #expect(ruling.hasPrefix("ask:"))
    #expect(try loop.files(but: ["runs", "ledger"]) == before)
    #expect(try loop.calls == 1)
  }

  @Test func `a run folder holds enough to replay the beat`() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    let names = try loop.files().keys.filter { $0.hasPrefix("runs/") }
      .compactMap { $0.split(separator: "/").last.map(String.init) }.sorted()
    #expect(
      names == [
        "decision.json", "outcome.json", "plan.json", "prompt.md", "stream.jsonl", "woke.json",
        "world.json",
      ])
  }
}
