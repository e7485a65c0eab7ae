import TestSupport
import Testing

@Suite("sensor new")
struct SensorNewTests {
  @Test("A new sensor is switched off, its files are the owner's, and the next commands are told")
  func new() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      let out = try await box.must("sensor", "new", "door")
      Golden.expect(box.shown(out), at: "golden/sensor-new.txt")
      #expect(box.exists("data/sensors/door.sh"))
      #expect(try await box.must("sensor", "list").contains(#/door +disabled +/#))
      // What is told to be typed next works as it stands.
      let commands = out.split(separator: "\n").filter { $0.hasPrefix("  looop ") }
        .map { $0.replacing("  looop ", with: "\"$LOOOP\" ") }
      #expect(commands.count == 2)
      let typed = try await box.shell("set -e\n" + commands.joined(separator: "\n"))
      #expect(typed.code == 0, "\(typed.err)")
      #expect(typed.out.contains("passed    door/first"))
      #expect(typed.out.hasSuffix("door  gold\n"))
      let last = try #require(out.split(separator: "\n").last)
      let enable = try #require(last.split(separator: "`").dropFirst().first)
      #expect(
        try await box.shell(String(enable.replacing("looop ", with: "\"$LOOOP\" "))).code == 0)
      #expect(box.text("data/sensors/door.yaml").contains("\nenabled: true\n"))
    }
  }

  @Test("Switched on, it is a sensor that works")
  func works() async throws {
    try await Sandbox.use { box in
      try await box.must("pause")
      try await box.must("sensor", "new", "door")
      let manifest = box.text("data/sensors/door.yaml")
      try box.write(
        "data/sensors/door.yaml", manifest.replacing("enabled: false", with: "enabled: true"))
      try box.write("data/inbox-files/ready", "")
      try await box.must("resume")
      try await box.upAndRest()
      #expect(try await box.state()["snapshots"]["door"]["signal"] == ["state": "present"])
    }
  }

  @Test("One that is pushed to runs nothing, and passes its case")
  func push() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("s/other.sh", "echo '{}'\n")
      let out = try await box.must("sensor", "new", "bell", "--push", "--in", "s")
      Golden.expect(box.shown(out), at: "golden/sensor-new-push.txt")
      #expect(
        box.names(in: "s") == [".manifest.schema.json", "bell.test", "bell.yaml", "other.sh"])
      try await box.must("sensor", "test", "bell", "--in", "s")
      #expect(try await box.must("sensor", "lint", "bell", "--in", "s") == "bell  gold\n")
      #expect(!box.exists("data"))
    }
  }

  @Test("The folder that was named is named again, a name with blanks in quotes")
  func options() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("my sensors/x.sh", "echo '{}'\n")
      let out = try await box.must("sensor", "new", "a", "--in", "my sensors")
      #expect(out.contains("\n  looop sensor test a --in 'my sensors'\n"))
      let other = try await box.must("sensor", "new", "a", "--data-dir", "d")
      #expect(other.contains("\n  looop sensor lint a --data-dir d\n"))
      #expect(box.exists("d/sensors/a.sh"))
    }
  }

  @Test(
    "Nothing that is there is touched",
    arguments: ["x.sh", "x.yaml", "x.local.yaml", "x.test/first/env"])
  func taken(file: String) async throws {
    try await Sandbox.use(nil) { box in
      try box.write("s/\(file)", "mine")
      let result = try await box.looop("sensor", "new", "x", "--in", "s")
      #expect(result.code == 73 && result.out.isEmpty)
      #expect(result.err.contains("already exists."))
      #expect(box.text("s/\(file)") == "mine")
      #expect(box.names(in: "s").count == 1)
    }
  }

  @Test("A name that no sensor can have is refused")
  func names() async throws {
    try await Sandbox.use(nil) { box in
      for name in ["-x", "a b", "../x", "gate", ""] {
        let result = try await box.looop("sensor", "new", "--in", ".", "--", name)
        #expect(result.code == 64, "\(name)")
      }
    }
  }
}
