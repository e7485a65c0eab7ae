import Base
import TestSupport
import Testing

@testable import Sensors
@testable import YAML

@Suite("The manifest as JSON Schema")
struct ManifestSchemaTests {
  /// By looop's own check, which knows no names by pattern: the author's own keys are left out.
  private static func schema() throws -> SignalSchema {
    let text = JSONWriter.text(known(ManifestSchema.json))
    let limits = YAMLLimits(bytes: 1 << 20, depth: 64, nodes: 1 << 16)
    return try SignalSchema(
      YAMLDocument.parse(Array(text.utf8), file: "schema", limits: limits), file: "schema")
  }

  private static func known(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      var known = JSONObject()
      for (name, member) in object.members where name != "patternProperties" {
        known[name] = Self.known(member)
      }
      return .object(known)
    case .array(let elements): return .array(elements.map(known))
    default: return value
    }
  }

  private static func value(_ text: String) throws -> JSONValue {
    try YAMLDocument.parse(Array(text.utf8), file: "x").json
  }

  /// Without the author's own keys; below `signal` every name is the author's.
  private static func own(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object):
      var own = JSONObject()
      for (name, member) in object.members where !name.hasPrefix("x-") {
        own[name] = name == "signal" ? member : Self.own(member)
      }
      return .object(own)
    case .array(let elements): return .array(elements.map(own))
    default: return value
    }
  }

  @Test("Every manifest that ships fits, and the one that says everything")
  func fits() throws {
    let schema = try Self.schema()
    for entry in ShippedSensors.all {
      let value = try Self.value(String(decoding: entry.manifest, as: UTF8.self))
      #expect(schema.problem(in: value) == nil, "\(entry.name)")
    }
    #expect(schema.problem(in: Self.own(try Self.value(wholeManifest))) == nil)
    for isPushed in [false, true] {
      let scaffold = SensorScaffold(name: try Identifier("x", "sensor"), isPushed: isPushed)
      let manifest = try #require(scaffold.files.first?.content)
      #expect(manifest.hasPrefix("# yaml-language-server: $schema=./.manifest.schema.json\n"))
      #expect(schema.problem(in: try Self.value(manifest)) == nil)
    }
    #expect(schema.problem(in: try Self.value("{description: x, every: ~, run: , wake: }")) == nil)
    #expect(
      schema.problem(in: try Self.value("{description: 5, every: 60, owner: 7, links: [1]}")) == nil
    )
    #expect(
      schema.problem(
        in: try Self.value("{description: x, quiet_hours: {from: '22:00', to: '7:00'}}"))
        == nil)
  }

  @Test("Of each key there is a value that is refused, by the parser as well")
  func everyKeyWrong() throws {
    let schema = try Self.schema()
    for row in ManifestKeys.all {
      let steps = row.path.split(separator: ".").map(String.init)
      var wrong = "[{a: [b]}]"
      if row.path == "signal_schema" { wrong = "5" }
      for step in steps.reversed() { wrong = "{\(step): \(wrong)}" }
      let text = row.path == "description" ? wrong : "{description: x, \(wrong.dropFirst())"
      #expect(schema.problem(in: try Self.value(text)) != nil, "\(row.path)")
      #expect(throws: LooopError.self, "\(row.path)") {
        _ = try Manifest.parse(Array(text.utf8), file: "x.yaml")
      }
    }
  }

  @Test(
    "What the parser refuses for its form, the schema refuses",
    arguments: [
      "{}", "{description: ''}", "{description: x, evry: 5m}", "{description: x, every: soon}",
      "{description: x, run: {evn: clean}}", "{description: x, run: {env: none}}",
      "{description: x, enabled: 'yes'}", "{description: x, max_bytes: 0}",
      "{description: x, retry: {times: 6}}", "{description: x, wake: {ignore: [a]}}",
      "{description: x, wake: {tolerance: {/a: b}}}", "{description: x, wake: {flap: {after: 1}}}",
      "{description: x, quiet_hours: [{days: [x], from: '1:00', to: '2:00'}]}",
      "{description: x, signal: {a: b}}", "{description: x, inputs: {a: {requird: true}}}",
      "{description: x, requires: {os: [windows]}}", "{description: x, secrets: ['A B']}",
      "{description: x, push: {keep: 500}}", "{description: x, network: example.org}",
    ])
  func refused(text: String) throws {
    #expect(try Self.schema().problem(in: try Self.value(text)) != nil)
    #expect(throws: LooopError.self) {
      _ = try Manifest.parse(Array(text.utf8), file: "x.yaml")
    }
  }

  @Test("It is written beside the sensors once, and again when it changed")
  func file() throws {
    let scratch = try Scratch()
    try ManifestSchema.write(into: scratch.path)
    let text = try scratch.text(ManifestSchema.fileName)
    #expect(try JSONParser.parse(text) == ManifestSchema.json)
    let number = try FileFacts.of(scratch.file(ManifestSchema.fileName))
    try ManifestSchema.write(into: scratch.path)
    #expect(try FileFacts.of(scratch.file(ManifestSchema.fileName)) == number)
    try scratch.write(ManifestSchema.fileName, "{}")
    try ManifestSchema.write(into: scratch.path)
    #expect(try scratch.text(ManifestSchema.fileName) == text)
  }
}
