internal import Foundation
internal import TestSupport
internal import Testing

/// Sensors that ship, in a data dir as a person puts them there.
extension Sandbox {
  /// Installs a sensor that ships, with its inputs; `timeout` replaces that of its manifest.
  func install(
    _ name: String, as other: String? = nil, inputs: [String: String] = [:],
    timeout: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let own = other ?? name
    let values = inputs.sorted { $0.key < $1.key }.flatMap { ["--input", "\($0.key)=\($0.value)"] }
    // A new data dir has some already.
    let added = try await start(["sensor", "add", name, "--as", own, "--replace"] + values).finish()
    #expect(added.code == 0, "\(shown(added.err))", sourceLocation: sourceLocation)
    guard let timeout else { return }
    let manifest = "data/sensors/\(own).yaml"
    try write(
      manifest, text(manifest).replacing(#/(?m)^timeout: .*$/#, with: "timeout: \(timeout)"))
  }

  func secrets(_ values: [String: String]) throws {
    try write("data/secrets.env", values.map { "\($0.key)=\($0.value)\n" }.sorted().joined())
  }

  /// Runs one beat, in which every sensor looks; what they say then.
  func sense(
    _ environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> JSON {
    let result = try await looop("beat", environment: environment)
    #expect(result.code == 0, "\(shown(result.err))", sourceLocation: sourceLocation)
    return try await state()["snapshots"]
  }

  /// Every file in it, by its path from its root.
  var files: [String] {
    (FileManager.default.enumerator(atPath: root)?.allObjects ?? []).compactMap { $0 as? String }
  }

  /// Everything that looop shows of its sensors, to people and programs, and the prompts.
  func expectHarmless(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for prompt in stub.prompts {
      Hostile.expectHarmless(prompt, sourceLocation: sourceLocation)
      let goals = prompt.split(separator: "\n").count { $0 == "## GOALS" }
      #expect(goals == 1, sourceLocation: sourceLocation)
    }
    for words in [["state"], ["sensor", "list"], ["watch", "--once"], ["state", "--json"]] {
      let shown = try await start(words).finish()
      Hostile.expectHarmless(
        shown.out + shown.err, isJSON: words.last == "--json", sourceLocation: sourceLocation)
    }
    #expect(
      !files.contains { $0.split(separator: "/").last?.hasPrefix("pwned") == true },
      sourceLocation: sourceLocation)
  }
}
