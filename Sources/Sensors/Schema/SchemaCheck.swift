internal import Base

/// One check of a value against a schema: the current path, and the patterns compiled so far.
struct SchemaCheck {
  private var path: [String] = []
  /// Compiled once, since most patterns are matched against many values.
  private var patterns: [Pattern: CompiledPattern] = [:]

  private static let placeLimit = 200
  private static let choicesShown = 10

  /// The place as a pointer, made safe to show: a stranger wrote its names.
  var place: String {
    guard !path.isEmpty else { return "(the signal)" }
    var pointer = ""
    for name in path {
      pointer += "/"
      for scalar in name.unicodeScalars {
        switch scalar {
        case "~": pointer += "~0"
        case "/": pointer += "~1"
        default: pointer.unicodeScalars.append(scalar)
        }
      }
    }
    return Self.shown(pointer, Self.placeLimit)
  }

  /// The problem with `value`, whose place is then in `place`; nil when it fits.
  mutating func problem(in value: JSONValue, _ schema: SignalSchema) -> String? {
    switch schema {
    case .anything: nil
    case .nothing: "is not allowed"
    case .rules(let rules):
      kind(value, rules) ?? choice(value, rules) ?? number(value, rules) ?? text(value, rules)
        ?? members(value, rules) ?? elements(value, rules)
    }
  }

  // MARK: -

  private func kind(_ value: JSONValue, _ rules: SignalSchema.Rules) -> String? {
    if rules.kinds.isEmpty || rules.kinds.contains(where: { $0.holds(value) }) { return nil }
    let wanted = rules.kinds.map(\.phrase).joined(separator: " or ")
    // "must be a whole number, is a number" would explain nothing.
    let isFraction = JSONNumber(value) != nil && rules.kinds.contains(.integer)
    let isBool = value.bool != nil
    return "must be \(wanted), is \(isFraction || isBool ? Self.shown(value) : value.kind)"
  }

  private func choice(_ value: JSONValue, _ rules: SignalSchema.Rules) -> String? {
    if let constant = rules.constant, value != constant {
      return "must be \(Self.shown(constant)), is \(Self.shown(value))"
    }
    guard let choices = rules.choices, !choices.contains(value) else { return nil }
    var words = choices.prefix(Self.choicesShown).map { Self.shown($0) }
    if choices.count > words.count { words.append("…") }
    return "must be one of \(words.joined(separator: ", ")), is \(Self.shown(value))"
  }

  private func number(_ value: JSONValue, _ rules: SignalSchema.Rules) -> String? {
    guard let number = JSONNumber(value) else { return nil }
    if let minimum = rules.minimum, number < minimum {
      return "must be at least \(Self.shown(minimum.value)), is \(Self.shown(value))"
    }
    if let maximum = rules.maximum, number > maximum {
      return "must be at most \(Self.shown(maximum.value)), is \(Self.shown(value))"
    }
    return nil
  }

  private mutating func text(_ value: JSONValue, _ rules: SignalSchema.Rules) -> String? {
    guard let text = value.string else { return nil }
    if rules.minLength != nil || rules.maxLength != nil {
      let length = text.unicodeScalars.count
      if let least = rules.minLength, length < least {
        return "must be of length \(least) or more, is of length \(length)"
      }
      if let most = rules.maxLength, length > most {
        return "must be of length \(most) or less, is of length \(length)"
      }
    }
    guard let pattern = rules.pattern, !matches(text, pattern) else { return nil }
    return "must match \(Self.shown(pattern.text, Pattern.lengthLimit)), is \(Self.shown(value))"
  }

  private mutating func matches(_ text: String, _ pattern: Pattern) -> Bool {
    if let known = patterns[pattern] { return known.matches(text) }
    let compiled = CompiledPattern(pattern)
    patterns[pattern] = compiled
    return compiled?.matches(text) ?? false
  }

  private mutating func members(_ value: JSONValue, _ rules: SignalSchema.Rules) -> String? {
    guard let object = value.object else { return nil }
    if let name = rules.required.first(where: { object[$0] == nil }) {
      return "must have a member \(Self.shown(.string(name)))"
    }
    for (name, member) in object.members {
      guard let schema = rules.properties[name] ?? rules.additional else { continue }
      if let problem = problem(in: member, at: name, schema) { return problem }
    }
    return nil
  }

  private mutating func elements(_ value: JSONValue, _ rules: SignalSchema.Rules) -> String? {
    guard let elements = value.array, let schema = rules.items else { return nil }
    for (index, element) in elements.enumerated() {
      if let problem = problem(in: element, at: String(index), schema) { return problem }
    }
    return nil
  }

  /// When there is a problem the path stays at its place.
  private mutating func problem(
    in value: JSONValue, at name: String, _ schema: SignalSchema
  ) -> String? {
    path.append(name)
    if let problem = problem(in: value, schema) { return problem }
    path.removeLast()
    return nil
  }

  // MARK: - What a message may show

  private static func shown(_ value: JSONValue) -> String { shown(JSONWriter.text(value), 60) }

  private static func shown(_ text: String, _ limit: Int) -> String {
    let start = text.unicodeScalars.prefix(limit)
    return Untrusted.oneLine(String(start)) + (start.endIndex < text.endIndex ? "…" : "")
  }
}

extension SignalSchema.Kind {
  /// Whether `value` is of this type.
  fileprivate func holds(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.null, .null), (.boolean, .bool), (.number, .int), (.number, .double), (.string, .string),
      (.array, .array), (.object, .object):
      true
    case (.integer, _): JSONNumber(value)?.isWhole ?? false
    default: false
    }
  }
}
