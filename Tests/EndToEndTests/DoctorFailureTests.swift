import TestSupport
import Testing

/// Where no beat can decide, or none can act, `doctor` fails.
@Suite("doctor: what keeps the loop from working")
struct DoctorFailureTests {
  private func failures(_ box: Sandbox) async throws -> [JSON] {
    try await box.looop("doctor", "--json").json()["findings"].array.filter {
      $0["status"] == "fail"
    }
  }

  @Test(
    "Whatever keeps a beat from deciding fails",
    arguments: [
      ("runs", "file"), ("gates", "file"), ("intents", "dangling"), ("goals/archive", "file"),
      ("goals", "dangling"), ("sessions", "dangling"), (".lock", "file"),
      ("intents/x.json", "folder"),
      ("PLAYBOOK.md", "folder"), ("PLAYBOOK.md", "pipe"), ("goals/l.md", "dangling"),
      ("goals/f.md", "pipe"), ("goals/d.md", "folder"),
    ])
  func misplaced(name: String, kind: String) async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try await box.must("resume")
      #expect(try await box.looop("doctor").code == 0)
      let make = [
        "file": "touch", "dangling": "ln -s /nonexistent", "folder": "mkdir", "pipe": "mkfifo",
      ]
      _ = try await box.shell("rm -rf data/\(name) && \(make[kind] ?? "") data/\(name)")
      #expect(try await box.looop("beat").code != 0)
      let failed = try await failures(box)
      #expect(failed.contains { $0["text"].string?.contains("/data/\(name)") == true }, "\(failed)")
      #expect(failed.allSatisfy { $0["mend"].string?.isEmpty == false })
      // So does `why`, with the mend.
      let why = try await box.looop("why", "--json")
      #expect(why.code == 0)
      let reasons = try why.json()["reasons"].array.compactMap { $0["text"].string }
      #expect(reasons.contains { $0.contains("/data/\(name)") }, "\(reasons)")
    }
  }

  @Test(
    "A command that cannot start fails, wherever in its line that is",
    arguments: [
      "/nonexistent/brain", "cd / && nonexistent-program", "sh /nonexistent.sh",
      "cd /nonexistent && cat", "nice -n 5 nonexistent-program", "cat | nonexistent-program",
      "python3 /nonexistent.py",
    ])
  func unstartable(command: String) async throws {
    for key in ["tick_command", "worker_command"] {
      try await Sandbox.use([key: .string(command)]) { box in
        let failed = try await failures(box)
        #expect(failed.map { $0["check"] } == ["program"], "\(failed)")
        #expect(failed.first?["text"].string?.contains("\(key): ") == true)
      }
    }
  }
}
