import Base
import Core
import TestSupport
import Testing

@testable import Sensors

@Suite("An empty secret")
struct EmptySecretTests {
  private func needs(
    _ file: String, _ environment: [String: String] = [:], secret: String = "TOK"
  ) throws -> (message: String?, given: String?, shown: [String]) {
    let scratch = try Scratch()
    try scratch.write("sensors/x.sh", "")
    try scratch.write("sensors/x.yaml", "description: x\nsecrets: ['\(secret)']\n")
    try scratch.write("secrets.env", file, mode: 0o600)
    let catalog = ScriptCatalog(folder: scratch.file("sensors"), environment: environment)
    let it = try #require(try catalog.sensor(named: Identifier("x", "sensor")))
    let shown = try catalog.sheet(of: it, searchPath: nil).needs
      .map { $0.replacing(scratch.path, with: "") }
    var given: String?
    let error = thrown { () throws(LooopError) in
      given = try it.command(in: SensorSetting(environment: [:], lastReading: nil))
        .environment["TOK"]
    }
    return (error?.message.replacing(scratch.path, with: ""), given, shown)
  }

  @Test(
    "It is missing, and told with its file and its name",
    arguments: ["TOK=\n", "TOK=''\n", "TOK='   '\n", "export TOK=\n", "\u{FEFF}TOK=\n"])
  func refused(file: String) throws {
    let seen = try needs(file)
    #expect(seen.message == "The sensor x has an empty value for its secret TOK in /secrets.env.")
    #expect(seen.given == nil)
    #expect(
      seen.shown == [
        "The secret TOK is empty in /secrets.env: write TOK=… into /secrets.env (mode 600)."
      ])
  }

  @Test("One that is empty in the environment gives way to that of the file")
  func environment() throws {
    #expect(try needs("TOK=hunter22\n", ["TOK": ""]).given == "hunter22")
    let seen = try needs("", ["TOK": ""])
    #expect(
      seen.message
        == "The sensor x has an empty value for its secret TOK in looop's environment.")
  }

  @Test("An optional one that is empty is not set")
  func optional() throws {
    let seen = try needs("TOK=\n", secret: "TOK?")
    #expect(seen.message == nil && seen.given == nil && seen.shown == [])
  }

  @Test("A file of secrets that is a link to nothing is told, not taken for absent")
  func link() throws {
    let scratch = try Scratch()
    try Folder.link(scratch.file("secrets.env"), to: "/nowhere/secrets.env")
    let error = thrown { () throws(LooopError) in
      _ = try SecretFile.read(scratch.file("secrets.env"))
    }
    #expect(error?.message.contains("it is a link to a file that is not there") == true)
  }
}
