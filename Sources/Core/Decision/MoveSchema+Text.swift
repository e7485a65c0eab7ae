package import Base

extension MoveSchema {
  /// A JSON Schema (draft 2020-12) of one answer. It allows what is built and nothing else, so that
  /// no answer that keeps to it is refused for its shape.
  package static let jsonSchema: JSONValue = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "move",
    "type": "object",
    "oneOf": .array(actions.map(schema)),
  ]

  /// The same as one flat object whose every field must stand there, null where an action has none of
  /// it: what providers' structured output takes. It says less; the parser checks the rest.
  /// https://platform.openai.com/docs/guides/structured-outputs names the limits.
  package static let strictSchema = flatSchema(isStrict: true)

  /// The same, in which only the action must stand: for a CLI that checks the answer itself and calls
  /// the model again for each field that is missing.
  package static let lenientSchema = flatSchema(isStrict: false)

  private static func flatSchema(isStrict: Bool) -> JSONValue {
    var fields: [Field] = []
    for field in actions.flatMap(\.allFields)
    where !fields.contains(where: { $0.name == field.name }) {
      fields.append(field)
    }
    let names = actions.map { JSONValue.string($0.name.rawValue) }
    var properties: JSONObject = ["action": ["type": "string", "enum": .array(names)]]
    for field in fields { properties[field.name] = strictSchema(field) }
    return [
      "type": "object",
      "properties": .object(properties),
      "required": .array(isStrict ? properties.keys.map(JSONValue.string) : ["action"]),
      "additionalProperties": false,
    ]
  }

  private static func strictSchema(_ field: Field) -> JSONValue {
    switch field.type {
    case .string, .identifier: ["type": ["string", "null"]]
    case .stringList: ["type": ["array", "null"], "items": ["type": "string"]]
    case .integer: ["type": ["integer", "null"]]
    }
  }

  /// The actions for a prompt: one line each, the common fields, one example.
  package static let promptText: String = {
    var lines = actions.map { action in
      let fields = action.fields.map(promptText)
      return "- \(action.name.rawValue) {\(fields.joined(separator: ", "))}: \(action.doc)"
    }
    lines.append("Every action also takes:")
    lines += common.map { "- \(promptText($0)): \($0.doc)" }
    lines.append("A field with ? may be left out. Example:")
    lines.append(JSONWriter.text(example))
    return lines.joined(separator: "\n")
  }()

  /// The answer the prompt shows.
  static let example: JSONValue = [
    "action": "write_goal",
    "id": "ship-v2",
    "body": "# Ship version 2\n\nDone when the tag is pushed.",
    "journal": "The human wants version 2 out; written down as a goal.",
  ]

  private static func promptText(_ field: Field) -> String {
    let mark = field.isRequired ? "" : "?"
    return switch field.type {
    case .string, .identifier, .integer: "\(field.name)\(mark)"
    case .stringList: "\(field.name)\(mark) [strings]"
    }
  }

  private static func schema(_ action: Action) -> JSONValue {
    var properties: JSONObject = ["action": ["const": .string(action.name.rawValue)]]
    for field in action.allFields { properties[field.name] = schema(field) }
    let required = action.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    return [
      "title": .string(action.name.rawValue),
      "description": .string(action.doc),
      "type": "object",
      "properties": .object(properties),
      "required": .array(["action"] + required),
      "additionalProperties": false,
    ]
  }

  private static func schema(_ field: Field) -> JSONValue {
    var schema: JSONObject =
      switch field.type {
      case .string: field.isRequired ? ["type": "string", "pattern": "\\S"] : ["type": "string"]
      case .stringList: ["type": "array", "items": ["type": "string", "pattern": "\\S"]]
      case .identifier(_, let isReservedAllowed): identifierSchema(isReservedAllowed)
      case .integer(let range):
        [
          "type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
        ]
      }
    schema["description"] = .string(field.doc)
    return .object(schema)
  }

  private static func identifierSchema(_ isReservedAllowed: Bool) -> JSONObject {
    var schema: JSONObject = [
      "type": "string",
      "pattern": .string("^[A-Za-z0-9][A-Za-z0-9._-]{0,\(Identifier.maximumLength - 1)}$"),
    ]
    if !isReservedAllowed {
      schema["not"] = ["enum": .array(Identifier.reserved.sorted().map(JSONValue.string))]
    }
    return schema
  }
}
