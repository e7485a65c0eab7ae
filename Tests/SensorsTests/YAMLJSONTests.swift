import Base
import Core
import Testing
import YAML

@testable import Sensors

@Suite("YAML as JSON")
struct YAMLJSONTests {
  @Test(
    "A scalar is what the core schema of YAML 1.2 says",
    arguments: [
      ("~", "null"), ("null", "null"), ("NULL", "null"), ("''", #""""#), ("'null'", #""null""#),
      ("nUll", #""nUll""#), ("true", "true"), ("False", "false"), ("'true'", #""true""#),
      ("yes", #""yes""#), ("0", "0"), ("-12", "-12"), ("+5", "5"), ("007", "7"), ("'5'", #""5""#),
      ("0x1F", "31"), ("0o17", "15"), ("0x", #""0x""#), ("0x-1", #""0x-1""#), ("0b1", #""0b1""#),
      ("1.5", "1.5"), ("1.0", "1"), ("1.", "1"), (".5", "0.5"), ("-.5e1", "-5"), ("1e3", "1000"),
      ("1E-1", "0.1"), ("1e", #""1e""#), (".", #"".""#), ("1_000", #""1_000""#),
      ("1.2.3", #""1.2.3""#), ("inf", #""inf""#), (".inf", #"".inf""#), ("-.INF", #""-.INF""#),
      (".nan", #"".nan""#), ("nan", #""nan""#), ("0x1p3", #""0x1p3""#), ("1e999", #""1e999""#),
      ("９", #""９""#), ("1\u{301}", "\"1\u{301}\""), ("2026-01-02", #""2026-01-02""#),
      ("9223372036854775807", "9223372036854775807"),
      ("18446744073709551616", "1.8446744073709552e+19"), ("|\n  1\n", #""1\n""#),
    ])
  func scalar(yaml: String, expected: String) throws {
    let node = try YAMLDocument.parse(Array(yaml.utf8), file: "x.yaml")
    #expect(node.json == (try JSONParser.parse(expected)))
  }

  @Test("Lists and mappings keep their order, and names are texts")
  func collections() throws {
    let yaml = "b: [1, {x: }]\na: {}\n1: []\ntrue: yes\n"
    let node = try YAMLDocument.parse(Array(yaml.utf8), file: "x.yaml")
    #expect(JSONWriter.text(node.json) == #"{"b":[1,{"x":null}],"a":{},"1":[],"true":"yes"}"#)
  }
}
