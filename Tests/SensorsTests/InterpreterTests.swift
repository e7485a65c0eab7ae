import Base
import Core
import Foundation
import TestSupport
import Testing

@testable import Sensors

@Suite("What runs a script")
struct InterpreterTests {
  let scratch: Scratch
  let name: Identifier

  init() throws {
    scratch = try Scratch()
    name = try Identifier("x", "sensor")
  }

  private func sensor(_ script: [UInt8], mode: Int = 0o600) throws -> ScriptSensor {
    let path = try scratch.write("sensors/x.sh", "")
    try Data(script).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    return try #require(try catalog.sensor(named: name))
  }

  private func sensor(_ script: String, mode: Int = 0o600) throws -> ScriptSensor {
    try sensor(Array(script.utf8), mode: mode)
  }

  /// What keeps it from running, of what looop says of it; "" for nothing.
  private func problem(_ sensor: ScriptSensor) -> String {
    let error = thrown { () throws(LooopError) in
      _ = try sensor.command(
        in: SensorSetting(environment: ["PATH": scratch.file("bin")], lastReading: nil))
    }
    return error.map { $0.message.replacing("The sensor x ", with: "") } ?? ""
  }

  @Test(
    "Without the executable bit the first line says what runs it, as to the kernel",
    arguments: [
      ("#!/bin/bash\n", ["/bin/bash"]), ("#! /bin/sh -eu \n", ["/bin/sh", "-eu"]),
      ("#!/usr/bin/env python3\n", ["/usr/bin/env", "python3"]),
      ("#!/usr/bin/env -S python3 -u\n", ["/usr/bin/env", "-S python3 -u"]),
      ("echo 1\n", ["/bin/sh"]), ("#!\n", ["/bin/sh"]), ("", ["/bin/sh"]),
    ])
  func withoutBit(script: String, expected: [String]) throws {
    let path = scratch.file("sensors/x.sh")
    #expect(try sensor(script).arguments == expected + [path])
    let runsItself = script.hasPrefix("#!/") || script.hasPrefix("#! /")
    #expect(
      try sensor(script, mode: 0o700).arguments == (runsItself ? [path] : ["/bin/sh", path]))
  }

  @Test(
    "What cannot run names what is missing, executable or not",
    arguments: [
      (
        "#!/usr/bin/nonesuch-lang\n",
        "needs the interpreter '/usr/bin/nonesuch-lang' of its script's first line, which is not there."
      ),
      (
        "#!/etc/passwd\n",
        "needs the interpreter '/etc/passwd' of its script's first line, which is not executable."
      ),
      (
        "#!/usr/bin/env nonesuch-lang\n",
        "needs the program 'nonesuch-lang' of its script's first line, which is not on PATH."
      ),
      (
        "#!/usr/bin/env nonesuch-lang -u\n",
        "needs the program 'nonesuch-lang -u' of its script's first line, which is not on PATH."
      ),
      (
        "#!/usr/bin/env -S A=b nonesuch-lang -u\n",
        "needs the program 'nonesuch-lang' of its script's first line, which is not on PATH."
      ),
      (
        "#!/bin/sh\r\n",
        "has a script whose first line, #!/bin/sh, ends in a carriage return."
      ),
      ("#!python3\n", "names the interpreter 'python3', which is not an absolute path."),
      (
        "\u{FEFF}#!/bin/sh\n",
        "has a script that begins with a byte order mark (BOM)."
      ),
      ("\u{FEFF}echo 1\n", "has a script that begins with a byte order mark (BOM)."),
      ("#!/bin/sh -eu\n", ""), ("echo 1\r\n", ""), ("#!/usr/bin/env A=b nonesuch\n", ""),
      ("#!/usr/bin/env -i nonesuch\n", ""),
    ])
  func obstacle(script: String, expected: String) throws {
    for mode in [0o600, 0o700] {
      #expect(problem(try sensor(script, mode: mode)) == expected)
    }
  }

  @Test("A program that env finds on the sensor's own PATH is no obstacle; show tells one as well")
  func search() throws {
    let it = try sensor("#!/usr/bin/env own-lang\n")
    #expect(problem(it).contains("own-lang"))
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: [:])
    #expect(
      try catalog.sheet(of: it, searchPath: scratch.file("bin")).needs == [
        "It needs the program 'own-lang' of its script's first line, which is not on PATH."
          + " Install it, or change the first line."
      ])
    let program = try scratch.write("bin/own-lang", "#!/bin/sh\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
    #expect(problem(it) == "")
    #expect(try catalog.sheet(of: it, searchPath: scratch.file("bin")).needs == [])
  }

  @Test("A sensor that names its own command needs no interpreter")
  func ownCommand() throws {
    try scratch.write("sensors/x.yaml", "description: x\nrun: {command: [/bin/true]}\n")
    #expect(problem(try sensor("#!/usr/bin/nonesuch-lang\n")) == "")
  }
}
