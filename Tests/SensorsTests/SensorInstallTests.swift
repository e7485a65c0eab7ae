import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

@Suite("Installing a sensor as one step")
struct SensorInstallTests {
  let scratch: Scratch
  let name: Identifier

  init() throws {
    scratch = try Scratch()
    name = try Identifier("x", "sensor")
  }

  private var catalog: ScriptCatalog {
    ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
  }

  /// What is there of the sensor.
  private func files() -> [String: String] {
    var files: [String: String] = [:]
    for file in ["x.sh", "x.yaml", "x.local.yaml", "x.test/new/env", "x.test/old/env"] {
      files[file] = try? scratch.text("sensors/\(file)")
    }
    return files
  }

  private static let new = [
    "x.sh": "echo new", "x.yaml": "description: new\ninputs: {a: }\n", "x.local.yaml": "a: b\n",
    "x.test/new/env": "A=1\n",
  ]

  private func bundle() throws -> SensorBundle {
    for (file, text) in Self.new { try scratch.write("draft/\(file)", text) }
    return try SensorBundle.read(name, from: scratch.file("draft"))
  }

  @Test("All files of a draft are taken, and what was there is kept")
  func whole() throws {
    try scratch.write("sensors/x.sh", "echo old")
    try scratch.write("sensors/x.yaml", "description: old\n")
    try scratch.write("sensors/x.test/old/env", "B=1\n")
    try catalog.write(bundle())
    #expect(files() == Self.new)
    #expect(try scratch.text("sensors/former/x/1.sh") == "echo old")
    #expect(try scratch.text("sensors/former/x/1.yaml") == "description: old\n")
    #expect(try scratch.text("sensors/former/x/1.test/old/env") == "B=1\n")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("sensors/.draft")))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("sensors/.install")))
  }

  @Test("One that is its manifest alone takes the script of the former one away")
  func manifestAlone() throws {
    try scratch.write("sensors/x.sh", "echo old")
    for manifest in [
      "description: x\nrun: {command: [echo, '1']}\n", "description: x\npush: {}\n",
    ] {
      try catalog.write(SensorBundle(name: name, script: nil, manifest: manifest))
      #expect(files() == ["x.yaml": manifest])
    }
    #expect(try scratch.text("sensors/former/x/1.sh") == "echo old")
    let error = thrown { () throws(LooopError) in
      try catalog.write(SensorBundle(name: name, script: nil, manifest: "description: x\n"))
    }
    #expect(error?.message.contains("nothing to run") == true)
  }

  /// What an installer that died between its steps left: the folder it had decided on, and the files
  /// that it had moved before.
  @Test("Whoever reads the sensors finishes what was decided", arguments: 0...4)
  func decided(moved: Int) throws {
    try scratch.write("sensors/x.sh", "echo old")
    try scratch.write("sensors/x.test/old/env", "B=1\n")
    for (index, file) in Self.new.sorted(by: { $0.key < $1.key }).enumerated() {
      let folder = index < moved ? "sensors" : "sensors/.install"
      try scratch.write("\(folder)/\(file.key)", file.value)
    }
    try scratch.write("sensors/.install/.name", "x")
    let entries = try catalog.entries()
    #expect(entries.map(\.name.text) == ["x"])
    guard case .sensor(let sensor) = entries.first else {
      Issue.record("no sensor")
      return
    }
    #expect(sensor.description == "new")
    #expect(files().filter { $0.key != "x.test/old/env" } == Self.new)
    #expect(!FileManager.default.fileExists(atPath: scratch.file("sensors/.install")))
  }

  @Test("What was not decided has not happened, and is cleared by the next")
  func undecided() throws {
    try scratch.write("sensors/.draft/y.sh", "echo half")
    #expect(try catalog.entries().isEmpty)
    try catalog.write(bundle())
    #expect(try catalog.entries().map(\.name.text) == ["x"])
    #expect(!FileManager.default.fileExists(atPath: scratch.file("sensors/.draft")))
  }

  @Test("While another process installs it, a sensor is what it was")
  func busy() throws {
    try scratch.write("sensors/x.sh", "echo old")
    try scratch.write("sensors/y.sh", "echo y")
    let catalog = catalog
    #expect(try catalog.entries().map(\.name.text) == ["x", "y"])
    let held = try #require(try DirectoryLock.acquire(folder: catalog.folder))
    // The other one is between two of its steps.
    try scratch.write("sensors/x.sh", "echo new")
    try scratch.write("sensors/.install/x.yaml", "description: new\nenabled: false\n")
    try scratch.write("sensors/.install/.name", "x")
    let entries = try catalog.entries()
    #expect(entries.map(\.name.text) == ["x", "y"])
    guard case .sensor(let sensor) = entries.first else {
      Issue.record("not as it was")
      return
    }
    #expect(sensor.description.isEmpty)
    #expect(
      thrown { () throws(LooopError) in _ = try catalog.sensor(named: name) }?.code == "E_BUSY")
    withExtendedLifetime(held) {}
  }

  @Test("A draft without files of the name is refused with what is there")
  func absent() throws {
    try scratch.write("draft/other.sh", "echo")
    let error = thrown { () throws(LooopError) in
      _ = try SensorBundle.read(name, from: scratch.file("draft"))
    }
    #expect(error?.code == "E_FILE_UNKNOWN" && error?.hint == "It has: other.")
  }
}

@Suite("Switching a sensor on and off")
struct SensorSwitchTests {
  @Test(
    "Only the value of `enabled` changes",
    arguments: [
      (
        "# c\ndescription: x # d\nevery: 5m\n",
        "# c\nenabled: false\ndescription: x # d\nevery: 5m\n"
      ),
      ("description: x\nenabled:   true  # on\n", "description: x\nenabled:   false  # on\n"),
      (#"{"description": "é", "enabled": true}"#, #"{"description": "é", "enabled": false}"#),
      (#"{"description": "x"}"#, #"{"enabled": false, "description": "x"}"#),
      ("---\ndescription: |-\n  x\n", "---\nenabled: false\ndescription: |-\n  x\n"),
      (
        "\u{FEFF}enabled: true\r\ndescription: x\r\n",
        "\u{FEFF}enabled: false\r\ndescription: x\r\n"
      ),
    ])
  func text(on: String, off: String) throws {
    let scratch = try Scratch()
    try scratch.write("x.sh", "echo {}")
    try scratch.write("x.yaml", on)
    let catalog = ScriptCatalog(folder: scratch.path, environment: [:])
    let name = try Identifier("x", "sensor")
    #expect(try catalog.set(isEnabled: true, name) == false)
    #expect(try catalog.set(isEnabled: false, name) == true)
    #expect(try scratch.text("x.yaml") == off)
    #expect(try catalog.set(isEnabled: false, name) == false)
    #expect(try catalog.set(isEnabled: true, name) == true)
    #expect(try catalog.sensor(named: name)?.manifest.isEnabled == true)
  }

  @Test("A script alone gets a manifest, a link stays one, and what is broken is told")
  func others() throws {
    let scratch = try Scratch()
    let catalog = ScriptCatalog(folder: scratch.file("s"), environment: [:])
    let name = try Identifier("x", "sensor")
    #expect(try catalog.set(isEnabled: false, name) == nil)
    try scratch.write("s/x.sh", "echo {}")
    #expect(try catalog.set(isEnabled: true, name) == false)
    #expect(try catalog.set(isEnabled: false, name) == true)
    #expect(try catalog.sensor(named: name)?.manifest.isEnabled == false)
    try scratch.write("real.yaml", "description: x\n", mode: 0o640)
    try FileManager.default.removeItem(atPath: scratch.file("s/x.yaml"))
    try Folder.link(scratch.file("s/x.yaml"), to: scratch.file("real.yaml"))
    #expect(try catalog.set(isEnabled: false, name) == true)
    #expect(FileFacts.isLink(scratch.file("s/x.yaml")))
    #expect(try scratch.text("real.yaml").contains("enabled: false"))
    #expect(try FileFacts.of(scratch.file("real.yaml"))?.permissions == 0o640)
    try scratch.write("real.yaml", "evry: 1\n")
    #expect(
      thrown { () throws(LooopError) in _ = try catalog.set(isEnabled: true, name) }?.code
        == "E_MANIFEST")
  }
}
