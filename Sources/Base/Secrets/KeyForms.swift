/// The password in `scheme://user:password@host`.
enum AddressPassword {
  static func range(at: Int, in text: Spelling.Text, isInCommand: Bool) -> Range<Int>? {
    guard let start = ["://", #":\/\/"#].first(where: { text[at...].starts(with: $0.utf8) })
    else { return nil }
    let user = at + start.utf8.count
    let colon = user + text[user...].prefix(256).prefix { isPart($0) && $0 != 0x3A }.count
    guard colon < text.count, text[colon] == UInt8(ascii: ":") else { return nil }
    let first = colon + 1
    let end = first + text[first...].prefix(512).prefix { isPart($0) }.count
    guard end > first, end + 1 < text.count, text[end] == UInt8(ascii: "@"),
      text[end + 1].isDigit || text[end + 1].isLetter || text[end + 1] == UInt8(ascii: "[")
    else { return nil }
    let password = text[first..<end]
    // A place for one, or what another program left of it.
    if "$<{[*".utf8.contains(password[first]) || Set(password).count == 1 { return nil }
    if isInCommand, password.contains(where: { "$`;|&(){}!*?~#".utf8.contains($0) }) { return nil }
    return first..<end
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != 0x7F && !"/@\"'<>\\".utf8.contains(byte)
  }
}

/// A private key between the lines that begin and end it.
enum KeyArmour {
  private static let longest = 32 << 10
  private static let begin = Array("-----BEGIN ".utf8)
  private static let end = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)
  /// Shorter lines are not of a key, but for its last.
  private static let leastLine = 16

  static func range(at: Int, in text: Spelling.Text) -> Range<Int>? {
    guard text[at...].starts(with: begin), let body = lineEnd(at + begin.count, in: text)
    else { return nil }
    let limit = min(text.count, body + longest)
    var last = body
    var place = body
    var isHead = true
    // A short line is one of the key's only where its end follows.
    var isShort = false
    while place < limit {
      let (line, next) = self.line(from: place, to: limit, in: text)
      let own = line.drop { $0 == .space || $0 == UInt8(ascii: "|") }
      if own.starts(with: end), let stop = lineEnd(own.startIndex + end.count, in: text) {
        return at..<stop
      }
      if isShort { break }
      let isBody = Self.isBody(own)
      if !isBody, !own.isEmpty, !(isHead && own.contains(UInt8(ascii: ":"))) {
        guard own.allSatisfy(KeyShape.Alphabet.path.contains) else { break }
        isShort = true
      }
      if isBody {
        isHead = false
        last = line.endIndex
      }
      guard next > place else { break }
      place = next
    }
    return at..<last
  }

  /// The line that begins at `start`, and where the next one does. A line may end in JSON's way, with a
  /// backslash and an `n`.
  private static func line(
    from start: Int, to limit: Int, in text: Spelling.Text
  ) -> (line: Slice<Spelling.Text>, next: Int) {
    let isInLine = { (byte: UInt8) in
      byte != .lineFeed && byte != 0x0D && byte != Spelling.backslash
    }
    let line = text[start..<limit].prefix(while: isInLine)
    var next = line.endIndex
    while next < limit, !isInLine(text[next]) {
      let byte = text[next]
      next += 1
      if byte == .lineFeed { break }
      if byte == Spelling.backslash, next < limit, "nr".utf8.contains(text[next]) {
        next += 1
        if text[next - 1] == UInt8(ascii: "n") { break }
      }
    }
    return (line, next)
  }

  /// The end of a line such as `-----BEGIN RSA PRIVATE KEY-----`, whose words begin at `start`; nil for
  /// anything else.
  private static func lineEnd(_ start: Int, in text: Spelling.Text) -> Int? {
    let words = text[start...].prefix(60).prefix {
      $0 == .space || KeyShape.Alphabet.uppercase.contains($0)
    }
    let stop = start + words.count
    guard String(decoding: words, as: UTF8.self).contains("PRIVATE KEY"),
      text[stop...].starts(with: dashes)
    else { return nil }
    return stop + dashes.count
  }

  private static func isBody(_ line: some Collection<UInt8>) -> Bool {
    line.count >= leastLine && line.allSatisfy(KeyShape.Alphabet.path.contains)
  }

  /// The lines of a key whose beginning is cut off and whose last line stands at `at`.
  static func headless(
    endingAt at: Int, in text: Spelling.Text, after start: Int
  ) -> Range<Int>? {
    guard text[at...].starts(with: end), let stop = lineEnd(at + end.count, in: text) else {
      return nil
    }
    var first = at
    var isLast = true
    while first > start {
      let lineFeed = first - 1
      guard text[lineFeed] == .lineFeed else { break }
      let line = text[start..<lineFeed].reversed().prefix { $0 != .lineFeed }.count
      let own = text[(lineFeed - line)..<lineFeed]
      guard !own.isEmpty,
        isLast ? own.allSatisfy(KeyShape.Alphabet.path.contains) : Self.isBody(own)
      else { break }
      isLast = false
      first = lineFeed - line
    }
    return first..<stop
  }
}
