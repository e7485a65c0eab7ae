/// A mapping with known keys: typed readers whose failures give file, line and column. A key that is
/// absent or null reads as nil.
package struct YAMLMapping: Sendable {
  package let file: String
  /// The mapping itself, for failures that belong to no single key.
  package let node: YAMLNode
  package let members: [YAMLNode.Member]

  private let nearest: @Sendable (String, [String]) -> String?

  /// Refuses anything but a mapping, and any key that is not in `keys`; `nearest` picks the key that
  /// a mistyped one was meant to be.
  package init(
    _ node: YAMLNode, file: String, keys: [String],
    nearest: @escaping @Sendable (String, [String]) -> String?
  ) throws(YAMLFailure) {
    self.file = file
    self.nearest = nearest
    self.node = node
    guard case .mapping(let members) = node.value else {
      throw YAMLFailure(file: file, at: node, "expected a mapping of keys, found \(node.kind)")
    }
    self.members = members
    for member in members {
      let name = member.key.text ?? ""
      if keys.contains(name) { continue }
      let hint =
        nearest(name, keys).map { "did you mean '\($0)'?" }
        ?? "known are: \(keys.joined(separator: ", "))"
      throw YAMLFailure(file: file, at: member.key, "unknown key '\(name)'; \(hint)")
    }
  }

  /// The value of `key` as written.
  package func value(_ key: String) -> YAMLNode? {
    members.first { $0.key.text == key }?.value
  }

  /// The text of any scalar: numbers and words such as `true` read as they were written.
  package func string(_ key: String) throws(YAMLFailure) -> String? {
    guard let node = present(key) else { return nil }
    return try text(node, of: key)
  }

  /// A whole number in decimal digits, within `range`.
  package func int(
    _ key: String, in range: ClosedRange<Int> = Int.min...Int.max
  ) throws(YAMLFailure) -> Int? {
    guard let node = present(key) else { return nil }
    guard case .scalar(let text, isPlain: true) = node.value, let number = Int(text) else {
      throw failure(node, "'\(key)' must be a whole number")
    }
    guard range.contains(number) else {
      throw failure(
        node, "'\(key)' is \(number); it must be \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A decimal number within `range`.
  package func number(
    _ key: String, in range: ClosedRange<Double>
  ) throws(YAMLFailure) -> Double? {
    guard let node = present(key) else { return nil }
    guard case .scalar(let text, isPlain: true) = node.value, let number = Double(text),
      number.isFinite
    else { throw failure(node, "'\(key)' must be a number") }
    guard range.contains(number) else {
      throw failure(
        node, "'\(key)' is \(text); it must be \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `true` or `false`; no other spelling.
  package func bool(_ key: String) throws(YAMLFailure) -> Bool? {
    guard let node = present(key) else { return nil }
    guard case .scalar(let text, isPlain: true) = node.value, let value = Bool(text) else {
      throw failure(node, "'\(key)' must be true or false")
    }
    return value
  }

  /// A list of texts.
  package func strings(_ key: String) throws(YAMLFailure) -> [String]? {
    guard let node = present(key) else { return nil }
    guard case .sequence(let elements) = node.value else {
      throw failure(node, "'\(key)' must be a list, found \(node.kind)")
    }
    var texts: [String] = []
    for element in elements { texts.append(try text(element, of: key)) }
    return texts
  }

  /// A mapping from arbitrary names to texts.
  package func stringMap(_ key: String) throws(YAMLFailure) -> [String: String]? {
    guard let node = present(key) else { return nil }
    guard case .mapping(let members) = node.value else {
      throw failure(node, "'\(key)' must be a mapping, found \(node.kind)")
    }
    var map: [String: String] = [:]
    for member in members {
      map[member.key.text ?? ""] = try text(member.value, of: key)
    }
    return map
  }

  /// A mapping within this one.
  package func mapping(_ key: String, keys: [String]) throws(YAMLFailure) -> YAMLMapping? {
    guard let node = present(key) else { return nil }
    return try YAMLMapping(node, file: file, keys: keys, nearest: nearest)
  }

  /// The mappings within the one at `key`, by arbitrary names.
  package func mappings(
    _ key: String, keys: [String]
  ) throws(YAMLFailure) -> [(name: String, mapping: YAMLMapping)] {
    guard let node = present(key) else { return [] }
    guard case .mapping(let members) = node.value else {
      throw failure(node, "'\(key)' must be a mapping, found \(node.kind)")
    }
    var mappings: [(name: String, mapping: YAMLMapping)] = []
    for member in members {
      mappings.append(
        (
          member.key.text ?? "",
          try YAMLMapping(member.value, file: file, keys: keys, nearest: nearest)
        ))
    }
    return mappings
  }

  /// A failure at the value of `key`, or at the mapping when the key is absent.
  package func failure(_ key: String, _ message: String) -> YAMLFailure {
    failure(value(key) ?? node, message)
  }

  /// A failure at `node`.
  package func failure(_ node: YAMLNode, _ message: String) -> YAMLFailure {
    YAMLFailure(file: file, at: node, message)
  }

  private func present(_ key: String) -> YAMLNode? {
    guard let node = value(key), !node.isNull else { return nil }
    return node
  }

  private func text(_ node: YAMLNode, of key: String) throws(YAMLFailure) -> String {
    guard let text = node.text, !node.isNull else {
      throw failure(node, "'\(key)' must be text, found \(node.kind)")
    }
    return text
  }
}
