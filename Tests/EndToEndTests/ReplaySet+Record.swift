import Foundation
import TestSupport
import Testing

extension ReplaySet {
  /// Plays every scene, and keeps its last run in the place of what the set held.
  static func record() async throws {
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for scene in scenes { try await record(scene) }
  }

  private static func record(_ scene: Scene) async throws {
    try await Sandbox.use(["runner": .string(scene.runner), "workdir": .null]) { box in
      try box.write("stdout", try scene.printed)
      try box.write("tick", "cat >/dev/null\n\(scene.meanwhile)\n\(try scene.end(box))\n")
      try box.configure([
        "runner": .string(scene.runner), "tick_command": .string("/bin/sh '\(box.path("tick"))'"),
      ])
      try await box.must("goal", "write", "ship", "Version 2 is out.")
      _ = try await box.shell(scene.before)
      _ = try await box.start(scene.verb).finish()
      let last = try #require(box.names(in: "data/runs").last, "\(scene.name)")
      let made = "\(box.data)/runs/\(last)"
      for name in ["schema.json", scene.keepsPrompt ? "-" : "prompt.md", "prompt-short.md"] {
        try? FileManager.default.removeItem(atPath: "\(made)/\(name)")
      }
      if !scene.keepsPrompt {
        try? FileManager.default.removeItem(atPath: "\(made)/world.json")
        try "{}\n".write(toFile: "\(made)/world.json", atomically: true, encoding: .utf8)
      }
      if scene.verb != ["beat"], scene.verb[0] == "runner" {
        try? FileManager.default.removeItem(atPath: "\(made)/world.json")
      }
      for name in box.names(in: made) where name.hasSuffix(".json") || name.hasSuffix(".md") {
        try steady("\(made)/\(name)", box)
      }
      _ = try await box.shell("cd '\(made)' && { \(scene.after.isEmpty ? ":" : scene.after); }")
      try FileManager.default.copyItem(
        at: URL(filePath: made), to: folder.appending(path: run(scene.name)))
    }
  }

  /// Without what differs with each recording.
  private static func steady(_ path: String, _ box: Sandbox) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacing(box.root, with: "/home/ada/ship").replacing(
        "\(Sandbox.account) via", with: "ada via"
      )
      .replacing(#/"(ts|since)": \d+/#) { "\"\($0.1)\": 1795338000" }
      .replacing(#/"took_ms": \d+/#, with: "\"took_ms\": 1500")
      .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d/#, with: "2026-11-22 09:00")
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}

extension ReplaySet.Scene {
  fileprivate var keepsPrompt: Bool { name == "claude-tick" }

  fileprivate var printed: String {
    get throws { try recording.map { try Fixtures.text("runners/\($0).jsonl") } ?? text }
  }

  /// The shell lines that print it and end as it ended.
  fileprivate func end(_ box: Sandbox) throws -> String {
    let output = "cat '\(box.path("stdout"))'"
    guard let recording else { return "\(output)\n\(ending)" }
    let meta = try JSON(try Fixtures.text("runners/\(recording).meta.json"))
    try box.write("stderr", meta["stderr"].string ?? "")
    let code = meta["exit_code"].text
    let last = code == "null" ? "kill -\(meta["signal"].text) $$" : "exit \(code)"
    return "\(output); cat '\(box.path("stderr"))' >&2; \(last)"
  }
}
