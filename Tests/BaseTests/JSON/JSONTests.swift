import Base
import TestSupport
import Testing

@Suite("JSON")
struct JSONTests {
  private static let values: [(String, JSONValue)] = [
    ("null", JSONValue.null), ("true", true), (" false ", false), ("0", 0), ("-0", 0), ("12", 12),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5", .double(1.5)),
    ("1e2", 100),
    ("3.0", 3), ("-0.0", 0), ("1E-2", .double(0.01)), ("1e-400", 0), ("\"\"", ""),
    ("\"a\\u00e9\\n\\/\"", "aé\n/"),
    ("\"\\ud83d\\ude00\"", "😀"), ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\ude00x\"", "\u{FFFD}x"),
    ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"), ("[]", []),
    ("{}", [:]),
    ("[1,[2],{\"a\":[]}]", [1, [2], ["a": []]]), ("{\"b\":1,\"a\":2}", ["b": 1, "a": 2]),
    ("{\"a\":1,\"a\":2}", ["a": 2]), ("\r\n\t[ 1 , 2 ]\n", [1, 2]),
  ]

  @Test(
    "An object of any size finds, replaces and forgets its members", arguments: [3, 16, 17, 90])
  func members(count: Int) {
    var object = JSONObject()
    for number in 0..<count { object["k\(number)"] = .int(number) }
    object["k1"] = "other"
    #expect(object.keys == (0..<count).map { "k\($0)" })
    #expect(object["k1"] == "other" && object["k\(count - 1)"] == .int(count - 1))
    var reversed = JSONObject()
    for (key, value) in object.members.reversed() { reversed[key] = value }
    #expect(object == reversed && object.hashValue == reversed.hashValue)
    object["k0"] = nil
    object["k\(count)"] = true
    #expect(object["k0"] == nil && object["k\(count)"] == true && object != reversed)
    #expect(object.keys == (1...count).map { "k\($0)" })
    #expect((2..<count).allSatisfy { object["k\($0)"] == .int($0) })
  }

  @Test("Values are read as what they are", arguments: values)
  func reads(_ text: String, _ expected: JSONValue) throws {
    #expect(try JSONParser.parse(text) == expected)
  }

  @Test(
    "What is not JSON is refused with the place",
    arguments: [
      ("", 1, 1), ("tru", 1, 1), ("nul", 1, 1), ("01", 1, 3), ("-", 1, 2), ("1.", 1, 3),
      ("1e", 1, 3), (".5", 1, 1),
      ("+1", 1, 1), ("NaN", 1, 1), ("1e999", 1, 6), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("[1", 1, 3),
      ("{\"a\"}", 1, 5),
      ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2), ("{\"a\":}", 1, 6), ("\"a", 1, 3), ("\"\\x\"", 1, 3),
      ("\"\\u12g4\"", 1, 4), ("\"\\u+123\"", 1, 4), ("\"\\u-123\"", 1, 4), ("\"a\nb\"", 1, 3),
      ("1 2", 1, 3),
      ("[1,\n 2,\n x]", 3, 2), ("'a'", 1, 1), ("{} {}", 1, 4), ("\u{FEFF}1", 1, 1),
      ("[\u{0}]", 1, 2),
    ])
  func refuses(_ text: String, _ line: Int, _ column: Int) {
    do throws(JSONParser.Failure) {
      let value = try JSONParser.parse(text)
      Issue.record("read as \(value)")
    } catch {
      #expect([error.line, error.column] == [line, column], "\(error)")
      #expect(error.offset <= text.utf8.count)
    }
  }

  @Test("Nesting ends at 128 levels, not at the stack's end")
  func depth() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    _ = try JSONParser.parse(nested(128))
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(nested(129)) }
    #expect(throws: JSONParser.Failure.self) {
      try JSONParser.parse(String(repeating: "[", count: 1_000_000))
    }
  }

  @Test("Bytes that are not UTF-8 read as U+FFFD")
  func invalidBytes() throws {
    let value = try JSONParser.parse([0x22, 0xFF, 0x61, 0x22] as [UInt8])
    #expect(value == "\u{FFFD}a")
  }

  @Test("A name that stands twice is noted")
  func duplicates() throws {
    let text = "{\"a\":{\"b\":1,\"b\":2},\"c\":0,\"c\":0}"
    #expect(try JSONParser.parseNotingDuplicates(text.utf8).duplicateKey == "b")
    #expect(try JSONParser.parseNotingDuplicates("{\"a\":{\"a\":1}}".utf8).duplicateKey == nil)
  }

  @Test("Values are written in three styles")
  func writes() {
    let value: JSONValue = [
      "b": [1, .double(2.5)], "a": "x\"\\\n\u{1}\u{2028}é", "c": [:], "d": [],
    ]
    #expect(
      JSONWriter.text(value)
        == #"{"b":[1,2.5],"a":"x\"\\\n\u0001\u2028é","c":{},"d":[]}"#)
    #expect(
      JSONWriter.text(value, .canonical)
        == #"{"a":"x\"\\\n\u0001\u2028é","b":[1,2.5],"c":{},"d":[]}"#)
    #expect(
      JSONWriter.text(["a": [1], "b": []], .pretty)
        == "{\n  \"a\": [\n    1\n  ],\n  \"b\": []\n}")
    #expect(JSONWriter.line(.null) == Array("null\n".utf8))
    #expect(JSONWriter.text(.double(.infinity)) == "null")
    #expect(JSONWriter.text(.double(1e19)) == "1e+19")
  }

  @Test("What is not seen or turns a line is escaped, but where digests are taken")
  func hidden() throws {
    let value: JSONValue = ["k\u{200B}": "a\u{202E}b\u{E0041}c❤\u{FE0F}\u{AD}"]
    let text = #"{"k\u200b":"a\u202eb\udb40\udc41c❤\#u{FE0F}\u00ad"}"#
    #expect(JSONWriter.text(value) == text)
    #expect(try JSONParser.parse(text) == value)
    #expect(
      JSONWriter.text(value, .canonical)
        == "{\"k\u{200B}\":\"a\u{202E}b\u{E0041}c❤\u{FE0F}\u{AD}\"}")
  }

  @Test("An object keeps the order of its members and compares without it")
  func order() throws {
    var object = try #require(try JSONParser.parse("{\"z\":1,\"a\":2,\"m\":3}").object)
    #expect(object.keys == ["z", "a", "m"])
    object["a"] = nil
    object["z"] = 4
    object["b"] = 5
    #expect(object.keys == ["z", "m", "b"])
    #expect(object == ["b": 5, "m": 3, "z": 4])
  }

  @Test("A value that was read is the same after writing and reading again")
  func roundTrip() throws {
    var random = Seed.take(for: "JSONTests.roundTrip")
    let seed = random.seed
    for _ in 0..<3000 {
      let text = JSONWriter.text(Self.value(&random, 4))
      let once = try JSONParser.parse(text)
      for style in [JSONWriter.Style.compact, .canonical, .pretty] {
        let written = JSONWriter.text(once, style)
        #expect(try JSONParser.parse(written) == once, "seed \(seed): \(text)")
        if case .pretty = style { continue }
        #expect(!written.utf8.contains(0x0A))
      }
    }
  }

  @Test("Any text is read or refused")
  func anyText() {
    var random = Seed.take(for: "JSONTests.anyText")
    let seed = random.seed
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "d83d", "\\ude00", "0", "-", ".", "e",
      "9999", "true", "null",
      " ", "\n", "é", "\u{0}", "\"a\":",
    ]
    for _ in 0..<20_000 {
      let text = random.text(pieces, upTo: 12)
      guard let value = try? JSONParser.parse(text) else { continue }
      #expect((try? JSONParser.parse(JSONWriter.text(value))) == value, "seed \(seed): \(text)")
    }
    for _ in 0..<5000 {
      let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }
      _ = try? JSONParser.parse(bytes)
    }
  }

  private static func value(_ random: inout SeededRandom, _ depth: Int) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .int(Int.random(in: .min ... .max, using: &random))
    case 3: return .double(Double(bitPattern: random.next()))
    case 4: return .double(Double(Int.random(in: -9...9, using: &random)) / 2)
    case 5:
      return .string(
        random.text(["a", "é", "\"", "\\", "\n", "\u{0}", "😀", "\u{2029}", "/"], upTo: 6))
    case 6: return .array((0..<3).map { _ in value(&random, depth - 1) })
    default:
      var object = JSONObject()
      for _ in 0..<3 {
        object[random.text(["a", "b", "é", " "], upTo: 3)] = value(&random, depth - 1)
      }
      return .object(object)
    }
  }
}
