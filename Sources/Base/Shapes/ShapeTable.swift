/// The kinds of value that a place in a JSON document may have.
public indirect enum ShapeKind: Sendable {
  case any, string, integer, number, boolean
  /// Always this one value.
  case constant(JSONValue)
  /// One of a closed set of words.
  case choice([String])
  case list(ShapeKind)
  /// An object of any names.
  case map(ShapeKind)
  case object(ShapeTable)
  case nullable(ShapeKind)
}

/// The fields of a shape without their Swift types, for people and for programs.
public struct ShapeTable: Sendable {
  public struct Row: Sendable {
    package let name: String
    package let kind: ShapeKind
    /// Whether an object may be without it.
    package let isOptional: Bool
    /// Whether it is read back, and not only written.
    package let isRead: Bool
    package let meaning: String
  }

  package let rows: [Row]
  /// Whether members unknown to looop are passed on.
  package let isOpen: Bool
}

extension ShapeTable {
  /// What is written and never read back.
  package var unreadNames: [String] { rows.filter { !$0.isRead }.map(\.name) }
}

// MARK: - For programs

extension ShapeKind {
  /// As a document of its own: JSON Schema, draft 2020-12.
  package func schema(titled title: String) -> JSONValue {
    var schema: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title),
    ]
    schema.merge(self.schema)
    return .object(schema)
  }

  private var schema: JSONObject {
    switch self {
    case .any: [:]
    case .string: ["type": "string"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .boolean: ["type": "boolean"]
    case .constant(let value): ["const": value]
    case .choice(let words): ["enum": .array(words.map(JSONValue.string))]
    case .list(let kind): ["type": "array", "items": .object(kind.schema)]
    case .map(let kind): ["type": "object", "additionalProperties": .object(kind.schema)]
    case .object(let table): table.schema
    case .nullable(let kind): kind.nullableSchema
    }
  }

  private var nullableSchema: JSONObject {
    var schema = self.schema
    if let type = schema["type"] { schema["type"] = [type, "null"] }
    if let words = schema["enum"]?.array { schema["enum"] = .array(words + [.null]) }
    return schema
  }

  fileprivate func schema(_ meaning: String) -> JSONValue {
    var schema = self.schema
    schema["description"] = .string(meaning)
    return .object(schema)
  }
}

extension ShapeTable {
  fileprivate var schema: JSONObject {
    var properties = JSONObject()
    for row in rows { properties[row.name] = row.kind.schema(row.meaning) }
    var schema: JSONObject = [
      "type": "object", "properties": .object(properties),
      "required": .array(rows.filter { !$0.isOptional }.map { .string($0.name) }),
    ]
    if isOpen { schema["additionalProperties"] = true }
    return schema
  }
}

// MARK: - For people

extension ShapeTable {
  /// As a table of the documentation; the fields of a part follow it, as in `by.user`.
  package var text: String {
    (["| field | kind | meaning |", "|---|---|---|"] + lines("")).joined(separator: "\n")
  }

  private func lines(_ prefix: String) -> [String] {
    rows.flatMap { row in
      let name = prefix + row.name
      let kind = row.kind.words + (row.isOptional ? ", optional" : "")
      let line = "| `\(name)` | \(kind) | \(row.meaning) |"
      guard let (mark, table) = row.kind.part else { return [line] }
      return [line] + table.lines(name + mark)
    }
  }
}

extension ShapeKind {
  fileprivate var words: String {
    switch self {
    case .any: "any value"
    case .string: "text"
    case .integer: "whole number"
    case .number: "number"
    case .boolean: "`true` or `false`"
    case .constant(let value): "`\(JSONWriter.text(value))`"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .list(.string): "list of texts"
    case .list(.integer): "list of whole numbers"
    case .list: "list"
    case .map, .object: "object"
    case .nullable(let kind): "\(kind.words) or null"
    }
  }

  /// The fields below, and the mark between the name of the whole and theirs.
  fileprivate var part: (mark: String, table: ShapeTable)? {
    switch self {
    case .object(let table): (".", table)
    case .nullable(let kind): kind.part
    case .list(let kind): kind.part.map { ("[].", $0.table) }
    case .map(let kind): kind.part.map { (".*.", $0.table) }
    case .any, .string, .integer, .number, .boolean, .constant, .choice: nil
    }
  }
}
