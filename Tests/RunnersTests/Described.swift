import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Runners

/// An agent CLI that is told in YAML alone, and a recorded run of it.
struct Described: Sendable, CustomTestStringConvertible {
  /// The name of its file in `Fixtures/described`.
  let cli: String
  let recording: Recording

  var testDescription: String { "\(cli) as described: \(recording.name)" }

  /// The CLIs that were made up, with the recordings beside their description.
  static let invented: [Described] = ["crane", "egret", "heron"].flatMap { cli in
    let folder = Fixtures.folder.appending(path: "described/\(cli)").path()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { name in
      // Recordings lie below `runners`; these belong to no adapter.
      Described(
        cli: cli,
        recording: Recording(runner: "../described/\(cli)", name: String(name.dropLast(6))))
    }
  }

  /// Recordings of the real codex, read by a description instead of its adapter.
  static let codex = Recording.all.filter { $0.runner == "codex" }
    .map { Described(cli: "codex", recording: $0) }

  static func preset(_ cli: String) throws -> RunnerPreset {
    let file = "described/\(cli).yaml"
    let bytes = Array(try Fixtures.text(file).utf8)
    return try PresetFile.parse(
      bytes, file: file, called: cli, adapters: Registry.adapterIDs)
  }

  func play(
    _ lines: [[UInt8]], exit: ProcessOutcome, stderr: String
  ) throws -> (events: [[RunnerEvent]], outcome: RunnerOutcome) {
    var stream = try Registry().runner(for: Self.preset(cli)).makeStream()
    let events = lines.map { stream.read(line: $0[...]) }
    return (events, stream.finish(exit: exit, stderrTail: stderr, parse: parseMove))
  }
}
