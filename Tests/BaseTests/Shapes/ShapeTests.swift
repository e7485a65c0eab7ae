import Base
import Testing

private struct Part: ShapedRecord, Equatable {
  var name: String
  var tty: String?

  static let blank = Part(name: "", tty: nil)
  static let shape = Shape<Part> { field in
    field(needed: "name", \.name, "who")
    field("tty", \.tty, "where")
  }
}

private enum Colour: String, CaseIterable, JSONReadable { case red, green }

private struct Whole: ShapedRecord, Equatable {
  var count: Int
  let fixed: Int
  var colour: Colour
  var others: [String]
  var part: Part?
  var flat: Part?
  var source = JSONObject()

  static let blank = Whole(count: 0, fixed: 2, colour: .red, others: [])
  static let shape = Shape<Whole>(keeping: \.source) { field in
    field.version()
    field(needed: "count", \.count, "how many")
    field("fixed", \.fixed, "never read")
    field("colour", \.colour, "which")
    field("others", \.others, omitting: [], "what else")
    field(optional: "part", \.part, "whose")
    field.part(Part.shape, ifAny: \.flat)
  }
}

@Suite("Shapes")
struct ShapeTests {
  private let whole = Whole(
    count: 1, fixed: 2, colour: .green, others: ["x"], part: Part(name: "p"),
    flat: Part(name: "f", tty: "t"))
  private let text =
    #"{"v":1,"count":1,"fixed":2,"colour":"green","others":["x"],"#
    + #""part":{"name":"p","tty":null},"name":"f","tty":"t"}"#

  @Test("A value is written in the order of the fields, without what there is nothing to say of")
  func writing() {
    #expect(JSONWriter.text(whole.json) == text)
    #expect(
      JSONWriter.text(Whole.blank.json) == #"{"v":1,"count":0,"fixed":2,"colour":"red"}"#)
  }

  @Test("An object is read back; what is absent or of another kind stays as it is in the blank")
  func reading() throws {
    var read = whole
    read.flat = Part(name: "", tty: nil)
    try Whole.shape.read(JSONParser.parseObject(Array(text.utf8)), into: &read)
    #expect(read == whole)
    let odd = try Whole(["count": 3, "colour": "blue", "others": "x", "part": ["tty": "t"]])
    #expect(odd == Whole(count: 3, fixed: 2, colour: .red, others: []))
    #expect(Whole.shape.table.unreadNames == ["v", "fixed"])
  }

  @Test("What an object cannot be read without is named")
  func needed() {
    #expect(throws: Problem("it has no count")) { try Whole(["colour": "red"]) }
    #expect(throws: Problem("it has no count")) { try Whole(["count": "three"]) }
    #expect(Part(json: ["tty": "t"]) == nil && Part(json: "name") == nil)
  }

  @Test("Members that are not known are written back where they were")
  func keeping() throws {
    var value = Whole.blank
    value.source = ["mine": [1], "count": 7, "others": 5]
    #expect(
      JSONWriter.text(value.json)
        == #"{"mine":[1],"count":0,"v":1,"fixed":2,"colour":"red"}"#)
  }

  @Test("The schema names what must be there, what may be there and what it means")
  func schema() throws {
    let schema = Whole.kind.schema(titled: "whole")
    #expect(
      schema["required"] == ["v", "count", "fixed", "colour"]
        && schema["additionalProperties"] == true && schema["title"] == "whole")
    let properties = try #require(schema["properties"])
    #expect(properties["colour"] == ["enum": ["red", "green"], "description": "which"])
    #expect(properties["tty"] == ["type": ["string", "null"], "description": "where"])
    #expect(properties["part"]?["required"] == ["name", "tty"])
    #expect(
      Colour?.kind.schema(titled: "c")["enum"] == ["red", "green", .null]
        && [String: Int].kind.schema(titled: "m")["additionalProperties"] == ["type": "integer"])
  }

  @Test("The table for people has the fields of a part below it")
  func table() {
    #expect(
      Whole.shape.table.text == """
        | field | kind | meaning |
        |---|---|---|
        | `v` | `1` | version of this shape |
        | `count` | whole number | how many |
        | `fixed` | whole number | never read |
        | `colour` | `red`, `green` | which |
        | `others` | list of texts, optional | what else |
        | `part` | object, optional | whose |
        | `part.name` | text | who |
        | `part.tty` | text or null | where |
        | `name` | text, optional | who |
        | `tty` | text or null, optional | where |
        """)
  }
}
