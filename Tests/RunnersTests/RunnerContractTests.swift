import Base
import Core
import Foundation
import Runners
import TestSupport
import Testing

/// What every adapter must hold, over every recording of its fixture folder. A new runner brings a
/// folder, not a test.
@Suite("Every runner")
struct RunnerContractTests {
  @Test("Adapters, presets and fixture folders are the same set")
  func completeness() throws {
    let presets = try Registry().presets()
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Fixtures.folder.appending(path: "../../presets/runners").standardizedFileURL.path())
    #expect(presets.map { "\($0.name).yaml" }.sorted() == files.sorted())
    #expect(Registry.adapterIDs.sorted() == presets.map(\.adapter).sorted())
    #expect(Registry.adapterIDs.sorted() == Recording.folders)
    for folder in Recording.folders {
      #expect(Recording.all.contains { $0.runner == folder }, "\(folder) has no recording")
    }
  }

  @Test("A recorded run means what its golden file says", arguments: Recording.all)
  func meaning(recording: Recording) throws {
    let (exit, stderr) = try recording.end()
    let run = try recording.play(recording.lines(), exit: exit, stderr: stderr)
    Golden.expect(
      readable(run.events, run.outcome, exit: exit), at: "\(recording.path).events")
  }

  @Test("A run cut at any line or byte holds no false move", arguments: Recording.all)
  func truncation(recording: Recording) throws {
    let lines = try recording.lines()
    let (exit, stderr) = try recording.end()
    let wanted = Self.decision(
      of: try recording.play(lines, exit: exit, stderr: stderr).outcome)
    let cuts = Self.cuts(of: lines, seed: 3)
    var stream = try recording.stream()
    var events: [RunnerEvent] = []
    for (index, line) in lines.enumerated() {
      for cut in [0] + cuts[index] {
        var torn = stream
        let told = events + (cut > 0 ? torn.read(line: line[..<cut]) : [])
        for exit in [exit] + Self.exits {
          var end = torn
          let outcome = end.finish(exit: exit, stderrTail: stderr, parse: parseMove)
          expectNoFalseMove(
            recording, wanted, told, outcome,
            "cut at byte \(cut) of line \(index + 1), \(exit.text)")
        }
      }
      events += stream.read(line: line[...])
    }
  }

  @Test("Lines in any order, doubled or replaced bring no false move", arguments: Recording.all)
  func disorder(recording: Recording) throws {
    let lines = try recording.lines()
    let (exit, stderr) = try recording.end()
    let wanted = Self.decision(
      of: try recording.play(lines, exit: exit, stderr: stderr).outcome)
    var generator = SplitMix(state: 7)
    for round in 0..<Self.rounds(lines) {
      var other = lines.shuffled(using: &generator)
      if round % 4 == 1 { other = lines.flatMap { [$0, $0] } }
      if round % 4 == 2, !lines.isEmpty {
        other = lines
        let noise = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
        other[Int.random(in: lines.indices, using: &generator)] = noise
      }
      let run = try recording.play(other, exit: exit, stderr: stderr)
      expectNoFalseMove(
        recording, wanted, Array(run.events.joined()), run.outcome, "round \(round)")
    }
  }

  @Test("Damaged bytes crash nothing", arguments: Recording.all)
  func damage(recording: Recording) throws {
    let lines = try recording.lines()
    let (exit, stderr) = try recording.end()
    var generator = SplitMix(state: 11)
    for _ in 0..<Self.rounds(lines) {
      var damaged = lines
      for index in damaged.indices where !damaged[index].isEmpty {
        let at = Int.random(in: damaged[index].indices, using: &generator)
        damaged[index][at] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = try recording.play(damaged, exit: exit, stderr: stderr)
    }
  }

  @Test("A run that never began, and one cut by us, say so", arguments: Registry.adapterIDs)
  func ends(runner: String) throws {
    let recording = Recording(runner: runner, name: "")
    let expected: [(ProcessOutcome, RunnerFailure.Class)] = [
      (.notStarted("no such file"), .config), (.timedOut, .transient),
      (.notStarted("text file busy", isPassing: true), .transient), (.exited(126), .config),
      (.silent(.minutes(3)), .transient), (.oversized, .protocol),
      (.interrupted, .interrupted), (.signalled(9), .interrupted), (.exited(143), .interrupted),
      (.exited(127), .config), (.exited(0), .empty),
    ]
    for (exit, failureClass) in expected {
      let outcome = try recording.play([], exit: exit, stderr: "").outcome
      guard case .failed(let failure, let usage) = outcome else {
        Issue.record("\(exit) gave \(outcome)")
        continue
      }
      #expect(failure.failureClass == failureClass, "\(exit)")
      #expect(!failure.message.contains("\n"))
      #expect(usage == Usage())
    }
  }

  @Test("Numbers beyond all bounds crash nothing", arguments: Registry.adapterIDs)
  func numbers(runner: String) throws {
    let recording = Recording(runner: runner, name: "")
    let big = "9223372036854775807"
    let lines = [
      #"{"type":"usage","input":N,"output":N,"cache_read":-N,"usd":1e308}"#,
      #"{"type":"retrying","class":"quota","delay_s":1e308}"#,
      #"{"type":"error","message":"x","retry_after_s":1e308}"#,
      #"{"type":"system","subtype":"api_retry","retry_delay_ms":-N,"error_status":N}"#,
      #"{"type":"result","subtype":"success","result":"x","total_cost_usd":1e308,"#
        + #""usage":{"input_tokens":N,"output_tokens":-N}}"#,
      #"{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":N}}"#,
      #"{"type":"assistant","timestamp":"9999-99-99T99:99:99Z","error":"rate_limit","#
        + #""message":{"model":"<synthetic>","content":[]}}"#,
      #"{"type":"turn.completed","usage":{"input_tokens":-N,"cached_input_tokens":N}}"#,
      #"{"type":"turn.failed","error":{"message":"try again in NNNN days NNNN hours"}}"#,
    ].map { Array($0.replacing("N", with: big).utf8) }
    _ = try recording.play(lines + lines + lines, exit: .exited(1), stderr: "")
  }

  private static let exits: [ProcessOutcome] = [
    .exited(0), .exited(1), .signalled(15), .timedOut, .silent(.minutes(3)), .oversized,
    .interrupted,
  ]

  /// Fewer for the runs of hundreds of kilobytes, which are there for their length.
  private static func rounds(_ lines: [[UInt8]]) -> Int {
    lines.reduce(0) { $0 + $1.count } > 100_000 ? 2 : 8
  }

  /// Fifty places inside the lines of a run, by line.
  private static func cuts(of lines: [[UInt8]], seed: UInt64) -> [[Int]] {
    var cuts = lines.map { _ in [Int]() }
    var generator = SplitMix(state: seed)
    let total = lines.reduce(0) { $0 + $1.count }
    guard total > 0 else { return cuts }
    for _ in 0..<50 {
      var place = Int.random(in: 0..<total, using: &generator)
      for (index, line) in lines.enumerated() {
        if place < line.count {
          cuts[index].append(place)
          break
        }
        place -= line.count
      }
    }
    return cuts
  }

  /// The runners that tell the end of a run by a line of their own.
  private static let withLastWord = Set(
    Registry.adapterIDs.filter { id in
      Recording.all.contains { recording in
        guard recording.runner == id, let lines = try? recording.lines(),
          let run = try? recording.play(lines, exit: .exited(0), stderr: "")
        else { return false }
        return run.events.joined().contains(.ended)
      }
    })

  /// A move is one the agent itself spoke. Of a CLI that tells its end nothing counts before that (but
  /// for one whose turns tell it too),
  /// and never a move when the whole run has none.
  private func expectNoFalseMove(
    _ recording: Recording, _ wanted: Decision?, _ events: [RunnerEvent],
    _ outcome: RunnerOutcome, _ how: String
  ) {
    if case .failed = outcome { return }
    let hasLastWord = Self.withLastWord.contains(recording.runner)
    if hasLastWord, !recording.goesOnInTheBackground, !recording.endsWithItsTurn {
      #expect(events.contains(.ended), "an answer before the end, \(how): \(outcome)")
    }
    guard case .move(let decision, _) = outcome, decision != wanted else { return }
    let spoken = events.contains { event in
      guard case .text(let text) = event, case .move(decision) = parseMove(text) else {
        return false
      }
      return true
    }
    #expect(
      spoken && (wanted != nil || !hasLastWord), "a move nobody spoke, \(how): \(decision)")
  }

  private static func decision(of outcome: RunnerOutcome) -> Decision? {
    guard case .move(let decision, _) = outcome else { return nil }
    return decision
  }
}

/// A small generator with a seed, so that a failure comes back.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
