import TestSupport
import Testing

@testable import Base
@testable import Core

private struct Unexpected: Error { let what: String }

@Suite("What a runner does instead of answering")
struct DecideTests {
  private let move = #"{"action":"noop","reason":"fine"}"#

  @Test("What passes is tried twice more within the beat, each try a call of its own")
  func transient() throws {
    let loop = try TestLoop()
    try loop.answers("failure transient", "failure transient", move)
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    let lines = try loop.ledger.lines(since: 0)
    #expect(lines.map(\.type) == [.started, .ended, .started, .ended, .started, .ended])
    #expect(Set(lines.map(\.call.id)).count == 3)
    #expect(lines.compactMap(\.outcome) == ["transient", "transient", "move"])
    #expect(try loop.state.failures == 0)
  }

  @Test("After that it backs off")
  func backsOff() throws {
    let loop = try TestLoop()
    try loop.answer("failure transient")
    guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(failure.cause == .runner(.transient) && !failure.isParked)
    #expect(try loop.calls == 3 && loop.state.failures == 1)
    #expect(loop.beat() == .skipped(.backoff(until: loop.clock.now() + 15)))
  }

  @Test("It is not tried again past half of the time a call may take")
  func halfTime() throws {
    let loop = try TestLoop()
    loop.settings.tickTimeout = .seconds(2)
    try loop.answer("failure transient 2")
    _ = loop.beat()
    #expect(try loop.calls == 1)
  }

  @Test("Too long a prompt is put once more without what changes most")
  func context() throws {
    let loop = try TestLoop()
    loop.sensors = [try StubSensor("weather")]
    loop.sensors[0].detail = "a very long story"
    try loop.journal.append("something happened")
    try loop.answers("failure context", move)
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    let prompts = try loop.prompts()
    #expect(prompts.count == 2)
    #expect(prompts[0].contains("a very long story") && prompts[0].contains("## JOURNAL"))
    #expect(!prompts[1].contains("a very long story") && !prompts[1].contains("## JOURNAL"))
    #expect(prompts[1].contains("## LEFT OUT") && prompts[1].contains("## WHAT CHANGED"))
    try loop.playbook.write("changed")
    try loop.answer("failure context")
    loop.meanwhile = "true"
    guard case .failed = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(try loop.calls == 4)
  }

  @Test(
    "Others back off and are told to the next prompt",
    arguments: ["budget", "protocol", "empty", "refused", "interrupted"])
  func others(failureClass: String) throws {
    let loop = try TestLoop()
    try loop.answer("failure \(failureClass)")
    _ = loop.beat()
    #expect(try loop.calls == 1 && loop.state.failures == 1)
    #expect(try loop.mailbox.contents().asks.isEmpty)
    loop.pass(15)
    try loop.answer(move)
    _ = loop.beat()
    #expect(try loop.prompt().contains("## LAST FAILURE\n\n| runner: \(failureClass): it said"))
  }

  @Test("Lines no adapter knows are counted, and the whole stream of each call is kept")
  func unrecognised() throws {
    let loop = try TestLoop()
    try loop.answers("failure transient", "odd one\nodd two\n" + move)
    _ = loop.beat()
    let beat = try #require(try Folder.names(in: loop.directory.runs)?.first)
    let decision = try JSONParser.parse(loop.scratch.text("data/runs/\(beat)/decision.json"))
    #expect(decision["unrecognised"] == 2 && decision["calls"] == 2)
    #expect(decision["runner"] == "stub" && decision["usd_source"] == "unknown")
    #expect(try loop.scratch.text("data/runs/\(beat)/stream.jsonl").contains("transient"))
    #expect(try loop.scratch.text("data/runs/\(beat)/stream-2.jsonl").contains("odd two"))
  }

  @Test("The ledger has the model, the goal and the money, made from prices where none is reported")
  func ledger() throws {
    let loop = try TestLoop()
    try loop.answer(
      "used 1000000 100000 0\n" + #"{"action":"noop","reason":"x","goal":"ship"}"#)
    _ = loop.beat()
    let end = try #require(try loop.ledger.lines(since: 0).last)
    #expect(end.cost == Cost(dollars: 2, source: .imputed))
    #expect(end.call.goal == "ship" && end.usage.model == "stub-1")
  }
}
