internal import CSys

/// Replaces each secret by `[redacted: secret NAME]`, and what looks like one by
/// `[redacted: looks like a …]`, before a text is kept, shown or put into a prompt.
///
/// The text must not be cut: only `start` finds the half of a secret at a cut.
package struct Redaction: Sendable, Equatable {
  private struct Secret: Sendable, Equatable {
    let label: [UInt8]
    let spelling: Spelling
    var bytes: [UInt8] { spelling.bytes }
  }

  /// Redacts nothing.
  package static let none = Redaction([:])

  /// The names of secrets too short to redact: so much of a text would match that the gaps would
  /// reveal them.
  package let tooShort: [String]
  /// Longest first: of two that start alike the longer one is redacted.
  private let secrets: [Secret]
  /// For each byte, the secrets that start with it, in their order.
  private let starts: [[Int]]
  /// Whether a number can contain one.
  private let inNumbers: Bool
  private var keys: KeyShapes
  /// For each byte, whether anything can begin with it; most of a text is passed over by this alone.
  private let isStart: [Bool]

  package static let leastBytes = 6

  /// `values` by name; empty ones are not secrets.
  package init(_ values: [String: String], keys: KeyShapes = .none) {
    self.keys = keys
    let named = values.filter { !$0.value.isEmpty }
    tooShort = named.filter { $0.value.utf8.count < Self.leastBytes }.keys.sorted()
    var secrets: [Secret] = []
    // By name, so that of two with the same value always the same is named.
    for (name, value) in named.sorted(by: { $0.key < $1.key })
    where value.utf8.count >= Self.leastBytes {
      let label = Array("[redacted: secret \(name)]".utf8)
      for needle in SecretNeedles.of(value) {
        secrets.append(Secret(label: label, spelling: Spelling(bytes: needle)))
      }
    }
    secrets.sort { $0.bytes.count > $1.bytes.count }
    self.secrets = secrets
    var starts = [[Int]](repeating: [], count: 256)
    for (index, secret) in secrets.enumerated() { starts[Int(secret.bytes[0])].append(index) }
    self.starts = starts
    let hasSecrets = !secrets.isEmpty
    isStart = (0...255).map { byte in
      !starts[byte].isEmpty || hasSecrets && Self.beginsSpelling(UInt8(byte))
        || keys.mayBegin(with: UInt8(byte))
    }
    let ofNumbers = Set("0123456789.eE+-".utf8)
    inNumbers = secrets.contains { $0.bytes.allSatisfy(ofNumbers.contains) }
  }

  /// `raw` without them.
  package func bytes(_ raw: [UInt8]) -> [UInt8] {
    redacted(raw) ?? raw
  }

  /// Redacts the start of something longer, without the part of a secret that the cut left at its end.
  package func start(_ raw: [UInt8]) -> [UInt8] {
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

  /// Of an output so much more is read than is kept, so that a secret at the cut is read whole.
  package static let margin = 8 << 10

  /// At most the last `limit` bytes of an output.
  package func tail(of output: [UInt8], bytes limit: Int) -> String {
    var end = bytes(output).suffix(limit)
    // The first character may be cut.
    while end.count == limit, let byte = end.first, byte & 0xC0 == 0x80 { end.removeFirst() }
    return String(decoding: end, as: UTF8.self)
  }

  package func text(_ text: String) -> String {
    // A text without secrets is returned uncopied.
    redacted(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// `text` that a person is to approve: only single words without a character that a shell reads are
  /// replaced, so that no mark hides what would run.
  package func command(_ text: String) -> String {
    var own = self
    own.keys.isInCommand = true
    return own.text(text)
  }

  /// `value` without them, in its texts, its numbers and the names of its members. The numbers of
  /// looop's own records stay: a secret's digits are chance in them.
  package func value(_ value: JSONValue, numbers: Bool = true) -> JSONValue {
    switch value {
    case .null, .bool: return value
    case .int, .double:
      guard numbers, inNumbers else { return value }
      return redacted(Array(JSONWriter.text(value).utf8))
        .map { .string(String(decoding: $0, as: UTF8.self)) } ?? value
    case .string(let text): return .string(self.text(text))
    case .array(let elements): return .array(elements.map { self.value($0, numbers: numbers) })
    case .object(let object):
      var redacted = JSONObject()
      for (name, member) in object.members {
        redacted[text(name)] = self.value(member, numbers: numbers)
      }
      return .object(redacted)
    }
  }

  // MARK: -

  /// Nil when there is no secret in it.
  private func redacted(_ raw: [UInt8]) -> [UInt8]? {
    raw.withUnsafeBufferPointer { bytes in
      var output: [UInt8] = []
      var copied = 0
      var at = 0
      /// The run of backslashes that `at` is in; one long run must not be read from each of its places.
      var slashes = 0
      while at < bytes.count {
        guard isStart[Int(bytes[at])] else {
          slashes = 0
          at += 1
          continue
        }
        slashes = bytes[at] == Spelling.backslash ? slashes + 1 : 0
        if slashes <= Self.mostSlashes, let found = secret(at: at, of: bytes) {
          output += bytes[copied..<at]
          copied = cover(from: at, found, in: bytes, labels: &output)
          at = copied
        } else if let key = keys.found(at: at, in: bytes)
          ?? keys.headless(endingAt: at, in: bytes, after: copied)
        {
          output += bytes[copied..<key.range.lowerBound]
          output += Array("[redacted: looks like \(key.label)]".utf8)
          copied = key.range.upperBound
          at = copied
        } else {
          at += 1
        }
      }
      if copied == 0 { return nil }
      output += bytes[copied...]
      return output
    }
  }

  private static let mostSlashes = 8

  /// The end of the secret that starts at `start` and of those that overlap its end: redacted one by
  /// one, the first would leave the rest of the second.
  private func cover(
    from start: Int, _ first: Found, in text: Spelling.Text, labels: inout [UInt8]
  ) -> Int {
    var last = first
    labels += secrets[first.index].label
    var at = start + 1
    while at < last.end {
      if let next = secret(at: at, of: text), next.end > last.end {
        if secrets[next.index].label != secrets[last.index].label {
          labels += secrets[next.index].label
        }
        last = next
      }
      at += 1
    }
    return last.end
  }

  private struct Found {
    let index: Int
    let end: Int
  }

  /// The longest secret that starts at `at`.
  private func secret(at: Int, of bytes: Spelling.Text) -> Found? {
    let first = bytes[at]
    for index in starts[Int(first)] {
      let secret = secrets[index].bytes
      if !Self.beginsSpelling(first), at + 1 < bytes.count, secret[1] != bytes[at + 1],
        !Self.mayBeSpelt(bytes[at + 1])
      {
        continue
      }
      if let start = bytes.baseAddress, at + secret.count <= bytes.count,
        memcmp(start + at, secret, secret.count) == 0
      {
        return Found(index: index, end: at + secret.count)
      }
      if let found = spelt(index, at: at, of: bytes) { return found }
    }
    guard Self.beginsSpelling(first) else { return nil }
    for byte in Spelling.beginnings(at: at, in: bytes) where byte != first {
      for index in starts[Int(byte)] {
        if let found = spelt(index, at: at, of: bytes) { return found }
      }
    }
    return nil
  }

  /// Whether a byte may begin the spelling of some other byte.
  private static func beginsSpelling(_ byte: UInt8) -> Bool {
    byte == Spelling.backslash || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&")
  }

  private static func mayBeSpelt(_ byte: UInt8) -> Bool {
    beginsSpelling(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "'")
  }

  private func spelt(_ index: Int, at: Int, of bytes: Spelling.Text) -> Found? {
    guard case .whole(let end) = secrets[index].spelling.match(at: at, in: bytes) else {
      return nil
    }
    return Found(index: index, end: end)
  }
}
