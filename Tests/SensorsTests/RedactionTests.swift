import Base
import Core
import Testing

@testable import Sensors

@Suite("Redaction")
struct RedactionTests {
  @Test(
    "Each secret gives way to its name",
    arguments: [
      (["KEY": "hunter2"], "a hunter2 b", "a [redacted: secret KEY] b"),
      (["KEY": "hunter2"], "hunter2hunter2", "[redacted: secret KEY][redacted: secret KEY]"),
      (["KEY": "hunter2"], "hunter hunter22 HUNTER2", "hunter [redacted: secret KEY]2 HUNTER2"),
      (["KEY": "hunter2"], "", ""),
      (["KEY": "hunter2"], "hunter", "hunter"),
      (
        ["A": "hunter", "B": "hunter2"], "hunter hunter2",
        "[redacted: secret A] [redacted: secret B]"
      ),
      (
        ["B": "hunter", "A": "hunter2"], "hunter hunter2",
        "[redacted: secret B] [redacted: secret A]"
      ),
      (["B": "secret", "A": "secret"], "secret", "[redacted: secret A]"),
      (
        ["A": "abcdef", "B": "cdefghij"], "xabcdefghijx",
        "x[redacted: secret A][redacted: secret B]x"
      ),
      (["A": "abcdefgh", "B": "cdefgh"], "xabcdefghx", "x[redacted: secret A]x"),
      (["A": "aaaaaa"], "aaaaaaaaaaaaab", "[redacted: secret A]b"),
      (["A": "ééé"], "éé éééx", "éé [redacted: secret A]x"),
      (["A": "", "B": "short"], "short", "short"),
      (["A": "pa ss/é+"], "x?k=pa%20ss%2F%C3%A9%2B&y", "x?k=[redacted: secret A]&y"),
      (
        ["A": "pa ss/é+"], "pa%20ss%2f%c3%a9%2b pa+ss%2F%C3%A9%2B",
        "[redacted: secret A] [redacted: secret A]"
      ),
      (["A": "pa ss/é+"], "pa ss%2F%C3%A9%2B", "[redacted: secret A]"),
      ([:], "a", "a"),
    ] as [([String: String], String, String)])
  func texts(secrets: [String: String], text: String, expected: String) {
    let redaction = Redaction(secrets)
    #expect(redaction.text(text) == expected)
    #expect(redaction.bytes(Array(text.utf8)) == Array(expected.utf8))
    #expect(redaction.value(.string(text)) == .string(expected))
  }

  @Test("Raw output may be anything but text")
  func raw() {
    let redaction = Redaction(["KEY": "hunter2"])
    let around: [UInt8] = [0xFF, 0x00, 0xC3]
    #expect(
      redaction.bytes(around + Array("hunter2".utf8) + around)
        == around + Array("[redacted: secret KEY]".utf8) + around)
  }

  @Test("Names and texts of a document are without secrets, however its JSON escaped them")
  func documents() throws {
    let redaction = Redaction(["KEY": "a/b\"é\nc", "PIN": "123456", "OFF": "false1"])
    let raw = #"""
      {"a\/b\"\u00e9\nc":[1,"x a/b\u0022é\u000ac y",true,null],"pin":123456,"more":91234567,
      "other":12345,"part":1.234567,"b":false}
      """#
    #expect(
      JSONWriter.text(redaction.value(try JSONParser.parse(raw)))
        == #"{"[redacted: secret KEY]":[1,"x [redacted: secret KEY] y",true,null],"pin":"[redacted: secret PIN]","more":"9[redacted: secret PIN]7","#
        + #""other":12345,"part":1.234567,"b":false}"#)
  }

  @Test("Values too short to be taken out are told by name, empty ones are not")
  func short() {
    let redaction = Redaction(["B": "12345", "A": "é€", "C": "123456", "D": "", "E": "ééé"])
    #expect(redaction.tooShort == ["A", "B"])
    #expect(
      redaction.text("12345 é€ 123456 ééé") == "12345 é€ [redacted: secret C] [redacted: secret E]")
  }

  @Test("A megabyte full of beginnings of twenty secrets comes through whole")
  func large() {
    let values = (0..<20).map { ("K\($0)", "secret-token-number-\($0)-of-twenty") }
    let redaction = Redaction(Dictionary(uniqueKeysWithValues: values))
    let beginnings = String(repeating: "secret-token-number-9", count: 50_000)
    let text = beginnings + "-of-twenty" + beginnings
    #expect(redaction.text(text) == beginnings.dropLast(21) + "[redacted: secret K9]" + beginnings)
  }
}
