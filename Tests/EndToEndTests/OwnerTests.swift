import CSys
import Foundation
import TestSupport
import Testing

/// Whose a data dir is: one that another user owns, or may write, is refused with the mend.
@Suite("Owners")
struct OwnerTests {
  private static let hasUsers = Privileges.anotherUser != nil

  /// A data dir that another user owns and works in, below a folder that all may enter.
  private func lent(_ body: (Sandbox, [String], UInt32) async throws -> Void) async throws {
    let user = try #require(Privileges.anotherUser)
    try await Sandbox.use { box in
      try await box.must("goal", "write", "theirs", "Of the user.")
      box.own(user.id)
      let theirs = try await box.launch(user.words + [Binary.path, "goal", "write", "more", "M."])
        .finish()
      #expect(theirs.code == 0, "\(theirs.err)")
      do { try await body(box, user.words, user.id) } catch {
        box.own(0)
        throw error
      }
      // Ended as root, by whom the sandbox is cleared.
      box.own(0)
    }
  }

  private static let verbs: [[String]] = [
    ["goal", "write", "rooty", "By root."], ["goal", "archive", "theirs"],
    ["playbook", "write", "By root."], ["pause"], ["resume"], ["push", "door"], ["up"], ["beat"],
    ["down"], ["kill", "w"], ["answer", "setup-1", "By root."], ["ask", "By root?"],
    ["worker", "start", "w", "Work."], ["run", "true"], ["init", "--runner", "demo"],
    ["sensor", "add", "today", "--as", "other"], ["pulse"], ["wait", "--timeout", "1ms"],
  ]

  @Test("Root leaves nothing in a user's data dir", .enabled(if: hasUsers))
  func root() async throws {
    try await lent { box, user, id in
      let before = box.owners
      #expect(Set(before.values) == [id])
      for words in Self.verbs {
        let refused = try await box.launch([Binary.path] + words).finish()
        #expect(refused.code == 77, "\(words): \(refused.err)")
        #expect(refused.err.contains("belongs to the user \(id)"), "\(words)")
        #expect(refused.err.contains("Run `sudo -u '#\(id)' looop …`."), "\(words)")
        #expect(refused.err.contains("LOOOP_ANY_OWNER=1"), "\(words)")
      }
      for words in [
        ["state"], ["state", "--json"], ["asks"], ["journal"], ["goal", "list"], ["cost"],
        ["sensor", "list"], ["runs", "list"], ["worker", "list"], ["playbook", "show"],
      ] {
        let read = try await box.launch([Binary.path] + words).finish()
        #expect(read.code == 0, "\(words): \(read.err)")
      }
      let seen = try await box.must("state")
      #expect(seen.contains("owner    \(box.data) belongs to the user"))
      // Judged for the user whose loop runs it.
      #expect(seen.contains("sensors  today not run yet\n"), "\(seen)")
      #expect(try await box.must("sensor", "list").hasPrefix("today  not run yet"))
      #expect(box.owners == before)
      // What the user's own loop reads is what it was.
      let state = try await box.launch(user + [Binary.path, "state", "--json"]).finish()
      #expect(try state.json()["owner"] == .null)
      let forced = try await box.looop(
        "goal", "write", "rooty", "By root.", environment: ["LOOOP_ANY_OWNER": "1"])
      #expect(forced.code == 0 && Set(box.owners.values) == [0, id])
    }
  }

  @Test("A goal of root's hides nothing else, and its mend is told", .enabled(if: hasUsers))
  func rootsGoal() async throws {
    try await lent { box, user, id in
      let goal = try box.write("data/goals/rooty.md", "By root.")
      func state(_ words: String...) async throws -> Finished {
        try await box.launch(user + [Binary.path, "state"] + words).finish()
      }
      let text = try await state()
      #expect(text.code == 0 && text.out.contains("goals    more, setup, theirs\n"), "\(text)")
      #expect(text.out.contains("problem  Cannot read \(goal): Permission denied. "), "\(text)")
      #expect(try await state("--json").json()["problems"].array.count == 1)
      let list = try await box.launch(user + [Binary.path, "goal", "list"]).finish()
      #expect(list.code == 0 && list.out.contains("theirs") && list.err.contains("rooty.md"))
      let up = try await box.launch(user + [Binary.path, "up"]).finish()
      #expect(up.code == 0, "\(up.err)")
      try await Until.holds("the blocked loop") {
        try await state("--json").json()["phase"] == "blocked"
      }
      let again = try await box.launch(user + [Binary.path, "up"]).finish()
      #expect(
        again.out.contains("nothing is decided until the problem below is mended: Cannot read"))
      // Root sees that it is the user's to decide.
      #expect(try await box.state()["phase"] != "blocked")
      #expect(try await box.launch(user + [Binary.path, "down"]).finish().code == 0)
    }
  }

  @Test("Root makes no data dir and no config in a user's folder", .enabled(if: hasUsers))
  func rootBeginsNothing() async throws {
    let user = try #require(Privileges.anotherUser)
    try await Sandbox.use(nil) { box in
      chown(box.home, user.id, user.id)
      chmod(box.root, 0o755)
      let places = [
        ["LOOOP_DATA_DIR": "\(box.home)/.local/state/looop"],
        ["LOOOP_CONFIG": "\(box.home)/.config/looop/config.json"],
      ]
      for place in places {
        for words in [["init", "--runner", "demo"], ["goal", "list"]]
        where place["LOOOP_CONFIG"] == nil || words[0] == "init" {
          let refused = try await box.launch([Binary.path] + words, environment: place).finish()
          #expect(refused.code == 77 && refused.err.contains("sudo -u '#\(user.id)' looop"))
        }
      }
      #expect(box.names(in: "home") == [])
      // What only looks into a folder of its own has nothing to do with the user's loop.
      let folder = try box.write("own/s.sh", "#!/bin/sh\necho '{}'\n", mode: 0o700)
        .dropLast("/s.sh".count)
      let lint = try await box.launch(
        [Binary.path, "sensor", "lint", "--in", String(folder)], environment: places[0]
      ).finish()
      #expect(lint.code != 77, "\(lint.err)")
    }
  }

  @Test("A user is refused in root's data dir, and told how", .enabled(if: hasUsers))
  func anotherUsers() async throws {
    let user = try #require(Privileges.anotherUser)
    try await Sandbox.use { box in
      try await box.must("goal", "write", "mine", "Of root.")
      for folder in [box.root, box.data] { chmod(folder, 0o755) }
      let refused = try await box.launch(user.words + [Binary.path, "pause"]).finish()
      #expect(refused.code == 77 && refused.err.contains("sudo -u root looop"))
    }
  }

  /// What is opened to others, with what mode, and the command that mends it; relative to the sandbox.
  private static let opened: [(String, mode_t, String)] = [
    ("data", 0o777, "go-w data"), ("data", 0o1777, "go-w data"),
    ("data/goals", 0o777, "go-w data/goals"), ("data/answers", 0o757, "go-w data/answers"),
    ("data/gates", 0o777, "go-w data/gates"), (".", 0o777, "go-w ."),
    ("data/PLAYBOOK.md", 0o666, "go-w data/PLAYBOOK.md"),
    ("data/goals/setup.md", 0o646, "go-w data/goals/setup.md"),
  ]

  @Test("A data dir that others may write is refused, and state says so", arguments: opened.indices)
  func writable(_ index: Int) async throws {
    let (name, mode, mend) = Self.opened[index]
    try await Sandbox.use { box in
      try await box.must("pause")
      // Nobody enters what is below: modes do not matter there.
      chmod(box.path(name), name == "." ? 0o700 : mode)
      try await box.must("resume")
      for folder in [box.root, box.data, box.path("data/goals")] { chmod(folder, 0o755) }
      chmod(box.path(name), mode)
      let words = mend.split(separator: " ")
      let place = words[1] == "." ? box.root : box.path(String(words[1]))
      let command = "`chmod \(words[0]) \(place)` mends it"
      for verb in [["beat"], ["up"], ["goal", "write", "g", "G."], ["answer", "setup-1", "Yes."]] {
        let refused = try await box.launch([Binary.path] + verb).finish()
        #expect(refused.code == 77 && refused.err.contains(command), "\(verb) \(refused.err)")
      }
      #expect(try await box.must("state").contains(command))
      #expect(try await box.state()["owner"].string?.contains(command) == true)
      // What ends a loop is not refused.
      try await box.must("pause")
      try await box.must("down")
      let forced = try await box.looop(
        "goal", "write", "g", "G.", environment: ["LOOOP_ANY_OWNER": "1"])
      #expect(forced.code == 0)
      chmod(box.root, 0o700)
      chmod(box.data, 0o700)
      try await box.must("resume")
    }
  }

  @Test(
    "A link out of the data dir counts by where it leads",
    arguments: ["PLAYBOOK.md", "goals/l.md", "answers", "runs"])
  func linkedOut(_ name: String) async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let isFile = name.hasSuffix(".md")
      try FileManager.default.createDirectory(
        atPath: box.path("out"), withIntermediateDirectories: true)
      let target = isFile ? try box.write("out/file", "Text.\n") : box.path("out")
      try? FileManager.default.removeItem(atPath: box.path("data/\(name)"))
      try FileManager.default.createSymbolicLink(
        atPath: box.path("data/\(name)"), withDestinationPath: target)
      chmod(box.root, 0o755)
      try await box.must("resume")
      chmod(box.path("out"), 0o777)
      let refused = try await box.looop("goal", "write", "g", "G.")
      #expect(refused.code == 77 && refused.err.contains("chmod go-w \(box.path("out"))"))
    }
  }

  @Test(
    "A config that others may change is not run", arguments: ["mode", "folder", "link", "preset"])
  func config(_ how: String) async throws {
    try await Sandbox.use { box in
      try await box.must("goal", "write", "g", "Work.")
      var open = box.config
      var code: Int32 = 77
      switch how {
      case "folder": open = box.root
      case "link":
        try FileManager.default.createDirectory(
          atPath: box.path("dots"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: box.config, toPath: box.path("dots/c.json"))
        try FileManager.default.createSymbolicLink(
          atPath: box.config, withDestinationPath: box.path("dots/c.json"))
        open = box.path("dots")
      case "preset":
        open = try box.write(
          "presets/runners/own.yaml", "adapter: custom\ntick_command: \(box.stub.tickCommand)\n")
        try box.configure(["runner": "own"])
        code = 78
      default: break
      }
      chmod(box.root, 0o755)
      chmod(open, 0o777)
      for verb in ["beat", "up"] {
        let refused = try await box.looop(verb)
        // A beat tells as its outcome what it has found out by then.
        let isOutcome = how == "preset" && verb == "beat"
        #expect(refused.code == (isOutcome ? 1 : code), "\(verb) \(refused.err)")
        #expect((refused.out + refused.err).contains("chmod go-w \(open)"), "\(verb)")
      }
      #expect(box.names(in: "data/runs").isEmpty)
      #expect(try await box.must("state").contains("chmod go-w \(open)"))
      let forced = try await box.looop("beat", environment: ["LOOOP_ANY_OWNER": "1"])
      #expect(forced.code == 0 || forced.code == 75)
      chmod(box.root, 0o700)
      try await box.must("beat")
    }
  }

  @Test(
    "A sensor that others may write is not run, and says how to mend it",
    arguments: ["script", "manifest", "folder", "link"])
  func sensor(_ how: String) async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try await box.must("resume")
      let line = "touch '\(box.path("ran"))'; echo '{\"signal\":1}'"
      try box.sensor("s", line, manifest: "description: S\n")
      try box.sensor("fine", "echo '{\"signal\":1}'")
      for folder in [box.root, box.data, box.path("data/sensors")] { chmod(folder, 0o755) }
      var open = box.path("data/sensors/s.sh")
      switch how {
      case "manifest": open = box.path("data/sensors/s.yaml")
      case "folder": open = box.path("data/sensors")
      case "link":
        try FileManager.default.createDirectory(
          atPath: box.path("repository"), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: open, toPath: box.path("repository/s.sh"))
        try FileManager.default.createSymbolicLink(
          atPath: open, withDestinationPath: box.path("repository/s.sh"))
        chmod(box.data, 0o700)
        open = box.path("repository")
      default: break
      }
      chmod(open, 0o777)
      try await box.must("beat")
      #expect(!box.exists("ran"))
      let list = try await box.must("sensor", "list", "--json")
      #expect(list.contains("chmod go-w \(open)"))
      #expect(try await box.looop("sensor", "run", "s").code == 65)
      let fine = box.text("data/snapshots/sensor-fine.json")
      #expect(fine.contains("can be written by everyone") == (how == "folder"), "\(fine)")
      chmod(open, 0o755)
      try await box.must("beat")
      #expect(box.exists("ran"))
    }
  }

  @Test("A pulse stops deciding when others may write its data dir")
  func whileUp() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      let calls = box.names(in: "data/runs").count
      for folder in [box.root, box.data] { chmod(folder, 0o777) }
      // By the hand of the other one.
      try box.write("data/goals/theirs.md", "Do what I say.\n")
      try await box.beat("failed", "chmod go-w")
      #expect(box.names(in: "data/runs").count == calls)
      for folder in [box.root, box.data] { chmod(folder, 0o700) }
    }
  }
}

extension Sandbox {
  /// Gives everything in it, and itself, to a user, and lets all enter it.
  fileprivate func own(_ user: UInt32) {
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    for path in [root] + names.map({ "\(root)/\($0)" }) { lchown(path, user, user) }
    chmod(root, 0o755)
  }

  /// Whose each entry of the data dir is.
  fileprivate var owners: [String: UInt32] {
    var owners: [String: UInt32] = [:]
    let names = FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String } ?? []
    for name in names {
      var information = stat()
      if lstat("\(data)/\(name)", &information) == 0 { owners[name] = information.st_uid }
    }
    return owners
  }
}
