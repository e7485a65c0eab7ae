import Base
import Core
import Testing
import YAML

@testable import Sensors

private func schema(_ yaml: String) throws -> SignalSchema {
  let node = try YAMLDocument.parse(Array(yaml.utf8), file: "x.yaml")
  return try SignalSchema(node, file: "x.yaml")
}

private func rules(_ change: (inout SignalSchema.Rules) -> Void) -> SignalSchema {
  var rules = SignalSchema.Rules()
  change(&rules)
  return .rules(rules)
}

private let whole = """
  $schema: https://json-schema.org/draft/2020-12/schema
  $comment: why
  title: Pull requests
  description: How many wait.
  default: {open: 0}
  examples: [{open: 1}]
  type: object
  required: [open]
  additionalProperties: false
  properties:
    open: {type: integer, minimum: 0, maximum: 1e3}
    state: {enum: [ok, "null", null, 1.0]}
    kind: {const: [a, {b: 1}]}
    name: {type: [string, null], minLength: 1, maxLength: 20, pattern: "^[a-z]+$"}
    labels: {type: array, items: {type: string}}
    any: true
    none: false
  """

@Suite("The schema of a signal")
struct SignalSchemaTests {
  @Test("It reads as the value it describes")
  func reads() throws {
    let pattern = try Pattern("^[a-z]+$")
    let expected = rules {
      $0.kinds = [.object]
      $0.required = ["open"]
      $0.additional = .nothing
      $0.properties = [
        "open": rules {
          $0.kinds = [.integer]
          $0.minimum = JSONNumber(0)
          $0.maximum = JSONNumber(1000)
        },
        "state": rules { $0.choices = ["ok", "null", .null, 1] },
        "kind": rules { $0.constant = ["a", ["b": 1]] },
        "name": rules {
          $0.kinds = [.string, .null]
          $0.minLength = 1
          $0.maxLength = 20
          $0.pattern = pattern
        },
        "labels": rules {
          $0.kinds = [.array]
          $0.items = rules { $0.kinds = [.string] }
        },
        "any": .anything, "none": .nothing,
      ]
    }
    #expect(try schema(whole) == expected)
  }

  @Test(
    "A wrong schema says where it is wrong and how to mend it",
    arguments: [
      ("minimun: 1", "1:1: unknown key 'minimun'; did you mean 'minimum'?"),
      ("items: {propertis: {}}", "1:9: unknown key 'propertis'; did you mean 'properties'?"),
      (
        "$ref: x",
        "1:1: unknown key '$ref'; known are: type, properties, required, additionalProperties, "
          + "items, enum, const, minimum, maximum, minLength, maxLength, pattern, title, "
          + "description, $comment, $schema, default, examples"
      ),
      ("object", "1:1: a schema must be a mapping of keywords, true or false"),
      ("[]", "1:1: a schema must be a mapping of keywords, true or false"),
      ("'true'", "1:1: a schema must be a mapping of keywords, true or false"),
      ("items:", "1:7: a schema must be a mapping of keywords, true or false"),
      ("additionalProperties: no", "1:23: a schema must be a mapping of keywords, true or false"),
      ("type: strin", "1:7: unknown type 'strin'; did you mean 'string'?"),
      (
        "type: [string, float]",
        "1:16: unknown type 'float'; known are: null, boolean, integer, number, string, array, "
          + "object"
      ),
      (
        "type:",
        "1:6: 'type' must be one of null, boolean, integer, number, string, array, object"
      ),
      (
        "type: [{}]",
        "1:8: 'type' must be one of null, boolean, integer, number, string, array, object"
      ),
      ("type: []", "1:7: 'type' must be a type or a list of types"),
      ("type: [null, 'null']", "1:14: 'null' appears twice"),
      ("properties: [a]", "1:13: 'properties' must be a mapping of schemas"),
      ("properties:\n  a: 1", "2:6: a schema must be a mapping of keywords, true or false"),
      ("required: open", "1:11: 'required' must be a list"),
      ("required: [a, 1]", "1:15: 'required' must list names; put this one in quotes"),
      ("required: [a, a]", "1:15: 'a' appears twice"),
      ("enum: []", "1:7: 'enum' must be a list of at least one value"),
      ("enum: a", "1:7: 'enum' must be a list"),
      ("minimum: '1'", "1:10: 'minimum' must be a number"),
      ("maximum: .inf", "1:10: 'maximum' must be a number"),
      ("maximum: 1\nminimum: 2", "2:10: 'minimum' is larger than 'maximum'"),
      (
        "minimum: 9007199254740993\nmaximum: 9007199254740992",
        "1:10: 'minimum' is larger than 'maximum'"
      ),
      ("minLength: -1", "1:12: 'minLength' must be a whole number, 0 or more"),
      ("maxLength: 1.5", "1:12: 'maxLength' must be a whole number, 0 or more"),
      ("{minLength: 2, maxLength: 1}", "1:13: 'minLength' is larger than 'maxLength'"),
      ("pattern: 1", "1:10: 'pattern' must be text; put it in quotes"),
      (
        "pattern: 'a(?=b)'",
        "1:10: 'pattern' is wrong at character 2: POSIX has no look-ahead"
      ),
      ("title: [a]", "1:8: 'title' must be text; put it in quotes"),
      ("examples: 1", "1:11: 'examples' must be a list"),
    ])
  func wrong(yaml: String, expected: String) throws {
    let node = try YAMLDocument.parse(Array(yaml.utf8), file: "x.yaml")
    var found: String?
    do throws(YAMLFailure) {
      _ = try SignalSchema(node, file: "x.yaml")
    } catch { found = error.description }
    #expect(found == "x.yaml:\(expected)")
  }

  @Test(
    "The first thing that does not fit is told with its place",
    arguments: [
      ("true", "1", nil), ("{}", "1", nil), ("false", "1", "(the signal): is not allowed"),
      ("type: object", "5", "(the signal): must be an object, is a number"),
      ("type: object", "{}", nil),
      ("type: integer", "1.0", nil), ("type: integer", "1e300", nil),
      ("type: integer", "1.5", "(the signal): must be a whole number, is 1.5"),
      ("type: integer", "true", "(the signal): must be a whole number, is true"),
      ("type: number", "1.5", nil), ("type: number", "2", nil),
      ("type: number", "\"2\"", "(the signal): must be a number, is a string"),
      ("type: [string, null]", "null", nil),
      (
        "type: [array, boolean]", "null",
        "(the signal): must be an array or true or false, is null"
      ),
      ("const: 1.0", "1", nil), ("const:", "null", nil),
      ("const:", "0", "(the signal): must be null, is 0"),
      ("const: {a: [1], b: 2}", #"{"b":2,"a":[1]}"#, nil),
      ("const: ok", "\"no\"", #"(the signal): must be "ok", is "no""#),
      ("enum: [a, 1]", "1", nil),
      ("enum: [a, 1]", "\"b\"", #"(the signal): must be one of "a", 1, is "b""#),
      ("enum: [1,2,3,4,5,6,7,8,9,10,11]", "11", nil),
      (
        "enum: [1,2,3,4,5,6,7,8,9,10,11]", "12",
        "(the signal): must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …, is 12"
      ),
      ("minimum: 0", "0", nil), ("minimum: 0", "\"a\"", nil),
      ("minimum: 0", "-0.5", "(the signal): must be at least 0, is -0.5"),
      (
        "maximum: 9007199254740992", "9007199254740993",
        "(the signal): must be at most 9007199254740992, is 9007199254740993"
      ),
      ("{minLength: 2, maxLength: 2}", "\"e\u{301}\"", nil),
      ("minLength: 2", "\"é\"", "(the signal): must be of length 2 or more, is of length 1"),
      ("maxLength: 1", "\"ab\"", "(the signal): must be of length 1 or less, is of length 2"),
      ("pattern: '^a'", "\"ab\"", nil), ("pattern: '^a'", "1", nil),
      ("pattern: '^a'", "\"b\"", #"(the signal): must match ^a, is "b""#),
      ("required: [a, b]", #"{"a":null}"#, #"(the signal): must have a member "b""#),
      ("required: [a]", "[]", nil),
      ("properties: {open: {minimum: 0}}", #"{"open":-1}"#, "/open: must be at least 0, is -1"),
      ("properties: {open: false}", "{}", nil),
      ("properties: {open: false}", #"{"open":1}"#, "/open: is not allowed"),
      ("{properties: {a: true}, additionalProperties: false}", #"{"a":1}"#, nil),
      (
        "{properties: {a: true}, additionalProperties: false}", #"{"a":1,"b/~c":2}"#,
        "/b~1~0c: is not allowed"
      ),
      (
        "additionalProperties: {items: {type: string}}", #"{"a":["x"],"b":["x",[1]]}"#,
        "/b/1: must be a string, is an array"
      ),
      ("items: {type: string}", "{}", nil),
      (
        "properties: {a: {items: {required: [id]}}}", #"{"a":[{"id":1},{}]}"#,
        #"/a/1: must have a member "id""#
      ),
    ] as [(String, String, String?)])
  func problems(yaml: String, value: String, expected: String?) throws {
    #expect(try schema(yaml).problem(in: try JSONParser.parse(value)) == expected)
  }

  @Test("What a stranger wrote is shown on one line, without what moves a cursor, and cut")
  func strangers() throws {
    let long = String(repeating: "x", count: 100)
    let name = "a\u{1b}[2J\u{202E} \n b"
    let nothing = try schema("additionalProperties: false")
    #expect(
      nothing.problem(in: .object([name: 1]))
        == #"/a\u{1b}[2J\u{202e} b: is not allowed"#)
    let constant = try schema("const: ok")
    #expect(
      constant.problem(in: .string("\u{202E}" + long))
        == #"(the signal): must be "ok", is "\u202e"# + String(repeating: "x", count: 53) + "…")
    let deep = (0..<20).reduce(JSONValue.bool(true)) { below, _ in [long: below] }
    var recursive = SignalSchema.nothing
    for _ in 0..<20 {
      let below = recursive
      recursive = rules { $0.additional = below }
    }
    let problem = try #require(recursive.problem(in: deep))
    #expect(problem.count == 200 + "…: is not allowed".count)
  }

  @Test("A signal of a hundred thousand values is checked value by value")
  func large() throws {
    let schema = try schema("items: {pattern: '^[a-z]+$', maxLength: 9}")
    let good = JSONValue.array((0..<100_000).map { _ in "abc" })
    #expect(schema.problem(in: good) == nil)
    let bad = JSONValue.array((good.array ?? []) + ["A"])
    #expect(schema.problem(in: bad) == #"/100000: must match ^[a-z]+$, is "A""#)
  }
}
