internal import Base
internal import YAML

/// The readers of values that only manifests have.
extension YAMLMapping {
  /// As `init(_:file:keys:nearest:)`, but keys that start with `x-` are free for the author and
  /// ignored.
  init(extensible node: YAMLNode, file: String, keys: [String]) throws(YAMLFailure) {
    guard case .mapping(let members) = node.value else {
      try self.init(node, file: file, keys: keys, nearest: { Nearest.match($0, in: $1) })
      return
    }
    let known = members.filter { $0.key.text?.hasPrefix("x-") != true }
    let stripped = YAMLNode(line: node.line, column: node.column, value: .mapping(known))
    try self.init(stripped, file: file, keys: keys, nearest: { Nearest.match($0, in: $1) })
  }

  /// Whether the key has a value.
  func says(_ key: String) -> Bool { node(key) != nil }

  /// The value of `key`; nil when it is absent or null.
  func node(_ key: String) -> YAMLNode? { value(key).flatMap { $0.isNull ? nil : $0 } }

  /// One of a few words.
  func word<Word>(_ key: String) throws(YAMLFailure) -> Word?
  where Word: RawRepresentable<String> & CaseIterable {
    try string(key).map { text throws(YAMLFailure) in try word(text, key) }
  }

  /// A list of such words.
  func words<Word>(_ key: String) throws(YAMLFailure) -> [Word]
  where Word: RawRepresentable<String> & CaseIterable {
    var words: [Word] = []
    for text in try strings(key) ?? [] { words.append(try word(text, key)) }
    return words
  }

  private func word<Word>(_ text: String, _ key: String) throws(YAMLFailure) -> Word
  where Word: RawRepresentable<String> & CaseIterable {
    try word(text, of: key, at: value(key) ?? node)
  }

  /// The word that `node` is, the value of `key`.
  func word<Word>(_ node: YAMLNode, of key: String) throws(YAMLFailure) -> Word
  where Word: RawRepresentable<String> & CaseIterable {
    try word(node.text ?? "", of: key, at: node)
  }

  private func word<Word>(
    _ text: String, of key: String, at node: YAMLNode
  ) throws(YAMLFailure) -> Word
  where Word: RawRepresentable<String> & CaseIterable {
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    let meant = Nearest.match(text, in: known).map { "; did you mean '\($0)'?" } ?? ""
    throw failure(node, "'\(key)' is '\(text)'; write \(known.joined(separator: " or "))\(meant)")
  }

  /// A length of time within `range`.
  func duration(
    _ key: String, in range: ClosedRange<Duration>
  ) throws(YAMLFailure) -> Duration? {
    guard let text = try string(key) else { return nil }
    guard let duration = Duration(parsing: text) else {
      throw failure(
        key, "'\(key)' is '\(text)'; write a length of time: 90s, 5m, 2h, 1d or seconds")
    }
    guard range.contains(duration) else {
      let bounds = "\(range.lowerBound.exactText) to \(range.upperBound.exactText)"
      throw failure(key, "'\(key)' is \(text); it must be \(bounds)")
    }
    return duration
  }

  /// A time of day, in minutes since midnight.
  func minute(_ key: String) throws(YAMLFailure) -> Int? {
    guard let text = try string(key) else { return nil }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    // `Int` would accept a sign.
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
      parts.joined().utf8.allSatisfy(\.isDigit),
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
      (0...59).contains(minute), hour < 24 || minute == 0
    else { throw failure(key, "'\(key)' is '\(text)'; write a time of day, such as \"22:00\"") }
    return hour * 60 + minute
  }

  func pointer(_ key: String) throws(YAMLFailure) -> PointerPattern? {
    try string(key).map { text throws(YAMLFailure) in try pointer(text, key) }
  }

  /// The most pointers of a list: each is searched for in the whole reading.
  static var mostPointers: Int { 64 }

  func pointers(_ key: String) throws(YAMLFailure) -> [PointerPattern] {
    var pointers: [PointerPattern] = []
    for text in try strings(key) ?? [] { pointers.append(try pointer(text, key)) }
    guard pointers.count <= Self.mostPointers else {
      throw failure(
        key, "'\(key)' has \(pointers.count) pointers, \(Self.mostPointers) are allowed")
    }
    return pointers
  }

  private func pointer(_ text: String, _ key: String) throws(YAMLFailure) -> PointerPattern {
    if let pointer = PointerPattern(text) { return pointer }
    throw failure(
      key, "'\(text)' is not a JSON Pointer; write /name, or /list/*/name for each element")
  }
}
