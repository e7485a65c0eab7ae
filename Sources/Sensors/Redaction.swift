internal import CSys
internal import Core

/// Puts `[KEY]` in the place of each secret, wherever a sensor shows one.
///
/// In raw output a secret is found as its own bytes. Where JSON escapes it (`\/`, `\u00e9`), it is
/// found once the output is read: whatever is kept must go through `value` or `text` too. Text must
/// be whole: the half of a secret that a cut left is no secret that is known.
struct Redaction: Sendable, Equatable {
  private struct Secret: Sendable, Equatable {
    let label: [UInt8]
    let bytes: [UInt8]
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
    secrets = named.filter { $0.value.utf8.count >= Self.leastBytes }
      .sorted { ($1.value.utf8.count, $0.key) < ($0.value.utf8.count, $1.key) }
      .map { Secret(label: Array("[\($0.key)]".utf8), bytes: Array($0.value.utf8)) }
    var starts = [[Int]](repeating: [], count: 256)
    for (index, secret) in secrets.enumerated() { starts[Int(secret.bytes[0])].append(index) }
    self.starts = starts
    let ofNumbers = Set("0123456789.eE+-".utf8)
    inNumbers = secrets.contains { $0.bytes.allSatisfy(ofNumbers.contains) }
  }

  /// `raw` without them.
  func bytes(_ raw: [UInt8]) -> [UInt8] {
    redacted(raw) ?? raw
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
      var output: [UInt8] = []
      var copied = 0
      var at = 0
      while at < bytes.count {
        guard let found = secret(at: at, of: bytes) else {
          at += 1
          continue
        }
        output += bytes[copied..<at]
        copied = cover(from: at, found, in: bytes, labels: &output)
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
    from start: Int, _ first: Int, in bytes: UnsafeBufferPointer<UInt8>, labels: inout [UInt8]
  ) -> Int {
    var last = first
    var end = start + secrets[first].bytes.count
    labels += secrets[first].label
    var at = start + 1
    while at < end {
      if let next = secret(at: at, of: bytes), at + secrets[next].bytes.count > end {
        end = at + secrets[next].bytes.count
        if next != last { labels += secrets[next].label }
        last = next
      }
      at += 1
    }
    return end
  }

  /// The longest secret that starts at `at`.
  private func secret(at: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    starts[Int(bytes[at])].first { index in
      let secret = secrets[index].bytes
      guard let text = bytes.baseAddress, at + secret.count <= bytes.count else { return false }
      return memcmp(text + at, secret, secret.count) == 0
    }
  }
}
