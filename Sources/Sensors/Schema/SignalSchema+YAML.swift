internal import Base
internal import YAML

extension SignalSchema {
  /// Reads a schema. Throws at the first thing that is not supported: ignoring a keyword silently
  /// would drop a check.
  init(_ node: YAMLNode, file: String) throws(YAMLFailure) {
    if let answer = node.json.bool {
      self = answer ? .anything : .nothing
      return
    }
    guard case .mapping = node.value else {
      throw YAMLFailure(
        file: file, at: node, "a schema must be a mapping of keywords, true or false")
    }
    let mapping = try YAMLMapping(
      node, file: file, keys: SchemaKeyword.allCases.map(\.rawValue),
      nearest: { Nearest.match($0, in: $1) })
    var rules = Rules()
    for member in mapping.members {
      guard let keyword = SchemaKeyword(rawValue: member.key.text ?? "") else { continue }
      try rules.set(SchemaValue(keyword: keyword, node: member.value, file: file))
    }
    try rules.checkBounds(mapping)
    self = .rules(rules)
  }
}

/// The supported keywords, annotations last.
enum SchemaKeyword: String, CaseIterable {
  case type, properties, required, additionalProperties, items, `enum`, const, minimum, maximum
  case minLength, maxLength, pattern
  case title, description, comment = "$comment", schema = "$schema", `default`, examples
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

  /// Refuses a lower bound above the upper one, which nothing could fit.
  fileprivate func checkBounds(_ mapping: YAMLMapping) throws(YAMLFailure) {
    if let minimum, let maximum, minimum > maximum {
      throw mapping.failure("minimum", "'minimum' is larger than 'maximum'")
    }
    if let minLength, let maxLength, minLength > maxLength {
      throw mapping.failure("minLength", "'minLength' is larger than 'maxLength'")
    }
  }
}

/// The value of one keyword, with a reader for each kind of value.
private struct SchemaValue {
  let keyword: SchemaKeyword
  let node: YAMLNode
  let file: String

  func kinds() throws(YAMLFailure) -> [SignalSchema.Kind] {
    guard case .sequence(let elements) = node.value else { return [try kind(node)] }
    guard !elements.isEmpty else { throw mustBe("a type or a list of types") }
    var kinds: [SignalSchema.Kind] = []
    for element in elements {
      let kind = try kind(element)
      guard !kinds.contains(kind) else { throw failure(element, "'\(kind)' appears twice") }
      kinds.append(kind)
    }
    return kinds
  }

  // An unquoted `null` is a null to YAML; here it can only be the type.
  private func kind(_ node: YAMLNode) throws(YAMLFailure) -> SignalSchema.Kind {
    let names = SignalSchema.Kind.allCases.map(\.rawValue)
    guard let name = node.text, !name.isEmpty else {
      throw failure(node, "'type' must be one of \(names.joined(separator: ", "))")
    }
    if let kind = SignalSchema.Kind(rawValue: name) { return kind }
    let hint =
      Nearest.match(name, in: names).map { "did you mean '\($0)'?" }
      ?? "known are: \(names.joined(separator: ", "))"
    throw failure(node, "unknown type '\(name)'; \(hint)")
  }

  func schema() throws(YAMLFailure) -> SignalSchema { try SignalSchema(node, file: file) }

  func schemas() throws(YAMLFailure) -> [String: SignalSchema] {
    guard case .mapping(let members) = node.value else { throw mustBe("a mapping of schemas") }
    var schemas: [String: SignalSchema] = [:]
    for member in members {
      schemas[member.key.text ?? ""] = try SignalSchema(member.value, file: file)
    }
    return schemas
  }

  func list() throws(YAMLFailure) -> [YAMLNode] {
    guard case .sequence(let elements) = node.value else { throw mustBe("a list") }
    return elements
  }

  func names() throws(YAMLFailure) -> [String] {
    var names: [String] = []
    var known: Set<String> = []
    for element in try list() {
      guard let name = element.json.string else {
        throw failure(element, "'required' must list names; put this one in quotes")
      }
      guard known.insert(name).inserted else { throw failure(element, "'\(name)' appears twice") }
      names.append(name)
    }
    return names
  }

  func choices() throws(YAMLFailure) -> [JSONValue] {
    let choices = try list().map(\.json)
    guard !choices.isEmpty else { throw mustBe("a list of at least one value") }
    return choices
  }

  func number() throws(YAMLFailure) -> JSONNumber {
    guard let number = JSONNumber(node.json) else { throw mustBe("a number") }
    return number
  }

  func length() throws(YAMLFailure) -> Int {
    guard let length = node.json.int, length >= 0 else { throw mustBe("a whole number, 0 or more") }
    return length
  }

  func text() throws(YAMLFailure) -> String {
    guard let text = node.json.string else { throw mustBe("text; put it in quotes") }
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

  private func mustBe(_ wish: String) -> YAMLFailure {
    failure(node, "'\(keyword.rawValue)' must be \(wish)")
  }

  private func failure(_ node: YAMLNode, _ message: String) -> YAMLFailure {
    YAMLFailure(file: file, at: node, message)
  }
}
