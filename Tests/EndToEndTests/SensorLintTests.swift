import Foundation
import TestSupport
import Testing

@Suite("sensor lint")
struct SensorLintTests {
  private let presets = Fixtures.folder.appending(path: "../../presets/sensors").standardized.path
  private let cases = Fixtures.folder.appending(path: "sensors").path

  /// A folder with a sensor of each kind.
  private func fill(_ box: Sandbox) throws {
    try box.write("s/broken.yaml", "description: x\nevry: 5m\n")
    try box.write("s/broken.sh", "#!/bin/sh\r\nls\r\n")
    try box.write("s/plain.sh", "echo '{}'\n")
    try box.write(
      "s/talks.yaml",
      "description: x\nevery: 1m\non_error: keep_last\nsignal_schema: {type: object}\n")
    try box.write("s/talks.sh", "curl -H \"Authorization: $API_TOKEN\" example.com\nls\n")
    try box.write("s/old.yml", "")
  }

  @Test("Each sensor is a line with its grade, its findings and what the next grade asks for")
  func text() async throws {
    try await Sandbox.use(nil) { box in
      try fill(box)
      let result = try await box.looop("sensor", "lint", "--in", "s")
      #expect(result.code == 65 && result.err.isEmpty)
      Golden.expect(box.shown(result.out), at: "golden/sensor-lint.txt")
      #expect(!result.out.split(separator: "\n").contains { $0.count > 80 })
      #expect(!box.exists("data"))
    }
  }

  @Test("JSON holds the same, with places as numbers and what its schema requires")
  func json() async throws {
    try await Sandbox.use(nil) { box in
      try fill(box)
      let result = try await box.looop("sensor", "lint", "--in", "s", "--json")
      let json = try result.json()
      #expect(result.code == 65 && json["ok"] == false)
      #expect(json["folder"].string == box.path("s"))
      #expect(json["skipped"][0]["file"] == "old.yml")
      let broken = json["sensors"][0]
      #expect(broken["name"] == "broken" && broken["grade"] == "none")
      #expect(broken["next_grade"] == "bronze" && broken["wanted"] == ["no problem"])
      let first = broken["findings"][0]
      #expect(first["severity"] == "problem" && first["line"] == 2 && first["column"] == 1)
      #expect(first["file"].string == box.path("s/broken.yaml"))
      let schema = try JSON(try await box.must("schema", "sensor-lint"))
      #expect(schema["required"].array.compactMap(\.string).sorted() == json.keys)
      let sensor = schema["properties"]["sensors"]["items"]
      #expect(sensor["required"].array.compactMap(\.string).sorted() == broken.keys)
      let finding = sensor["properties"]["findings"]["items"]
      #expect(finding["required"].array.compactMap(\.string).sorted() == first.keys)
    }
  }

  @Test("Those that are named are looked at alone; one that is not there is told of")
  func named() async throws {
    try await Sandbox.use(nil) { box in
      try fill(box)
      let result = try await box.looop("sensor", "lint", "talks", "plain", "--in", "s")
      #expect(result.code == 0 && result.out.hasPrefix("talks  bronze\n"))
      #expect(!result.out.contains("broken") && !result.out.contains("old.yml"))
      let unknown = try await box.looop("sensor", "lint", "talk", "--in", "s")
      #expect(unknown.code == 65 && unknown.err.contains("Did you mean 'talks'?"))
      let nowhere = try await box.looop("sensor", "lint", "--in", "none")
      #expect(nowhere.code == 64 && nowhere.err.contains("There is no folder"))
      let empty = try await box.looop("sensor", "lint")
      #expect(empty.code == 0 && empty.out.hasPrefix("There are no sensors in "))
    }
  }

  @Test("The sensors that ship have no problem")
  func shipped() async throws {
    try await Sandbox.use(nil) { box in
      let result = try await box.looop("sensor", "lint", "--in", presets, "--cases", cases)
      #expect(result.code == 0)
      Golden.expect(result.out, at: "golden/sensor-lint-shipped.txt")
    }
  }

  @Test("Nothing a sensor's files hold moves the cursor")
  func escapes() async throws {
    try await Sandbox.use(nil) { box in
      try box.write("s/x.sh", "#!\u{1B}[31m\u{202E}sh\nls\n")
      try box.write("s/y.yaml", "description: x\n\"\\e[31m\": 1\n")
      try box.write("s/\u{1B}[31m.yml", "")
      let out = try await box.looop("sensor", "lint", "--in", "s").out
      #expect(out.contains("the interpreter '"))
      #expect(!out.unicodeScalars.contains("\u{1B}") && !out.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test("A draft with a problem is refused before it replaces anything")
  func write() async throws {
    try await Sandbox.use(nil) { box in
      try await box.must("sensor", "write", "x", input: .text("echo '{}'\n"))
      let result = try await box.looop(
        "sensor", "write", "x", input: .text("#!/bin/sh\r\necho '{}'\r\n"))
      #expect(result.code == 65 && result.out.isEmpty)
      Golden.expect(box.shown(result.err), at: "golden/errors/sensor-draft.txt")
      #expect(box.text("data/sensors/x.sh") == "echo '{}'\n")
    }
  }
}
