internal import Base

/// The secrets of a data dir: lines `KEY=value` that only the owner may read.
///
/// No message quotes a line: a misplaced part of it may be a secret.
struct SecretFile: Sendable, Equatable {
  let values: [String: String]

  private static let form = "Write KEY=value, one a line; names are letters, digits and '_'."

  /// The file at `path`; no secrets without the file.
  static func read(_ path: String) throws(LooopError) -> SecretFile {
    // Read first: a link to nothing is no absent file.
    guard let bytes = try AtomicFile.read(path), let facts = try FileFacts.of(path) else {
      return SecretFile(values: [:])
    }
    guard facts.permissions & 0o077 == 0 else {
      throw LooopError(
        .config, code: "E_SECRETS",
        "\(path) can be read by others than its owner (mode \(String(facts.permissions, radix: 8))).",
        hint: "Run: \(ShellQuote.line(["chmod", "600", path]))")
    }
    return try SecretFile(bytes, file: path)
  }

  init(values: [String: String]) { self.values = values }

  /// The secrets that `bytes` hold. `file` is only named in failures.
  init(_ bytes: [UInt8], file: String) throws(LooopError) {
    var values: [String: String] = [:]
    var places: [String: Int] = [:]
    for (index, line) in Self.lines(of: bytes).enumerated() {
      guard let line else { continue }
      let place = "\(file):\(index + 1)"
      let (name, value) = try Self.pair(line, place)
      if let former = places.updateValue(index + 1, forKey: name) {
        throw Self.failure(
          "\(place): '\(name)' appears twice, first on line \(former)",
          "Delete one of the two lines.")
      }
      values[name] = value
    }
    self.values = values
  }

  /// What `bytes` hold as far as it can be read: where a line is wrong, the others are secrets still.
  static func readable(_ bytes: [UInt8]) -> [String: String] {
    var values: [String: String] = [:]
    for case let line? in lines(of: bytes) {
      if let pair = try? pair(line, "") { values[pair.name] = pair.value }
    }
    return values
  }

  /// Nil for one that is empty or a comment.
  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>?] {
    ByteOrderMark.removed(from: bytes).split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { whole in
        let line = trimmed(whole)
        return line.first.map { $0 != UInt8(ascii: "#") } == true ? line : nil
      }
  }

  private static func pair(
    _ line: ArraySlice<UInt8>, _ place: String
  ) throws(LooopError) -> (name: String, value: String) {
    var rest = line
    let word = Array("export".utf8)
    if rest.starts(with: word), rest.dropFirst(word.count).first.map(isBlank) == true {
      rest = trimmed(rest.dropFirst(word.count))
    }
    guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else {
      throw failure("\(place): no '='", form)
    }
    guard let name = name(rest[..<equals]) else {
      throw failure("\(place): the part before '=' is not a name", form)
    }
    let value = try unquoted(trimmed(rest[(equals + 1)...]), place)
    guard let text = String(validating: value, as: UTF8.self), !value.contains(0) else {
      throw failure("\(place): the value is not UTF-8 text, or has a NUL character", form)
    }
    return (name, text)
  }

  private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    bytes.isVariableName ? String(decoding: bytes, as: UTF8.self) : nil
  }

  private static func unquoted(
    _ value: ArraySlice<UInt8>, _ place: String
  ) throws(LooopError) -> ArraySlice<UInt8> {
    guard let quote = value.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      // Some readers would treat this as a comment, others as part of the value.
      for (before, mark) in zip(value, value.dropFirst())
      where mark == UInt8(ascii: "#") && isBlank(before) {
        throw failure(
          "\(place): a '#' after a blank, which may be meant as a comment",
          "Put the comment on a line of its own, or the whole value in quotes.")
      }
      return value
    }
    let inner = value.dropFirst().dropLast()
    guard value.count > 1, value.last == quote, !inner.contains(quote) else {
      throw failure(
        "\(place): the value starts with a quote but is not enclosed by it",
        "End the value with the same quote, and use the other kind within; '\\' has no special meaning."
      )
    }
    return inner
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = bytes.drop(while: isBlank)
    return start.dropLast(start.reversed().prefix(while: isBlank).count)
  }

  private static func failure(_ message: String, _ hint: String) -> LooopError {
    LooopError(.config, code: "E_SECRETS", message, hint: hint)
  }
}
