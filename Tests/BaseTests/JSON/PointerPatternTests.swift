import Base
import Testing

private let document = #"""
  {"open":3,"*":9,"items":[{"id":"b","tags":["x","y"],"age":1},{"age":2},{"id":"a","tags":[],"age":3},7],
  "nodes":{"n2":{"up":true},"n1":{"up":false}},"rows":[[1,2],[3],4],"none":[]}
  """#

private func pattern(_ text: String) throws -> PointerPattern {
  try #require(PointerPattern(text), "\(text)")
}

private func text(_ value: JSONValue?) -> String? { value.map { JSONWriter.text($0) } }

@Suite("A pointer with a star")
struct PointerPatternTests {
  @Test(
    "Leads to one value, or with a star to all that lie below it",
    arguments: [
      ("/open", "3"), ("/items/1/age", "2"), ("/items/4", nil), ("/nope", nil), ("/open/x", nil),
      ("/items/*/id", #"["b","a"]"#), ("/items/*/age", "[1,2,3]"),
      ("/items/*/tags", #"[["x","y"],[]]"#), ("/items/*/tags/*", #"["x","y"]"#),
      ("/items/*/tags/0", #"["x"]"#), ("/items/*/nope", "[]"), ("/items/*/nope/*", "[]"),
      ("/nodes/*/up", "[true,false]"), ("/nodes/*", #"[{"up":true},{"up":false}]"#),
      ("/rows/*", "[[1,2],[3],4]"), ("/rows/*/*", "[1,2,3]"), ("/none/*", "[]"),
      ("/none/*/id", "[]"), ("/nope/*", nil), ("/open/*", nil), ("/items/3/*", nil),
      ("/items/0/id/*/x", nil), ("/*/*/up", "[true,false]"), ("/item*", nil),
    ] as [(String, String?)])
  func value(pointer: String, expected: String?) throws {
    let value = try pattern(pointer).value(in: try JSONParser.parse(document))
    #expect(text(value) == expected)
  }

  @Test(
    "Is plural when a whole segment is a star",
    arguments: [
      ("", false), ("/a", false), ("/a*", false), ("/**", false), ("/*", true),
      ("/a/*/b", true),
    ])
  func plural(pointer: String, isPlural: Bool) throws {
    let pattern = try pattern(pointer)
    #expect(pattern.isPlural == isPlural)
    #expect(pattern.text == pointer)
  }

  @Test("What is no JSON Pointer is none with a star", arguments: ["a", "*", "#/*", "/*~", "/~2"])
  func refused(text: String) {
    #expect(PointerPattern(text) == nil)
  }

  @Test(
    "What pointers lead to is taken away, and each means the document as it was given",
    arguments: [
      ([], #"{"a":[1,2,3],"b":{"c":4,"d":5}}"#),
      ([""], "null"),
      (["/a"], #"{"b":{"c":4,"d":5}}"#),
      (["/a/1"], #"{"a":[1,3],"b":{"c":4,"d":5}}"#),
      (["/a/0", "/a/1"], #"{"a":[3],"b":{"c":4,"d":5}}"#),
      (["/a/2", "/a/0", "/a/0"], #"{"a":[2],"b":{"c":4,"d":5}}"#),
      (["/a/*"], #"{"a":[],"b":{"c":4,"d":5}}"#),
      (["/b/*", "/a/1"], #"{"a":[1,3],"b":{}}"#),
      (["/b", "/b/c"], #"{"a":[1,2,3]}"#),
      (["/*"], "{}"),
      (["/nope", "/a/3", "/a/01", "/a/-"], #"{"a":[1,2,3],"b":{"c":4,"d":5}}"#),
      (["/a/0/x", "/b/0", "/b/c/*"], #"{"a":[1,2,3],"b":{"c":4,"d":5}}"#),
    ])
  func removed(pointers: [String], expected: String) throws {
    let document = try JSONParser.parse(#"{"a":[1,2,3],"b":{"c":4,"d":5}}"#)
    let patterns = try pointers.map(pattern)
    #expect(text(patterns.removed(from: document)) == expected)
    if let only = patterns.first, patterns.count == 1 {
      #expect(text(only.removed(from: document)) == expected)
    }
  }

  @Test(
    "What a pointer leads to is replaced where it stands",
    arguments: [
      ("", #""was {\"a\":[1,{\"x\":2}]}""#),
      ("/a/0", #"{"a":["was 1",{"x":2}]}"#),
      ("/a/*/x", #"{"a":[1,{"x":"was 2"}]}"#),
      ("/a/*", #"{"a":["was 1","was {\"x\":2}"]}"#),
      ("/a/2", #"{"a":[1,{"x":2}]}"#),
      ("/nope/*", #"{"a":[1,{"x":2}]}"#),
    ])
  func replaced(pointer: String, expected: String) throws {
    let document: JSONValue = ["a": [1, ["x": 2]]]
    let value = try pattern(pointer).replaced(in: document) {
      .string("was \(JSONWriter.text($0))")
    }
    #expect(text(value) == expected)
  }

  @Test("Many stars over a deep and a wide document are soon done")
  func bounded() throws {
    var deep: JSONValue = 1
    for _ in 0..<100 { deep = [deep, deep.kind == "a number" ? 2 : 3] }
    let stars = try pattern(String(repeating: "/*", count: 100))
    #expect(stars.value(in: deep) == [1, 2])
    let wide = JSONValue.array((0..<20_000).map { ["id": .int($0), "age": 1] })
    let patterns = try ["/*/age", "/*/nope", "/19999"].map(pattern)
    let expected = JSONValue.array((0..<19_999).map { ["id": .int($0)] })
    #expect(patterns.removed(from: wide) == expected)
  }
}
