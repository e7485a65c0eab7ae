import Base
import Testing

@Suite("A JSON Pointer")
struct JSONPointerTests {
  /// The document and the results of RFC 6901, section 5, and what it says of array indices.
  @Test(
    "Leads where RFC 6901 says",
    arguments: [
      ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"),
      ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), (#"/i\j"#, "5"), (#"/k"l"#, "6"), ("/ ", "7"),
      ("/m~0n", "8"), ("/~01", "9"), ("/foo/2", nil), ("/foo/-", nil), ("/foo/01", nil),
      ("/foo/+1", nil), ("/foo/99999999999999999999", nil), ("/foo/", nil), ("/nope", nil),
      ("/foo/0/bar", nil), ("/m~0n/x", nil),
    ] as [(String, String?)])
  func rfc(pointer: String, expected: String?) throws {
    let document = try JSONParser.parse(
      #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"~1":9}"#
    )
    let value = try #require(JSONPointer(pointer)).value(in: document)
    #expect(value.map { JSONWriter.text($0) } == expected)
  }

  @Test("The empty one is the whole document")
  func whole() throws {
    #expect(try #require(JSONPointer("")).value(in: ["a": 1]) == ["a": 1])
  }

  @Test("A combining mark at the start of a name hides neither the slash nor the tilde before it")
  func combining() throws {
    let pointer = try #require(JSONPointer("/a/\u{301}b~1\u{301}"))
    #expect(pointer.value(in: ["a": ["\u{301}b/\u{301}": 1]]) == 1)
  }

  @Test(
    "What is no pointer is refused", arguments: ["a", "a/b", "#/a", "/a~", "/a~2", "/~~0", " /a"])
  func refused(text: String) {
    #expect(JSONPointer(text) == nil)
  }
}
