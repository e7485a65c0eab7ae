internal import Base

/// One tool as clients are shown it. The schemas come from the tables of its shapes.
struct MCPTool {
  enum Effect {
    /// It looks, and changes nothing.
    case reads
    /// It writes what can be written again, or waits for a human.
    case writes
    /// What it replaces is kept, and the loop acts on it.
    case steers
  }

  let name: String
  let title: String
  let about: String
  let effect: Effect
  let input: ShapeTable
  let output: ShapeKind

  init<Input: Shaped, Output: Shaped>(
    _ name: String, title: String, effect: Effect, takes: Input.Type, gives: Output.Type,
    about: String
  ) {
    self.name = name
    self.title = title
    self.about = about
    self.effect = effect
    input = Input.shape.table
    output = Output.kind
  }

  /// As `tools/list` has it.
  var json: JSONValue {
    var input = ShapeKind.object(self.input).schema(titled: name).object ?? [:]
    input["additionalProperties"] = false
    return [
      "name": .string(name), "title": .string(title), "description": .string(about),
      "inputSchema": .object(input), "outputSchema": output.schema(titled: "\(name) result"),
      "annotations": [
        "title": .string(title), "readOnlyHint": .bool(effect == .reads),
        "destructiveHint": .bool(effect == .steers), "openWorldHint": false,
      ],
    ]
  }

  /// What is wrong with the arguments of a call, as one sentence; nil when nothing is. A value is
  /// never skipped because it is of another kind: what was meant would be lost silently.
  func problem(in arguments: JSONObject) -> String? {
    for (name, value) in arguments.members {
      guard let row = input.rows.first(where: { $0.name == name }) else {
        let known = input.rows.map(\.name)
        let hint =
          Nearest.match(name, in: known).map { "did you mean `\($0)`?" }
          ?? (known.isEmpty ? "it has none" : "its arguments are: \(known.joined(separator: ", "))")
        return "`\(self.name)` has no argument `\(Untrusted.quoted(name, bytes: 60))`; \(hint)"
      }
      if row.isOptional, value == .null { continue }
      guard row.kind.admits(value) else {
        return "`\(name)` should be \(row.kind.demand), and is \(value.kind)"
      }
    }
    let missing = input.rows.first { !$0.isOptional && arguments[$0.name] == nil }
    return missing.map { "`\(name)` needs the argument `\($0.name)`: \($0.meaning)" }
  }
}

extension ShapeKind {
  /// Whether an argument of this kind may have that value.
  fileprivate func admits(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.boolean, .bool), (.integer, .int), (.any, _): true
    case (.choice(let words), .string(let word)): words.contains(word)
    case (.list(let kind), .array(let values)): values.allSatisfy(kind.admits)
    default: false
    }
  }

  /// As in "should be a string".
  fileprivate var demand: String {
    switch self {
    case .string: "a string"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .list(.string): "a list of strings"
    default: "of the kind its schema says"
    }
  }
}

/// What clients can read and be notified of.
enum MCPResource: String, CaseIterable, Sendable {
  case asks, state

  init?(uri: String) {
    guard let found = Self.allCases.first(where: { $0.uri == uri }) else { return nil }
    self = found
  }

  var uri: String { "looop://\(rawValue)" }
  static let type = "application/json"

  var json: JSONValue {
    let (title, about) =
      switch self {
      case .asks: ("What waits for the human", "the asks without an answer, as `looop asks --json`")
      case .state: ("Where the loop stands", "the whole state, as `looop state --json`")
      }
    return [
      "uri": .string(uri), "name": .string(rawValue), "title": .string(title),
      "description": .string(about), "mimeType": .string(Self.type),
    ]
  }
}

/// A question that only a human may answer, put through the client.
struct MCPQuestion: Equatable {
  /// Exactly what the human is shown.
  let message: String
  /// What the form asks for.
  let schema: JSONValue
  /// The digest of what was shown: the answer counts for that alone.
  let subject: String

  /// What came of it.
  struct Answer: Equatable {
    enum Action: String { case accept, decline, cancel }

    let subject: String
    let action: Action
    let content: JSONObject

    /// What a client sent; whatever is not an answer is a question that was closed.
    init(_ result: JSONObject?, to question: MCPQuestion) {
      subject = question.subject
      action = (result?["action"]?.string).flatMap(Action.init) ?? .cancel
      content = result?["content"]?.object ?? [:]
    }
  }

  var params: JSONObject { ["message": .string(message), "requestedSchema": schema] }
}

/// One call of a tool, as it reaches whoever carries it out.
struct MCPCall: Equatable {
  let id: MCPRequestID
  let tool: String
  let arguments: JSONObject
  let client: MCPClient
  /// What the human said to the question that this call raised.
  var answer: MCPQuestion.Answer?
}

/// What came of a request that was carried out.
enum MCPOutcome: Equatable {
  case result(JSONObject)
  case read(JSONValue, MCPResource)
  /// The tool failed, in words for the model.
  case failure(LooopError)
  case fault(MCPFault)
  case question(MCPQuestion)
}
