internal import CSys

/// The secrets that are known, and where they are in a text, in whatever spelling.
struct KnownSecrets: Sendable, Equatable {
  struct Secret: Sendable, Equatable {
    let label: [UInt8]
    let spelling: Spelling
    var bytes: [UInt8] { spelling.bytes }
  }

  /// Longest first: of two that start alike the longer one is found.
  private let secrets: [Secret]
  /// For each byte, the secrets that start with it, in their order.
  private let starts: [[Int]]
  /// For each byte, whether a secret can begin with it; most of a text is passed over by this alone.
  private let isStart: [Bool]
  /// More than the longest secret takes in any spelling.
  let reach: Int

  init(_ secrets: [Secret]) {
    self.secrets = secrets.sorted { $0.bytes.count > $1.bytes.count }
    var starts = [[Int]](repeating: [], count: 256)
    for (index, secret) in self.secrets.enumerated() {
      starts[Int(secret.bytes[0])].append(index)
    }
    self.starts = starts
    reach = 8 * (self.secrets.first?.bytes.count ?? 0) + 256
    isStart = (0...255).map { byte in
      !starts[byte].isEmpty || !secrets.isEmpty && Self.beginsSpelling(UInt8(byte))
    }
  }

  var isEmpty: Bool { secrets.isEmpty }

  func contain(_ isMeant: (Secret) -> Bool) -> Bool { secrets.contains(where: isMeant) }

  private static let mostSlashes = 8

  /// Each secret in `text` that does not lie within a former one.
  func search(_ text: Spelling.Text, _ body: (Range<Int>, Secret) -> Void) {
    var end = 0
    /// The run of backslashes that `at` is in; one long run must not be read from each of its places.
    var slashes = 0
    for at in text.indices {
      guard isStart[Int(text[at])] else {
        slashes = 0
        continue
      }
      slashes = text[at] == Spelling.backslash ? slashes + 1 : 0
      if slashes <= Self.mostSlashes, let found = secret(at: at, of: text), found.end > end {
        end = found.end
        body(at..<end, secrets[found.index])
      }
    }
  }

  // MARK: Cuts

  /// Where the part of a secret begins that the cut at the end of `text` left of it.
  func firstCut(_ text: Spelling.Text, _ least: Int) -> Int? {
    text.indices.dropLast(least - 1).suffix(reach).first { at in
      secrets.contains { secret in
        secret.bytes.starts(with: text[at...]) || secret.spelling.match(at: at, in: text) == .cut
      }
    }
  }

  /// How many bytes the cut at the start of `text` left of a secret.
  func lastCut(_ text: Spelling.Text, _ least: Int) -> Int {
    var last = 0
    // The cut may have divided an escape.
    for at in 0..<min(6, text.count) {
      let firsts = Spelling.beginnings(at: at, in: text)
      for secret in secrets {
        for dropped in secret.bytes.indices.dropFirst()
        where firsts.contains(secret.bytes[dropped])
          && secret.bytes.count - dropped >= (at == 0 ? least : Spelling.leastRead)
          && (at == 0 || text[at - 1] != secret.bytes[dropped - 1])
        {
          if case .whole(let end) = secret.spelling.match(at: at, in: text, dropping: dropped) {
            last = max(last, end)
          }
        }
      }
    }
    return last
  }

  // MARK: One secret

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
        !Self.mayBeSpelt(bytes[at + 1], as: secret[1])
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

  private static func mayBeSpelt(_ byte: UInt8, as wanted: UInt8) -> Bool {
    beginsSpelling(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "'")
      || byte == .lineFeed || byte == 0x0D
      || LaidOutText.isBlank(byte) && LaidOutText.isBlank(wanted)
  }

  private func spelt(_ index: Int, at: Int, of bytes: Spelling.Text) -> Found? {
    guard case .whole(let end) = secrets[index].spelling.match(at: at, in: bytes) else {
      return nil
    }
    return Found(index: index, end: end)
  }
}
