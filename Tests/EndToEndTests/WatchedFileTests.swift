import Foundation
import TestSupport
import Testing

@Suite("What a sensor watches")
struct WatchedFileTests {
  /// A sensor with a clock of an hour that prints the last line of a file.
  private static func watch(_ box: Sandbox, _ path: String, _ file: String? = nil) throws {
    try box.sensor(
      "log", "tail -n1 '\(file ?? path)' 2>/dev/null || echo none",
      manifest: "description: a log\nevery: 1h\nwatch: ['\(path)']\nrun: {output: text}\n")
  }

  @Test("A log that another program holds open is read after each line, the last one too")
  func heldOpen() async throws {
    try await Sandbox.use { box in
      try box.write("app.log", "begin\n")
      try Self.watch(box, box.path("app.log"))
      try await box.upAndRest()
      let log = try #require(FileHandle(forWritingAtPath: box.path("app.log")))
      try log.seekToEnd()
      for number in 1...50 { try log.write(contentsOf: Data("line \(number)\n".utf8)) }
      try await Until.holds("the last line") {
        try await box.state()["snapshots"]["log"]["signal"]["text"] == "line 50"
      }
      try log.write(contentsOf: Data("disk gone bad\n".utf8))
      #expect(try await box.stub.prompt(containing: "disk gone bad").contains("reading/log"))
    }
  }

  @Test("A folder that comes after the pulse is watched, and so is one that comes again")
  func comesLater() async throws {
    try await Sandbox.use { box in
      let path = box.path("later/deep/file")
      try Self.watch(box, path)
      try await box.upAndRest()
      let row = try JSON(try await box.must("sensor", "list", "--json")).array
        .first { $0["name"] == "log" }
      #expect(row?["unheard"] == [.string(path)])
      for round in ["one", "two"] {
        try box.write("later/deep/file", "\(round)\n")
        _ = try await box.stub.prompt(containing: "text\":\"\(round)")
        try FileManager.default.removeItem(atPath: box.path("later"))
        try await Until.holds("the file to be gone") {
          try await box.state()["snapshots"]["log"]["signal"]["text"] == "none"
        }
      }
    }
  }

  @Test("A link that is watched is heard when it leads elsewhere, and when that is written")
  func link() async throws {
    try await Sandbox.use { box in
      try box.write("releases/1/log", "one\n")
      try box.write("releases/2/log", "two\n")
      let manager = FileManager.default
      try manager.createSymbolicLink(
        atPath: box.path("current"), withDestinationPath: "releases/1")
      try Self.watch(box, box.path("current/log"))
      try await box.upAndRest()
      let shown = try JSON(try await box.must("sensor", "show", "log", "--json"))
      #expect(shown["watched"][0]["state"] == "file")
      #expect(shown["watched"][0]["target"].string?.hasSuffix("/releases/1/log") == true)
      try manager.createSymbolicLink(atPath: box.path("next"), withDestinationPath: "releases/2")
      rename(box.path("next"), box.path("current"))
      _ = try await box.stub.prompt(containing: "text\":\"two")
      try box.write("releases/2/log", "three\n")
      _ = try await box.stub.prompt(containing: "text\":\"three")
    }
  }

  @Test("The folder that an input names is watched")
  func input() async throws {
    try await Sandbox.use { box in
      try box.write("outgoing/a", "")
      try await box.install("file-inbox", inputs: ["folder": box.path("outgoing")])
      let manifest = "data/sensors/file-inbox.yaml"
      try box.write(
        manifest,
        box.text(manifest).replacing("every: 1m", with: "every: 1h")
          .replacing("ttl: 10m", with: "ttl: 1d"))
      try await box.upAndRest()
      let shown = try JSON(try await box.must("sensor", "show", "file-inbox", "--json"))
      #expect(shown["watched"][0]["path"] == .string(box.path("outgoing")))
      try box.write("outgoing/news", "")
      _ = try await box.stub.prompt(containing: "\"news\"")
    }
  }

  @Test(
    "PLAYBOOK, goals, sensors and config that are links are heard when the file they name is edited"
  )
  func steering() async throws {
    try await Sandbox.use { box in
      try box.sensor("linked", "echo '{\"signal\":\"first\"}'")
      try box.write("dots/P.md", "Rule one.\n")
      try box.write("dots/g.md", "Goal one.\n")
      try await box.upAndRest()
      let manager = FileManager.default
      try box.write("dots/linked.sh", "echo '{\"signal\":\"second\"}'\n")
      for (name, target) in [
        ("data/PLAYBOOK.md", "dots/P.md"), ("data/goals/g.md", "dots/g.md"),
        ("data/sensors/linked.sh", "dots/linked.sh"),
      ] {
        try? manager.removeItem(atPath: box.path(name))
        try manager.createSymbolicLink(
          atPath: box.path(name), withDestinationPath: box.path(target))
      }
      _ = try await box.stub.prompt(containing: "Goal one.")
      try box.write("dots/P.md", "Rule two.\n")
      _ = try await box.stub.prompt(containing: "Rule two.")
      try box.write("dots/g.md", "Goal two.\n")
      _ = try await box.stub.prompt(containing: "Goal two.")
      try box.write("dots/linked.sh", "echo '{\"signal\":\"third\"}'\n")
      _ = try await box.stub.prompt(containing: "signal: \"third\"")
    }
  }

  @Test(
    "What is mounted over a watched folder is heard, and that it is gone again",
    .enabled(if: Privileges.ownMounts != nil, "needs mounts of its own"))
  func mount() async throws {
    try await Sandbox.use { box in
      try box.write("mnt/file", "below\n")
      try Self.watch(box, box.path("mnt/file"))
      let script = """
        reads() {
          until grep -qs "\\"text\\":\\"$1" "$OUT/data/snapshots/sensor-log.json"; do sleep 0.02; done
        }
        "$LOOOP" up || exit 9
        reads below
        mount -t tmpfs none "$OUT/mnt" && echo above >"$OUT/mnt/file" || exit 8
        reads above
        umount "$OUT/mnt" || exit 7
        reads below
        "$LOOOP" down
        """
      let result = try await box.launch(
        (Privileges.ownMounts ?? []) + ["/bin/sh", "-c", script],
        environment: ["LOOOP": Binary.path, "OUT": box.root]
      ).finish()
      #expect(result.code == 0, "\(result)")
    }
  }

  @Test("show and list say that a sensor flaps, and until when it wakes no decision alone")
  func flapping() async throws {
    try await Sandbox.use { box in
      try box.sensor("things", "echo '{}'", manifest: "description: x\nevery: 1h\n")
      try await box.must("beat")
      let reading = box.text("data/snapshots/sensor-things.json")
      let version = try #require(reading.firstMatch(of: #/"version":(-?\d+)/#)).1
      let noon = 1_795_003_200
      try box.write(
        "data/.state.json",
        """
        {"v":1,"idle_wakes":[{"sensor":"things","count":6,"statuses":["ok"],"version":\(version),
        "last_at":\(noon - 30)}]}
        """)
      let environment = Sandbox.standing(at: noon)
      let text = try await box.looop("sensor", "show", "things", environment: environment).out
      #expect(
        text.contains("\nflapping     it woke 6 decisions that found nothing to do; alone it"))
      let list = try await box.looop("sensor", "list", environment: environment).out
      #expect(list.contains("flapping: wakes none alone for 90s"), "\(list)")
      let row = try JSON(
        try await box.looop("sensor", "list", "--json", environment: environment).out
      ).array.first { $0["name"] == "things" }
      #expect(row?["flapping_until"].int == noon + 90)
      let shown = try JSON(
        try await box.looop("sensor", "show", "things", "--json", environment: environment).out)
      #expect(
        shown["flapping"] == ["rule": "idle", "count": 6, "until": .number(Double(noon + 90))])
    }
  }
}
