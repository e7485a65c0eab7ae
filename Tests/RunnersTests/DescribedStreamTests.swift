import Base
import Core
import Runners
import TestSupport
import Testing

/// What every described stream must hold, over every recording: the same as an adapter's.
@Suite("A stream that is described")
struct DescribedStreamTests {
  @Test("A recorded run means what its golden file says", arguments: Described.invented)
  func meaning(described: Described) throws {
    let (exit, stderr) = try described.recording.end()
    let run = try described.play(described.recording.lines(), exit: exit, stderr: stderr)
    Golden.expect(
      readable(run.events, run.outcome, exit: exit),
      at: "described/\(described.cli)/\(described.recording.name).events")
  }

  @Test(
    "Codex described in YAML gives what its adapter gives, cut anywhere", arguments: Described.codex
  )
  func codex(described: Described) throws {
    let lines = try described.recording.lines()
    let (exit, stderr) = try described.recording.end()
    for count in 0...lines.count {
      let kept = Array(lines.prefix(count))
      for end in count == lines.count ? [exit] : [exit, .exited(1), .timedOut] {
        let adapter = try described.recording.play(kept, exit: end, stderr: stderr)
        let yaml = try described.play(kept, exit: end, stderr: stderr)
        #expect(yaml.outcome == adapter.outcome, "after \(count) lines, \(end)")
        #expect(yaml.events.map(Self.comparable) == adapter.events.map(Self.comparable))
      }
    }
  }

  /// Two tools are told in other words: a change of files without what kind of change, a list of
  /// things to do as JSON. And the end of a run is for the process's own limits, not for its meaning.
  private static func comparable(_ events: [RunnerEvent]) -> [RunnerEvent] {
    events.filter { $0 != .ended }.map { event in
      if case .tool(let name, _) = event, ["file_change", "todo_list"].contains(name) {
        return .tool(name: name, detail: "")
      }
      return event
    }
  }

  @Test(
    "A cut run holds no move its whole run does not",
    arguments: Described.invented + Described.codex)
  func truncation(described: Described) throws {
    let lines = try described.recording.lines()
    let (exit, stderr) = try described.recording.end()
    let whole = try described.play(lines, exit: exit, stderr: stderr)
    for count in 0...lines.count {
      try expectNoFalseMove(described, Array(lines.prefix(count)), whole, exit, stderr)
    }
    let bytes = Array(lines.joined(separator: [0x0A]))
    var chance = SeededRandom(50)
    for _ in 0..<50 where !bytes.isEmpty {
      let end = Int.random(in: 0..<bytes.count, using: &chance)
      let kept = bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
      try expectNoFalseMove(described, kept.map { Array($0) }, whole, exit, stderr)
    }
  }

  @Test(
    "Lines in any order, twice or replaced by noise crash nothing and bring no false move",
    arguments: Described.invented + Described.codex)
  func disorder(described: Described) throws {
    let lines = try described.recording.lines()
    let (exit, stderr) = try described.recording.end()
    let whole = try described.play(lines, exit: exit, stderr: stderr)
    var chance = SeededRandom(7)
    for _ in 0..<8 {
      try expectNoFalseMove(described, lines.shuffled(using: &chance), whole, exit, stderr)
      try expectNoFalseMove(described, lines.flatMap { [$0, $0] }, whole, exit, stderr)
      var noisy = lines
      for index in noisy.indices where Bool.random(using: &chance) {
        noisy[index] = (0..<20).map { _ in UInt8.random(in: 0...255, using: &chance) }
      }
      try expectNoFalseMove(described, noisy, whole, exit, stderr)
      for index in noisy.indices where !lines[index].isEmpty {
        noisy[index] = lines[index]
        let place = Int.random(in: lines[index].indices, using: &chance)
        noisy[index][place] = UInt8.random(in: 0...255, using: &chance)
      }
      // A damaged byte may make another move of it, but no crash.
      _ = try described.play(noisy, exit: exit, stderr: stderr)
    }
  }

  @Test(
    "A run that never began, and one cut by us, say so",
    arguments: ["codex", "crane", "egret", "heron"])
  func ends(cli: String) throws {
    let described = Described(cli: cli, recording: Recording(runner: "codex", name: ""))
    let expected: [(ProcessOutcome, RunnerFailure.Class)] = [
      (.notStarted("no such file"), .config), (.timedOut, .transient), (.oversized, .protocol),
      (.notStarted("text file busy", isPassing: true), .transient), (.exited(126), .config),
      (.interrupted, .interrupted), (.signalled(9), .interrupted), (.exited(143), .interrupted),
      (.exited(127), .config), (.exited(0), .empty),
    ]
    for (exit, failureClass) in expected {
      let outcome = try described.play([], exit: exit, stderr: "").outcome
      guard case .failed(let failure, let usage) = outcome else {
        Issue.record("\(exit) gave \(outcome)")
        continue
      }
      #expect(failure.failureClass == failureClass, "\(exit)")
      #expect(usage == Usage())
    }
  }

  @Test("A good end with broken words is no move, and a failed one never is")
  func endsDecide() throws {
    let move = #"{"event":"step","step":{"kind":"say","words":"{\"action\":\"noop\"}"}}"#
    let heron = Described(cli: "heron", recording: Recording(runner: "codex", name: ""))
    for end in [#"{"event":"broke"}"#, #"{"event":"bye","http":500}"#, #"{"event":"bye?"}"#] {
      let outcome = try heron.play(
        [Array(move.utf8), Array(end.utf8)], exit: .exited(0), stderr: ""
      ).outcome
      guard case .failed = outcome else {
        Issue.record("\(end) gave \(outcome)")
        continue
      }
    }
  }

  @Test("Where nothing declares the end, an error fails the run, before its words or after them")
  func errors() throws {
    let egret = Described(cli: "egret", recording: Recording(runner: "codex", name: ""))
    let move = #"{"type":"text","part":{"text":"{\"action\":\"noop\",\"reason\":\"x\"}"}}"#
    let error = #"{"type":"error","error":{"name":"ProviderError"}}"#
    for lines in [[move, error], [error, move]] {
      let outcome = try egret.play(lines.map { Array($0.utf8) }, exit: .exited(0), stderr: "")
        .outcome
      #expect(outcome == .failed(RunnerFailure(.protocol, "ProviderError"), Usage()))
    }
  }

  @Test("A stream whose description has an end promises a result, whatever the command")
  func promises() throws {
    for (name, isPromised) in [("heron", true), ("egret", false)] {
      let runner = CustomRunner(preset: try Described.preset(name))
      #expect(runner.promisesResult("agent") == isPromised)
    }
  }

  @Test("The model and the preset's prices tell what a run cost that reports no money")
  func cost() throws {
    let heron = Described(cli: "heron", recording: Recording(runner: "codex", name: ""))
    let lines = [
      #"{"event":"hello","model":"heron-2"}"#,
      #"{"event":"used","count":{"tokens/in":1000000,"tokens/out":500000}}"#,
    ].map { Array($0.utf8) }
    let usage = try heron.play(lines, exit: .exited(0), stderr: "").outcome.usage
    #expect(usage.model == "heron-2")
    #expect(try Described.preset("heron").prices.cost(of: usage).dollars == 2)
  }

  @Test("Numbers beyond all bounds crash nothing")
  func numbers() throws {
    let heron = Described(cli: "heron", recording: Recording(runner: "codex", name: ""))
    let lines = [
      #"{"event":"used","count":{"tokens/in":N,"tokens/out":N,"cached":-N,"stored":1e308},"cost":1e308}"#,
      #"{"event":"again","http":N,"pause":1e308}"#, #"{"event":"again","http":"N","pause":-N}"#,
      #"{"event":"problem","why":"hold on","pause":"N days N days"}"#,
      #"{"event":"broke","http":N,"wait_s":1e308}"#, #"{"event":"broke","wait_s":"N","code":N}"#,
    ].map { Array($0.replacing("N", with: "9223372036854775807").utf8) }
    _ = try heron.play(lines + lines + lines, exit: .exited(1), stderr: "")
  }

  private func expectNoFalseMove(
    _ described: Described, _ lines: [[UInt8]],
    _ whole: (events: [[RunnerEvent]], outcome: RunnerOutcome), _ exit: ProcessOutcome,
    _ stderr: String
  ) throws {
    let outcome = try described.play(lines, exit: exit, stderr: stderr).outcome
    guard case .move(let decision, _) = outcome else { return }
    guard case .move(let wanted, _) = whole.outcome else {
      Issue.record("a move out of a run that had none: \(decision)")
      return
    }
    let spoken = whole.events.joined().compactMap { event -> Decision? in
      guard case .text(let text) = event, case .move(let decision) = parseMove(text) else {
        return nil
      }
      return decision
    }
    #expect(([wanted] + spoken).contains(decision))
  }
}
