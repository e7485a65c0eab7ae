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
    for place in body..<limit where text[place] == UInt8(ascii: "-") {
      guard text[place...].starts(with: end) else { continue }
      return at..<(lineEnd(place + end.count, in: text) ?? place)
    }
    // Its end is cut off.
    var last = body
    var line = body
    var isHead = true
    while line < limit {
      let stop = line + text[line..<limit].prefix { $0 != .lineFeed }.count
      let own = text[line..<stop].filter { $0 != .space && $0 != 0x0D && $0 != UInt8(ascii: "|") }
      let isBody = isBody(own)
      guard own.isEmpty || isBody || isHead && own.contains(UInt8(ascii: ":")) else { break }
      if isBody { isHead = false }
      last = stop
      line = stop + 1
    }
    return at..<last
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
      guard !own.isEmpty, isLast ? own.allSatisfy(KeyShape.Alphabet.path.contains) : isBody(own)
      else { break }
      isLast = false
      first = lineFeed - line
    }
    return first..<stop
  }
}
