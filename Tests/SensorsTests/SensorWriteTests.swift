import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

/// The files of `folder` with their permissions and content.
private func files(_ folder: String) throws -> [String: String] {
  var files: [String: String] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    let path = "\(folder)/\(name)"
    // The former files are a folder of their own.
    if name == "former" { continue }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    files[name] = "\(String(mode ?? 0, radix: 8)) \(text)"
  }
  return files
}

@Suite("Writing a sensor")
struct SensorWriteTests {
  let scratch: Scratch
  let catalog: ScriptCatalog
  let name: Identifier

  private func write(_ script: String, _ manifest: String?) throws(LooopError) {
    try catalog.write(
      SensorDraft(
        name: name, script: script, manifest: manifest.map { "description: x\n\($0)" },
        author: .human))
  }

  init() throws {
    scratch = try Scratch()
    catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    name = try Identifier("x", "sensor")
  }

  @Test("Script and manifest are written for the owner alone, into a folder made for them")
  func written() throws {
    try write("#!/bin/sh\necho '{}'\n", "every: 5m\n")
    let expected = [
      "x.sh": "700 #!/bin/sh\necho '{}'\n", "x.yaml": "600 description: x\nevery: 5m\n",
    ]
    #expect(try files(catalog.folder) == expected)
    guard case .sensor(let sensor) = try catalog.entries().first else {
      Issue.record("no sensor")
      return
    }
    #expect(sensor.timing.every == .minutes(5))
    #expect(
      try sensor.command(in: .init(environment: [:], lastReading: "")).arguments == [
        "\(catalog.folder)/x.sh"
      ])
  }

  @Test("Without a manifest the one that is there stays; with one it is replaced")
  func replaced() throws {
    try write("one", "every: 5m")
    try write("two", nil)
    #expect(
      try files(catalog.folder) == ["x.sh": "700 two", "x.yaml": "600 description: x\nevery: 5m"])
    try write("three", "every: 6m")
    #expect(
      try files(catalog.folder) == ["x.sh": "700 three", "x.yaml": "600 description: x\nevery: 6m"])
  }

  @Test(
    "What is not acceptable is refused with nothing written",
    arguments: [
      ("", "", "E_SCRIPT", "$SENSORS/x.sh: the script is empty"),
      (" \r\n\t\n", "", "E_SCRIPT", "$SENSORS/x.sh: the script is empty"),
      (
        "ls\necho\u{0}", "", "E_SCRIPT",
        "$SENSORS/x.sh:2: the script has a NUL character, which shells cannot read"
      ),
      (
        String(repeating: "#", count: 65_537), "", "E_SCRIPT",
        "$SENSORS/x.sh: the script has 65537 bytes, 65536 are allowed"
      ),
      (
        "#!/bin/sh\r\nls\r\n", "", "E_SCRIPT",
        "$SENSORS/x.sh:1: a line ends in a carriage return,"
          + " which a shell reads as part of the last word"
      ),
      (
        "#!sh\nls", "", "E_SCRIPT", "$SENSORS/x.sh:1: the interpreter 'sh' is not an absolute path"
      ),
      (
        "ls", "every: 1m\nretry: {times: 5, delay: 30s}", "E_MANIFEST",
        "$SENSORS/x.yaml:3:8: all its retries take longer than 'every'"
      ),
      (
        "ls", "signal_schema: {}", "E_MANIFEST",
        "$SENSORS/x.yaml:2:16: every signal fits this schema"
      ),
      (
        "ls", "push: {}", "E_MANIFEST",
        "$SENSORS/x.yaml:1:1: a sensor with 'push' runs nothing; remove x.sh or the key"
      ),
      (
        "echo", "evry: 5m", "E_MANIFEST",
        "$SENSORS/x.yaml:2:1: unknown key 'evry'; did you mean 'every'?"
      ),
    ])
  func refused(script: String, manifest: String, code: String, message: String) throws {
    let error = thrown { () throws(LooopError) in
      try write(script, manifest)
    }
    #expect(error?.code == code)
    #expect(error?.message == message.replacingOccurrences(of: "$SENSORS", with: catalog.folder))
    #expect(!FileManager.default.fileExists(atPath: catalog.folder))

    try write("old", "every: 1m")
    #expect(
      thrown { () throws(LooopError) in
        try write(script, manifest)
      } != nil)
    #expect(
      try files(catalog.folder) == ["x.sh": "700 old", "x.yaml": "600 description: x\nevery: 1m"])
  }

  @Test("A script of just the allowed size is written")
  func largest() throws {
    let script = String(repeating: "#", count: 65_536)
    try write(script, nil)
    #expect(try files(catalog.folder) == ["x.sh": "700 \(script)"])
  }

  @Test("A folder that cannot be made is a failure to write")
  func noPlace() throws {
    try scratch.write("sensors", "a file")
    let error = thrown { () throws(LooopError) in
      try write("echo", nil)
    }
    #expect(error?.code == "E_WRITE")
    #expect(try scratch.text("sensors") == "a file")
  }
}
