import Core
import Foundation
import Runners
import TestSupport
import Testing

// Swift Testing has an `ExitStatus` too.
import enum Core.ExitStatus

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

  @Test("A cut run holds no move its whole run does not", arguments: Recording.all)
  func truncation(recording: Recording) throws {
    let lines = try recording.lines()
    let (exit, stderr) = try recording.end()
    let whole = try recording.play(lines, exit: exit, stderr: stderr)
    for count in 0...lines.count {
      var kept = Array(lines.prefix(count))
      try expectNoFalseMove(recording, kept, whole, exit, stderr)
      guard let last = kept.popLast() else { continue }
      kept.append(Array(last.prefix(last.count / 2)))
      try expectNoFalseMove(recording, kept, whole, exit, stderr)
      for other in Self.exits { _ = try recording.play(kept, exit: other, stderr: stderr) }
    }
  }

  @Test("Lines in any order crash nothing and bring no false move", arguments: Recording.all)
  func shuffling(recording: Recording) throws {
    let lines = try recording.lines()
    let (exit, stderr) = try recording.end()
    let whole = try recording.play(lines, exit: exit, stderr: stderr)
    var generator = SplitMix(state: 7)
    for _ in 0..<8 {
      let shuffled = lines.shuffled(using: &generator)
      try expectNoFalseMove(recording, shuffled, whole, exit, stderr)
    }
  }

  @Test("Damaged bytes crash nothing", arguments: Recording.all)
  func damage(recording: Recording) throws {
    let lines = try recording.lines()
    let (exit, stderr) = try recording.end()
    var generator = SplitMix(state: 11)
    for _ in 0..<8 {
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
    let expected: [(ExitStatus, RunnerFailure.Class)] = [
      (.notStarted("no such file"), .config), (.timedOut, .transient), (.oversized, .protocol),
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

  private static let exits: [ExitStatus] = [
    .exited(0), .exited(1), .signalled(15), .timedOut, .oversized, .interrupted,
  ]

  private func expectNoFalseMove(
    _ recording: Recording, _ lines: [[UInt8]],
    _ whole: (events: [[RunnerEvent]], outcome: RunnerOutcome), _ exit: ExitStatus,
    _ stderr: String
  ) throws {
    let outcome = try recording.play(lines, exit: exit, stderr: stderr).outcome
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
