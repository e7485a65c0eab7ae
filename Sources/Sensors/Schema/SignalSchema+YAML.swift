internal import Base
internal import Core
internal import YAML

extension SignalSchema {
  /// The schema that `node` writes. Throws at the place of the first thing that is no part of what
  /// is understood: a keyword that is left out silently would be a check nobody makes.
  init(_ node: YAMLNode, file: String) throws(YAMLFailure) {
    if let answer = node.json.bool {
      self = answer ? .anything : .nothing
      return
    }
    guard case .mapping = node.value else {
      throw SchemaKeyword.failure(file, node, "a schema is a mapping of keywords, true or false")
    }
    let mapping = try YAMLMapping(
      node, file: file, keys: SchemaKeyword.allCases.map(\.rawValue),
      nearest: { Nearest.match($0, in: $1) })
    var rules = Rules()
    for member in mapping.members {
      guard let keyword = SchemaKeyword(rawValue: member.key.text ?? "") else { continue }
      try rules.set(SchemaValue(keyword: keyword, node: member.value, file: file))
    }
    try rules.demandOrder(mapping)
    self = .rules(rules)
  }
}

/// The keywords that are understood, annotations last.
enum SchemaKeyword: String, CaseIterable {
  case type, properties, required, additionalProperties, items, `enum`, const, minimum, maximum
  case minLength, maxLength, pattern
  case title, description, comment = "$comment", schema = "$schema", `default`, examples

  static func failure(_ file: String, _ node: YAMLNode, _ message: String) -> YAMLFailure {
    YAMLFailure(file: file, line: node.line, column: node.column, message: message)
  }
}

extension SignalSchema.Rules {
  fileprivate mutating func set(_ value: SchemaValue) throws(YAMLFailure) {
    switch value.keyword {
    case .type: kinds = try value.kinds()
    case .properties: properties = try value.schemas()
    case .required: required = try value.names()
    case .additionalProperties: additional = try value.schema()
    case .items: items = try value.schema()
    case .enum: choices = try value.choices()
    case .const: constant = value.node.json
    case .minimum: minimum = try value.number()
    case .maximum: maximum = try value.number()
    case .minLength: minLength = try value.length()
    case .maxLength: maxLength = try value.length()
    case .pattern: pattern = try value.pattern()
    case .title, .description, .comment, .schema: _ = try value.text()
    case .default: break
    case .examples: _ = try value.list()
    }
  }

  /// A lower bound above the upper one fits nothing.
  fileprivate func demandOrder(_ mapping: YAMLMapping) throws(YAMLFailure) {
    if let minimum, let maximum, minimum > maximum {
      throw mapping.failure("minimum", "'minimum' is larger than 'maximum'")
    }
    if let minLength, let maxLength, minLength > maxLength {
      throw mapping.failure("minLength", "'minLength' is larger than 'maxLength'")
    }
  }
}

/// The value of one keyword, read as what the keyword wants.
private struct SchemaValue {
  let keyword: SchemaKeyword
  let node: YAMLNode
  let file: String

  func kinds() throws(YAMLFailure) -> [SignalSchema.Kind] {
    guard case .sequence(let elements) = node.value else { return [try kind(node)] }
    guard !elements.isEmpty else { throw wants("a type or a list of types") }
    var kinds: [SignalSchema.Kind] = []
    for element in elements {
      let kind = try kind(element)
      guard !kinds.contains(kind) else { throw failure(element, "'\(kind)' stands twice") }
      kinds.append(kind)
    }
    return kinds
  }

  // `null` without quotes is a null to YAML; here it can mean the type alone.
  private func kind(_ node: YAMLNode) throws(YAMLFailure) -> SignalSchema.Kind {
    let names = SignalSchema.Kind.allCases.map(\.rawValue)
    guard let name = node.text, !name.isEmpty else {
      throw failure(node, "'type' wants one of \(names.joined(separator: ", "))")
    }
    if let kind = SignalSchema.Kind(rawValue: name) { return kind }
    let hint =
      Nearest.match(name, in: names).map { "did you mean '\($0)'?" }
      ?? "known are: \(names.joined(separator: ", "))"
    throw failure(node, "unknown type '\(name)'; \(hint)")
  }

  func schema() throws(YAMLFailure) -> SignalSchema { try SignalSchema(node, file: file) }

  func schemas() throws(YAMLFailure) -> [String: SignalSchema] {
    guard case .mapping(let members) = node.value else { throw wants("a mapping of schemas") }
    var schemas: [String: SignalSchema] = [:]
    for member in members {
      schemas[member.key.text ?? ""] = try SignalSchema(member.value, file: file)
    }
    return schemas
  }

  func list() throws(YAMLFailure) -> [YAMLNode] {
    guard case .sequence(let elements) = node.value else { throw wants("a list") }
    return elements
  }

  func names() throws(YAMLFailure) -> [String] {
    var names: [String] = []
    var known: Set<String> = []
    for element in try list() {
      guard let name = element.json.string else {
        throw failure(element, "'required' wants names; put this one in quotes")
      }
      guard known.insert(name).inserted else { throw failure(element, "'\(name)' stands twice") }
      names.append(name)
    }
    return names
  }

  func choices() throws(YAMLFailure) -> [JSONValue] {
    let choices = try list().map(\.json)
    guard !choices.isEmpty else { throw wants("at least one value") }
    return choices
  }

  func number() throws(YAMLFailure) -> JSONNumber {
    guard let number = JSONNumber(node.json) else { throw wants("a number") }
    return number
  }

  func length() throws(YAMLFailure) -> Int {
    guard let length = node.json.int, length >= 0 else { throw wants("a whole number from 0") }
    return length
  }

  func text() throws(YAMLFailure) -> String {
    guard let text = node.json.string else { throw wants("text; put it in quotes") }
    return text
  }

  func pattern() throws(YAMLFailure) -> Pattern {
    let text = try text()
    do throws(Pattern.Problem) {
      return try Pattern(text)
    } catch {
      throw failure(node, "'pattern' is wrong at \(error.description)")
    }
  }

  private func wants(_ wish: String) -> YAMLFailure {
    failure(node, "'\(keyword.rawValue)' wants \(wish)")
  }

  private func failure(_ node: YAMLNode, _ message: String) -> YAMLFailure {
    SchemaKeyword.failure(file, node, message)
  }
}
