internal import Base
internal import CSys
internal import Core

/// Puts `[KEY]` in the place of each secret, wherever a sensor shows one.
///
/// In raw output a secret is found as its own bytes, or as JSON spells it (`\/`, `\u00e9`). Text
/// must be whole: the half of a secret that a cut left is found by `start` alone.
struct Redaction: Sendable, Equatable {
  private struct Secret: Sendable, Equatable {
    let label: [UInt8]
    let bytes: [UInt8]
    let spelling: JSONSpelling
  }

  /// The names of those that are too short to be taken out: a text full of their like would be
  /// destroyed, and its holes would tell them.
  let tooShort: [String]
  /// Longest first, so that of two that start alike the whole longer one goes.
  private let secrets: [Secret]
  /// For each byte, the secrets that start with it, in their order.
  private let starts: [[Int]]
  /// Whether a number can hold one.
  private let inNumbers: Bool

  static let leastBytes = 6

  /// The secrets by their names. Empty values are none.
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

  /// What of a secret is one by itself: all of it, and each of its lines, as programs print them.
  private static func pieces(of value: String) -> [String] {
    let lines = value.split(whereSeparator: \.isNewline).map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    return Set([value] + lines).filter { $0.utf8.count >= leastBytes }
  }

  /// `raw` without them.
  func bytes(_ raw: [UInt8]) -> [UInt8] {
    redacted(raw) ?? raw
  }

  /// The start of something longer, without the piece of a secret at its end that the cut left.
  func start(_ raw: [UInt8]) -> [UInt8] {
    let end = raw.withUnsafeBufferPointer { bytes in
      let longest = secrets.map(\.bytes.count).max() ?? 0
      // Spelt in full a byte takes six.
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
    // A text that holds none stays the very same, not a copy.
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

  /// Nil when there is none in it.
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

  /// Where the secret that starts at `start` ends, together with those that overlap its end: taken
  /// out one by one, the first would leave the rest of the second.
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
    /// Without any, nothing is spelt otherwise than it is.
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
