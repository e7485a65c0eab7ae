import Foundation
import TestSupport
import Testing

/// Files of a person's that are links into a folder of theirs, such as a repository.
@Suite("Links")
struct LinkTests {
  @Test("What a verb writes goes where the link leads; the former text is kept")
  func writesThrough() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.moveOut("data/PLAYBOOK.md")
      try box.moveOut("data/goals/setup.md")
      try box.sensor("s", "echo '{\"signal\":1}'", manifest: "description: Old\n")
      for name in ["s.sh", "s.yaml"] { try box.moveOut("data/sensors/\(name)") }
      let old = box.text("out/PLAYBOOK.md")
      try await box.must("playbook", "write", "-", input: .text("New rules.\n"))
      try await box.must("goal", "write", "setup", "New goal.")
      let manifest = try box.write("new.yaml", "description: New\nenabled: true\n")
      try await box.must(
        "sensor", "write", "s", box.write("new.sh", "#!/bin/sh\necho '{\"signal\":2}'\n"),
        "--manifest", manifest)
      try await box.must("sensor", "disable", "s")
      #expect(box.text("out/PLAYBOOK.md") == "New rules.\n")
      #expect(box.text("out/setup.md") == "New goal.\n")
      #expect(box.text("out/s.sh").contains("\"signal\":2"))
      #expect(box.text("out/s.yaml") == "description: New\nenabled: false\n")
      for name in ["PLAYBOOK.md", "goals/setup.md", "sensors/s.sh", "sensors/s.yaml"] {
        #expect(box.isLink("data/\(name)"), "\(name)")
      }
      let history = try await box.must("playbook", "history").dropLast()
      #expect(try await box.must("playbook", "show", String(history)) == old)
      #expect(box.text("data/sensors/former/s/1.yaml") == "description: Old\n")
      // Archived, the link still leads to the text.
      try await box.must("goal", "archive", "setup")
      #expect(box.text("data/goals/archive/setup.md") == "New goal.\n")
      #expect(box.exists("out/setup.md"))
    }
  }

  @Test("The loop's own moves write through the link too")
  func moves() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try await box.must("resume")
      try await box.must("goal", "write", "g", "Old.")
      try box.moveOut("data/goals/g.md")
      try box.stub.moves([
        "action": "write_goal", "id": "g", "body": "By the loop.",
      ])
      try await box.must("beat")
      #expect(box.isLink("data/goals/g.md"))
      #expect(box.text("out/g.md") == "By the loop.\n")
    }
  }

  @Test(
    "A target that cannot be written is told, and nothing has changed", .enabled(if: geteuid() != 0)
  )
  func withoutPermission() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try box.moveOut("data/PLAYBOOK.md")
      let old = box.text("out/PLAYBOOK.md")
      chmod(box.path("out"), 0o500)
      let refused = try await box.looop("playbook", "write", "-", input: .text("New."))
      #expect(refused.code == 73 && refused.err.contains("\(box.data)/PLAYBOOK.md is a link to it"))
      chmod(box.path("out"), 0o700)
      #expect(box.text("out/PLAYBOOK.md") == old)
    }
  }

  @Test("init writes the config where the link leads, a broken one too")
  func config() async throws {
    try await Sandbox.use { box in
      try box.moveOut("config.json")
      try await box.must("init", "--runner", "demo")
      #expect(box.isLink("config.json"))
      #expect(box.text("out/config.json").contains("\"demo\""))
      try box.write("out/config.json", "{ broken")
      try await box.must("init", "--runner", "demo")
      #expect(box.isLink("config.json") && box.text("out/config.json").contains("\"demo\""))
      #expect(box.text("out/config.json.broken") == "{ broken")
    }
  }

  /// What is a link to what is away, relative to the sandbox.
  private static let away = [
    "data/PLAYBOOK.md", "data/goals/g.md", "data/goals", "data/sensors",
  ]

  @Test("Nothing is decided while a link leads nowhere, and state says so", arguments: away)
  func dangling(_ name: String) async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "Work.")
      try await box.must("beat")
      let calls = box.stub.calls
      try box.moveOut(name)
      try await box.must("beat")
      try FileManager.default.moveItem(atPath: box.path("out"), toPath: box.path("unmounted"))
      let calls2 = box.stub.calls
      let result = try await box.looop("beat")
      #expect(result.code != 0 && (result.out + result.err).contains(box.path(name)), "\(result)")
      #expect(box.stub.calls == calls2 && calls2 >= calls)
      let state = try await box.state()
      #expect(state["problems"].array.contains { $0.text.contains("\(box.path(name))") })
      #expect(try await box.must("state").contains(box.path(name)))
      #expect(box.isLink(name))
      let verb =
        name.contains("PLAYBOOK")
        ? ["playbook", "write", "New."]
        : name.hasSuffix("sensors")
          ? ["sensor", "add", "today", "--as", "t"]
          : ["goal", "write", "g", "New."]
      let refused = try await box.start(verb).finish()
      #expect(refused.code != 0 && refused.err.contains(box.path(name)), "\(refused.err)")
      try FileManager.default.moveItem(atPath: box.path("unmounted"), toPath: box.path("out"))
      try await box.must("goal", "write", "h", "More.")
      try await box.must("beat")
      #expect(box.stub.calls > calls2)
      #expect(box.stub.prompts.allSatisfy { !$0.contains("gone: goal/g") })
    }
  }

  @Test("init refuses a config whose link leads nowhere")
  func danglingConfig() async throws {
    try await Sandbox.use { box in
      try box.moveOut("config.json")
      try FileManager.default.removeItem(atPath: box.path("out/config.json"))
      let refused = try await box.looop("init", "--runner", "demo")
      #expect(refused.code == 65 && refused.err.contains("a link to a file that is not there"))
      #expect(box.isLink("config.json") && !box.exists("out/config.json"))
      #expect(try await box.looop("up").err.contains("a link to a file that is not there"))
    }
  }

  @Test(
    "An edit of what a link leads to wakes the loop",
    arguments: [
      "data/PLAYBOOK.md", "data/goals/g.md", "data/goals", "data/sensors", "data/sensors/s.sh",
    ])
  func wakes(_ name: String) async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "Work.")
      try box.sensor("s", "echo '{\"signal\":1}'")
      try box.moveOut(name)
      try await box.must("up")
      _ = try await box.stub.prompt(1)
      try await Until.holds("rest") { try await box.state()["phase"].string == "idle" }
      let before = box.stub.calls
      let file =
        name.hasSuffix("goals")
        ? "goals/g.md"
        : name.hasSuffix("sensors")
          ? "sensors/s.sh"
          : String(name.split(separator: "/").last ?? "")
      let isSensor = file.hasSuffix(".sh")
      // In place, as an editor may.
      let handle = try #require(FileHandle(forWritingAtPath: box.path("out/\(file)")))
      try handle.truncate(atOffset: 0)
      handle.write(Data((isSensor ? "echo '{\"signal\":\"edited\"}'\n" : "It was edited.\n").utf8))
      try handle.close()
      _ = try await box.stub.prompt(containing: "edited")
      #expect(box.stub.calls > before)
    }
  }

  @Test(
    "A link in the place of a file that only looop writes is told and not written through",
    arguments: [
      "journal.md", "events.jsonl", "ledger/now.jsonl", ".lock/lock", "answers/setup-1.json",
    ])
  func own(_ name: String) async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try await box.must("resume")
      let month = try await box.shell("date -u +%Y-%m").out.dropLast()
      let file = "data/\(name.replacing("now", with: String(month)))"
      try? FileManager.default.removeItem(atPath: box.path(file))
      let target = try box.write("target", "")
      try FileManager.default.createSymbolicLink(
        atPath: box.path(file), withDestinationPath: target)
      let wrote = try await box.looop("goal", "write", "g", "Work.")
      _ = try await box.looop("answer", "setup-1", "Yes.")
      #expect(!wrote.err.contains("symbolic links"), "\(wrote.err)")
      let beat = try await box.looop("beat")
      let state = try await box.looop("state")
      let said = beat.out + beat.err + state.out + state.err
      #expect(said.contains("\(box.path(file)): it is a link"), "\(said)")
      #expect(box.text("target") == "" && box.isLink(file))
      try FileManager.default.removeItem(atPath: box.path(file))
      try await box.must("beat")
    }
  }

  @Test("A folder of looop's own may be a link, as may the data dir")
  func folders() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      for name in ["runs", "sessions", "ledger"] { try box.moveOut("data/\(name)") }
      try await box.must("resume")
      try await box.must("goal", "write", "g", "Work.")
      try await box.must("beat")
      #expect(!box.names(in: "out/runs").isEmpty && !box.names(in: "out/ledger").isEmpty)
      try box.moveOut("data")
      try await box.must("goal", "write", "g", "More.")
      try await box.must("beat")
      #expect(box.isLink("data") && box.isLink("data/runs"))
    }
  }

  @Test("A commit of the data dir takes what a person writes, and nothing else")
  func ignored() async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "Work.")
      try await box.must("beat")
      try box.write("data/secrets.env", "KEY=x\n")
      try box.sensor("s", "echo '{}'", manifest: "description: S\n")
      for name in ["s.test/a/expected.json", ".draft/x", ".by-loop/s", "former/s/1.sh"] {
        try box.write("data/sensors/\(name)", "{}")
      }
      func committed() async throws -> Set<String> {
        let git = "cd \"$LOOOP_DATA_DIR\" && git init -q . && git add -A && git ls-files"
        return Set(try await box.shell(git).out.split(separator: "\n").map(String.init))
      }
      let wanted: Set = [
        ".gitignore", "PLAYBOOK.md", "goals/g.md", "goals/setup.md", "sensors/.by-loop/s",
        "sensors/s.sh", "sensors/s.yaml", "sensors/s.test/a/expected.json", "sensors/today.sh",
        "sensors/today.yaml",
      ]
      #expect(try await committed() == wanted)
      // It is the human's from then on; a data dir without one gets it.
      try box.write("data/.gitignore", "mine\n")
      try await box.must("goal", "write", "g", "More.")
      #expect(box.text("data/.gitignore") == "mine\n")
      try FileManager.default.removeItem(atPath: box.path("data/.gitignore"))
      try await box.must("goal", "write", "g", "More.")
      #expect(try await committed() == wanted)
    }
  }
}

extension Sandbox {
  /// Moves a file or folder to `out`, and leaves a link to it.
  fileprivate func moveOut(_ name: String) throws {
    let target = "out/\(name.split(separator: "/").last ?? "")"
    try FileManager.default.createDirectory(
      atPath: path("out"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: path(name), toPath: path(target))
    try FileManager.default.createSymbolicLink(
      atPath: path(name), withDestinationPath: path(target))
  }

  fileprivate func isLink(_ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path(name))) != nil
  }
}
