import Base
import Core
import TestSupport
import Testing

@Suite("The table of moves")
struct MoveSchemaTests {
  @Test("The prompt's text is the recorded one")
  func promptText() {
    Golden.expect(MoveSchema.promptText + "\n", at: "moves/prompt.golden")
  }

  @Test("The schema is the recorded one")
  func schema() {
    Golden.expect(
      JSONWriter.text(MoveSchema.jsonSchema, .pretty) + "\n", at: "moves/schema.golden")
  }

  @Test("The example of the prompt is a move")
  func example() throws {
    let line = try #require(MoveSchema.promptText.split(separator: "\n").last)
    guard case .move(let decision) = DecisionParser.parse(String(line)) else {
      Issue.record("the example does not parse: \(line)")
      return
    }
    #expect(JSONWriter.text(decision.json) == String(line))
  }

  @Test("The schema names every built action once, and allows no other field")
  func coverage() throws {
    let branches = try #require(MoveSchema.jsonSchema["oneOf"]?.array)
    let names = branches.map { $0["properties"]?["action"]?["const"]?.string }
    #expect(names == MoveSchema.actions.map(\.name.rawValue))
    for (branch, action) in zip(branches, MoveSchema.actions) {
      #expect(branch["additionalProperties"] == false)
      #expect(branch["properties"]?.object?.keys == ["action"] + action.allFields.map(\.name))
    }
    #expect(MoveSchema.actions.map(\.name) == MoveName.allCases)
    #expect(MoveSchema.plannedNames == ["write_schedule", "drop_schedule"])
    #expect(MoveSchema.plannedNames.allSatisfy { MoveName(rawValue: $0) == nil })
  }

  @Test("Every field's rule in the schema is the parser's", arguments: MoveSchema.actions)
  func fieldsAgree(_ action: MoveSchema.Action) {
    var object: JSONObject = ["action": .string(action.name.rawValue)]
    for field in action.allFields { object[field.name] = Self.value(field.type) }
    guard case .move(let decision) = DecisionParser.parse(JSONWriter.text(.object(object))) else {
      Issue.record("all fields of \(action.name.rawValue) together are refused")
      return
    }
    #expect(decision.json == .object(object))
    #expect(decision.move.name == action.name)
    for field in action.allFields {
      var without = object
      without[field.name] = nil
      let result = DecisionParser.parse(JSONWriter.text(.object(without)))
      if let substitute = field.substitute {
        without[field.name] = .string(substitute)
        guard case .move(let decision) = result else {
          Issue.record("\(action.name.rawValue) cannot do without \(field.name)")
          continue
        }
        #expect(decision.json == .object(without))
      } else if field.isRequired {
        #expect(
          result == .invalid("\(action.name.rawValue) needs the field \"\(field.name)\""))
      } else if case .move(let decision) = result {
        #expect(decision.json == .object(without))
      } else {
        Issue.record("\(action.name.rawValue) cannot do without \(field.name)")
      }
      var wrong = object
      wrong[field.name] = ["x": 1]
      guard case .invalid(let problem) = DecisionParser.parse(JSONWriter.text(.object(wrong)))
      else {
        Issue.record("\(field.name) may be an object")
        continue
      }
      #expect(problem.hasPrefix("\(action.name.rawValue).\(field.name) must be "))
    }
  }

  private static func value(_ type: MoveSchema.FieldType) -> JSONValue {
    switch type {
    case .string: "some text"
    case .stringList: ["a", "b"]
    case .identifier: "a-name"
    case .integer(let range): .int(range.lowerBound)
    }
  }

  @Test("A lenient schema demands the action alone, and names the same fields")
  func lenient() {
    #expect(MoveSchema.lenientSchema["required"] == ["action"])
    #expect(MoveSchema.lenientSchema["properties"] == MoveSchema.strictSchema["properties"])
    #expect(MoveSchema.lenientSchema["additionalProperties"] == false)
    #expect(AnswerSchema.lenient.schema == MoveSchema.lenientSchema)
  }
}
