import Foundation
import TestSupport
import Testing

@Suite("replay --offline")
struct ReplayOfflineTests {
  /// `make record` plays the set again; the diff is the review.
  @Test("The recorded set comes out as it was recorded")
  func recorded() async throws {
    if Golden.isRecording { try await ReplaySet.record() }
    try await Sandbox.use { box in
      try ReplaySet.put(into: box)
      let before = try Self.files(box)
      let result = try await box.looop("replay", "--offline", "--json")
      #expect(result.code == 0, "\(box.shown(result.out + result.err))")
      let report = try JSON(result.out)
      let lines = report["runs"].array.map { run in
        let name = ReplaySet.name(of: run["id"].string ?? "")
        let notes = run["notes"].array.map { $0.string ?? "" } + [run["skipped"].string ?? ""]
        let differences = run["differences"] == [] ? "" : run["differences"].text
        return ([name, run["result"].string ?? "", run["answered"].string ?? ""] + notes)
          .filter { !$0.isEmpty }.joined(separator: ", ") + differences
      }
      let text = box.shown(lines.reversed().joined(separator: "\n") + "\n")
      Golden.expect(text, at: "golden/replay-offline.txt")
      #expect(report["runs"].array.count == ReplaySet.scenes.count)
      #expect(report["differing"] == 0)
      #expect((report["same"].int ?? 0) >= ReplaySet.scenes.count - 12)
      // It looks, and leaves nothing.
      #expect(try Self.files(box) == before)
      #expect(!box.exists("data/ledger"))
      let again = try await box.looop("replay", "--offline", "--json")
      #expect(again.out == result.out)
      let words = try await box.must("replay", "--offline")
      #expect(words.hasSuffix("\(report["same"].text) the same, 0 different, 8 skipped\n"))
      #expect(words.split(separator: "\n").count == 9)
    }
  }

  private static func files(_ box: Sandbox) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let all = FileManager.default.enumerator(atPath: box.data)
    while let name = all?.nextObject() as? String {
      files[name] = FileManager.default.contents(atPath: "\(box.data)/\(name)")
    }
    return files
  }

  /// Of a scene, one edit of what was recorded: the part in which that is found.
  private static let edits:
    [(scene: String, file: String, old: String, new: String, step: String)] =
      [
        ("move-noop", "stream.jsonl", "all is well", "all is bad", "answer"),
        ("claude-tick", "stream.jsonl", "nothing to do", "nothing at all", "answer"),
        ("words-alone", "stream.jsonl", "would rather", "shall", "answer"),
        ("words-two-moves", "decision.json", "one move per beat", "one per beat", "answer"),
        ("codex-401", "decision.json", "\"auth\"", "\"quota\"", "answer"),
        ("failure-exit-3", "decision.json", "\"code 3\"", "\"code 0\"", "answer"),
        ("reported-money", "stream.jsonl", "0.25", "0.26", "answer"),
        ("move-run-shell-gated", "outcome.json", "\"ask: ", "\"allow: ", "ruling"),
        ("move-run-shell-gated", "plan.json", "\"hold\"", "\"execute\"", "plan"),
        ("declined-before", "plan.json", "\"move\": \"", "\"move\": \"0", "plan"),
        ("dropped-for-a-pause", "plan.json", "\"paused\": true", "\"paused\": false", "plan"),
        ("words-alone", "outcome.json", "The answer was", "The answer is", "outcome"),
        ("codex-401", "outcome.json", "runner: auth", "runner: quota", "outcome"),
      ]

  @Test("What comes out otherwise is named with both values, and it exits 1", arguments: edits)
  func different(
    scene: String, file: String, old: String, new: String, step: String
  ) async throws {
    try await Sandbox.use { box in
      try ReplaySet.put(into: box)
      let id = ReplaySet.run(scene)
      let path = "data/runs/\(id)/\(file)"
      let text = box.text(path)
      try #require(text.contains(old))
      try box.write(path, text.replacing(old, with: new))
      let result = try await box.looop("replay", "--offline", "--json")
      #expect(result.code == 1)
      let report = try JSON(result.out)
      let different = report["runs"].array.filter { $0["result"] == "differs" }
      #expect(different.map { $0["id"] } == [.string(id)])
      let found = try #require(different.first?["differences"].array.first)
      #expect(found["step"].string == step, "\(found.text)")
      #expect(found["was"] != found["now"])
      let one = try await box.looop("replay", id, "--offline")
      #expect(one.code == 1)
      #expect(one.out.contains("  \(step): ") && one.out.contains("\n  | was "))
    }
  }

  @Test("A run that is named and cannot be read again is an error; in a row it is skipped")
  func unreadable() async throws {
    try await Sandbox.use { box in
      try ReplaySet.put(into: box)
      for name in ["torn-answer", "no-stream", "no-answer", "runner-unknown"] {
        let result = try await box.looop("replay", ReplaySet.run(name), "--offline")
        #expect(result.code == 65, "\(name)")
        #expect(result.err.contains("cannot be replayed: "), "\(result.err)")
      }
      let same = try await box.must("replay", ReplaySet.run("move-noop"), "--offline")
      #expect(same == "\(ReplaySet.run("move-noop"))     same     noop\n1 the same, 0 different\n")
      // The one without files is as old as its folder; all others are of an hour days before.
      let moment = 1_795_800_000
      let bare = box.path("data/runs/\(ReplaySet.run("no-files"))")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(moment - 60))], ofItemAtPath: bare)
      let few = try await box.start(
        ["replay", "--offline", "--since", "1h"], environment: Sandbox.standing(at: moment)
      ).finish()
      #expect(few.out.hasSuffix("No answer was recorded.\n0 the same, 0 different, 1 skipped\n"))
      // Bytes of no kind, and a stream that is a folder.
      let stream = "data/runs/\(ReplaySet.run("move-noop"))/stream.jsonl"
      try Data((0..<4_096).map { _ in UInt8.random(in: 0...255) })
        .write(to: URL(filePath: box.path(stream)))
      #expect(try await box.looop("replay", "--offline").code == 1)
      try FileManager.default.removeItem(atPath: box.path(stream))
      try box.write("\(stream)/x", "")
      let folder = try await box.looop("replay", "--offline")
      #expect(folder.code == 0 && folder.out.contains("not a regular file"))
    }
  }

  @Test("A gate that cannot rule now has not changed its mind: what stands in its way is said")
  func noRuling() async throws {
    try await Sandbox.use { box in
      try ReplaySet.put(into: box)
      let id = ReplaySet.run("move-write-sensor")
      try box.write("data/sensors/load.sh/x", "")
      let result = try await box.looop("replay", id, "--offline", "--json")
      let run = try JSON(result.out)["runs"][0]
      #expect(result.code == 0 && run["result"] == "same", "\(box.shown(result.out))")
      #expect(run["notes"][0].string?.hasPrefix("the gate cannot rule now: ") == true)
    }
  }

  @Test("What a runner said cannot pass for a line of looop's own, or for an escape")
  func forged() async throws {
    try await Sandbox.use { box in
      try ReplaySet.put(into: box)
      let id = ReplaySet.run("words-a-forged-heading")
      let path = "data/runs/\(id)/stream.jsonl"
      try box.write(path, box.text(path) + "\n20261122-090001  same\n\u{1B}[2J\u{202E}\n")
      let out = try await box.looop("replay", id, "--offline").out
      #expect(out.contains("\\u{1b}") && !out.contains("\u{1B}") && !out.contains("\u{202E}"))
      #expect(!out.contains("\n20261122-090001"))
    }
  }
}
