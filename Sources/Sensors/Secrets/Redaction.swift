internal import Base
internal import CSys

/// Replaces each secret by `[KEY]`, wherever a sensor shows one.
///
/// Raw output is searched for a secret's bytes and for its JSON spellings (`\/`, `\u00e9`). The text
/// must not be cut: only `start` finds the half of a secret at a cut.
struct Redaction: Sendable, Equatable {
  private struct Secret: Sendable, Equatable {
    let label: [UInt8]
    let bytes: [UInt8]
    let spelling: JSONSpelling
  }

  /// The names of secrets too short to redact: so much of a text would match that the gaps would
  /// reveal them.
  let tooShort: [String]
  /// Longest first: of two that start alike the longer one is redacted.
  private let secrets: [Secret]
  /// For each byte, the secrets that start with it, in their order.
  private let starts: [[Int]]
  /// Whether a number can contain one.
  private let inNumbers: Bool

  static let leastBytes = 6

  /// `values` by name; empty ones are not secrets.
  init(_ values: [String: String]) {
    let named = values.filter { !$0.value.isEmpty }
    tooShort = named.filter { $0.value.utf8.count < Self.leastBytes }.keys.sorted()
    secrets = named.flatMap { name, value in Self.pieces(of: value).map { (key: name, value: $0) } }
      .sorted { ($1.value.utf8.count, $0.key) < ($0.value.utf8.count, $1.key) }
      .map {
        Secret(
          label: Array("[\($0.key)]".utf8), bytes: Array($0.value.utf8),
          spelling: JSONSpelling($0.value))
      }
    var starts = [[Int]](repeating: [], count: 256)
    for (index, secret) in secrets.enumerated() { starts[Int(secret.bytes[0])].append(index) }
    self.starts = starts
    let ofNumbers = Set("0123456789.eE+-".utf8)
    inNumbers = secrets.contains { $0.bytes.allSatisfy(ofNumbers.contains) }
  }

  /// The parts of a secret to search for: all of it, and each of its lines, since programs print them;
  /// each as it stands and as URLs spell it.
  private static func pieces(of value: String) -> [String] {
    let lines = value.split(whereSeparator: \.isNewline).map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    let plain = Set([value] + lines).filter { $0.utf8.count >= leastBytes }
    return Array(plain.union(plain.flatMap(urlSpellings)))
  }

  /// `a%2Fb`, with the digits of either case, and of a form, where a blank is a plus.
  private static func urlSpellings(of value: String) -> [String] {
    let digits = [true, false].map { isUpper in
      value.utf8.map { byte in
        if byte.isLetter || byte.isDigit || "-._~".utf8.contains(byte) {
          return String(decoding: [byte], as: UTF8.self)
        }
        let hex = String(byte, radix: 16, uppercase: isUpper)
        return byte < 16 ? "%0\(hex)" : "%\(hex)"
      }.joined()
    }
    return digits + digits.map { $0.replacing("%20", with: "+") }
  }

  /// `raw` without them.
  func bytes(_ raw: [UInt8]) -> [UInt8] {
    redacted(raw) ?? raw
  }

  /// Redacts the start of something longer, without the part of a secret that the cut left at its end.
  func start(_ raw: [UInt8]) -> [UInt8] {
    let end = raw.withUnsafeBufferPointer { bytes in
      let longest = secrets.map(\.bytes.count).max() ?? 0
      // A byte spelt as `\u00e9` is six bytes.
      return (max(0, raw.count - 6 * longest)..<raw.count).first { at in
        secrets.contains { secret in
          secret.bytes.starts(with: bytes[at...])
            || secret.spelling.match(at: at, in: bytes) == .cut
        }
      }
    }
    return bytes(Array(raw[..<(end ?? raw.count)]))
  }

  func text(_ text: String) -> String {
    // A text without secrets is returned uncopied.
    redacted(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// `value` without them, in its texts, its numbers and the names of its members.
  func value(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool: return value
    case .int, .double:
      guard inNumbers else { return value }
      return redacted(Array(JSONWriter.text(value).utf8))
        .map { .string(String(decoding: $0, as: UTF8.self)) } ?? value
    case .string(let text): return .string(self.text(text))
    case .array(let elements): return .array(elements.map(self.value))
    case .object(let object):
      var redacted = JSONObject()
      for (name, member) in object.members { redacted[text(name)] = self.value(member) }
      return .object(redacted)
    }
  }

  // MARK: -

  /// Nil when there is no secret in it.
  private func redacted(_ raw: [UInt8]) -> [UInt8]? {
    if secrets.isEmpty { return nil }
    return raw.withUnsafeBufferPointer { bytes in
      let text = Searched(bytes: bytes, hasEscapes: bytes.contains(Self.backslash))
      var output: [UInt8] = []
      var copied = 0
      var at = 0
      while at < bytes.count {
        guard let found = secret(at: at, of: text) else {
          at += 1
          continue
        }
        output += bytes[copied..<at]
        copied = cover(from: at, found, in: text, labels: &output)
        at = copied
      }
      if copied == 0 { return nil }
      output += bytes[copied...]
      return output
    }
  }

  /// The end of the secret that starts at `start` and of those that overlap its end: redacted one by
  /// one, the first would leave the rest of the second.
  private func cover(
    from start: Int, _ first: Found, in text: Searched, labels: inout [UInt8]
  ) -> Int {
    var last = first
    labels += secrets[first.index].label
    var at = start + 1
    while at < last.end {
      if let next = secret(at: at, of: text), next.end > last.end {
        if next.index != last.index { labels += secrets[next.index].label }
        last = next
      }
      at += 1
    }
    return last.end
  }

  private static let backslash = UInt8(ascii: "\\")

  private struct Searched {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Without a backslash there are no escaped spellings to look for.
    let hasEscapes: Bool
  }

  private struct Found {
    let index: Int
    let end: Int
  }

  /// The longest secret that starts at `at`.
  private func secret(at: Int, of text: Searched) -> Found? {
    let bytes = text.bytes
    for index in starts[Int(bytes[at])] {
      let secret = secrets[index].bytes
      if let start = bytes.baseAddress, at + secret.count <= bytes.count,
        memcmp(start + at, secret, secret.count) == 0
      {
        return Found(index: index, end: at + secret.count)
      }
      if text.hasEscapes, let found = spelt(index, at: at, of: bytes) { return found }
    }
    guard bytes[at] == Self.backslash else { return nil }
    return secrets.indices.lazy.compactMap { self.spelt($0, at: at, of: bytes) }.first
  }

  private func spelt(
    _ index: Int, at: Int, of bytes: UnsafeBufferPointer<UInt8>
  ) -> Found? {
    guard case .whole(let end) = secrets[index].spelling.match(at: at, in: bytes) else {
      return nil
    }
    return Found(index: index, end: end)
  }
}
