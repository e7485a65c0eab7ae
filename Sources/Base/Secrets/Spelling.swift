/// A secret's bytes in any spelling that programs give them, each byte for itself: plain, in a URL
/// (`%2F`, `+`), in HTML (`&amp;`), in JSON once or several times (`\"`, `\\\"`, `\u00e9`), quoted
/// for a shell, or wrapped to the next line.
struct Spelling: Sendable, Equatable {
  enum Match: Equatable {
    case none
    /// The bytes end within it.
    case cut
    case whole(end: Int)
  }

  typealias Text = UnsafeBufferPointer<UInt8>

  static let backslash = UInt8(ascii: "\\")
  /// How often a text was made a JSON string of another, at most.
  private static let mostLevels = 3
  /// The mark of a cut behind a shorter beginning may be chance, and so may a line end with a shorter
  /// rest behind it.
  static let leastRead = 4
  private static let leastRest = 8

  let bytes: [UInt8]

  /// Whether `text` has it at `start`, without its first `dropped` bytes.
  func match(at start: Int, in text: Text, dropping dropped: Int = 0) -> Match {
    var isCut = false
    // At level 0 a backslash is only itself.
    for level in 0...Self.mostLevels {
      var reader = Reader(text: text, at: start, level: level)
      switch reader.read(bytes, from: dropped) {
      case .whole(let end): return .whole(end: end)
      case .cut: isCut = true
      case .none: break
      }
      // Without a backslash every level reads the same.
      guard reader.sawBackslash else { break }
    }
    return isCut ? .cut : .none
  }

  /// What one escape of any kind means that begins at `at`, and where it ends; nil where there is none.
  static func meaning(_ at: Int, _ text: Text) -> (bytes: [UInt8], end: Int)? {
    if text[at...].starts(with: [backslash, backslash]) { return ([backslash], at + 2) }
    var reader = Reader(text: text, at: at, level: 1)
    // A percent sign that is wanted is read once, and not as part of another URL.
    guard case .means(let bytes, let end) = reader.unit(for: UInt8(ascii: "%")) else { return nil }
    return (bytes, end)
  }

  /// The bytes that what begins at `start` may mean first, so that few secrets are tried there.
  static func beginnings(at start: Int, in text: Text) -> [UInt8] {
    var reader = Reader(text: text, at: start, level: mostLevels)
    guard case .means(let bytes, _) = reader.unit(for: 0), let first = bytes.first else {
      return [text[start]]
    }
    return [text[start], first]
  }

  /// One attempt. At a level, backslashes are as often doubled.
  private struct Reader {
    /// What is written where a byte is wanted.
    enum Unit {
      case other
      case cut
      /// The bytes that it means, and where it ends.
      case means([UInt8], end: Int)
    }

    let text: Text
    var at: Int
    let level: Int
    var sawBackslash = false

    mutating func read(_ bytes: [UInt8], from first: Int) -> Match {
      var done = first
      var (foldedEnd, cutEnd, early) = (0, 0, 0)
      while done < bytes.count {
        // A line that only ends as the secret begins need not wait for the next one.
        guard at < text.count else { return at == early ? .none : .cut }
        let wanted = bytes[done]
        if LaidOutText.isBlank(wanted), done > first {
          let blanks = bytes[done...].prefix(while: LaidOutText.isBlank)
          if blanks.endIndex < bytes.count,
            let next = LaidOutText.blanks(at: at, in: text, before: bytes[blanks.endIndex])
          {
            // A mark of a cut may follow, with a blank of its own.
            cutEnd = at + (text[at...].starts(with: blanks) ? blanks.count : 0)
            if done - first < Spelling.leastRead, text[next - 1] == .lineFeed { early = next }
            (done, at) = (blanks.endIndex, next)
            foldedEnd = next
            continue
          }
        }
        switch unit(for: wanted) {
        case .cut where !isItself(wanted): return .cut
        case .means(let meant, let end):
          if bytes[done...].starts(with: meant) {
            done += meant.count
            at = end
            continue
          }
        case .other, .cut: break
        }
        if isItself(wanted) {
          at += 1
          done += 1
        } else if done - first >= Spelling.leastRead, LaidOutText.isCut(at, in: text) {
          return .whole(end: at == foldedEnd ? cutEnd : at)
        } else if done - first < Spelling.leastRead, bytes.count - done < Spelling.leastRest {
          return .none
        } else if skipLineEnd(before: wanted) {
          if done - first < Spelling.leastRead { early = at }
        } else {
          return .none
        }
      }
      return .whole(end: at)
    }

    private func isItself(_ wanted: UInt8) -> Bool {
      text[at] == wanted && (level == 0 || wanted != Spelling.backslash)
    }

    /// What stands here, where that is not the byte itself.
    mutating func unit(for wanted: UInt8) -> Unit {
      switch text[at] {
      case Spelling.backslash:
        sawBackslash = true
        if level > 0 { return escape(for: wanted) }
        // looop's own escapes leave backslashes as they are.
        return text[at...].starts(with: #"\u{"#.utf8) ? scalar(from: at + 2, slashes: 1) : .other
      case UInt8(ascii: "%"): return percent(for: wanted)
      case UInt8(ascii: "&"): return entity()
      case UInt8(ascii: "+") where wanted == .space: return .means([.space], end: at + 1)
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        return text[at] == wanted ? quote(wanted) : .other
      default: return .other
      }
    }

    private func escape(for wanted: UInt8) -> Unit {
      let slashes = text[at...].prefix { $0 == Spelling.backslash }.count
      let whole = 1 << level
      if wanted == Spelling.backslash, slashes >= whole { return .means([wanted], end: at + whole) }
      let after = at + slashes
      guard after < text.count else { return .cut }
      guard slashes < whole else { return .other }
      let byte = text[after]
      guard byte.isLetter || byte.isDigit else { return .means([byte], end: after + 1) }
      guard slashes <= whole / 2 else { return .other }
      switch byte {
      case UInt8(ascii: "n"): return .means([0x0A], end: after + 1)
      case UInt8(ascii: "r"): return .means([0x0D], end: after + 1)
      case UInt8(ascii: "t"): return .means([0x09], end: after + 1)
      case UInt8(ascii: "b"): return .means([0x08], end: after + 1)
      case UInt8(ascii: "f"): return .means([0x0C], end: after + 1)
      case UInt8(ascii: "x"):
        // A byte, or a character of Latin-1.
        return hex(from: after + 1, digits: 2) { value in
          value == UInt32(wanted) || value < 0x80
            ? [UInt8(value)] : Unicode.Scalar(value).map { Array($0.utf8) } ?? []
        }
      case UInt8(ascii: "u"): return scalar(from: after + 1, slashes: slashes)
      case UInt8(ascii: "0")...UInt8(ascii: "3"): return octal(from: after)
      default: return .other
      }
    }

    /// `\303`, as git and shells print a byte.
    private func octal(from start: Int) -> Unit {
      guard start + 3 <= text.count else { return .cut }
      let value = UInt8(String(decoding: text[start..<(start + 3)], as: UTF8.self), radix: 8)
      return value.map { .means([$0], end: start + 3) } ?? .other
    }

    /// The digits of `\u00e9`, and of a second such half, or `\u{e9}`, as looop writes it.
    private func scalar(from start: Int, slashes: Int) -> Unit {
      if start < text.count, text[start] == UInt8(ascii: "{") {
        let digits = text[(start + 1)...].prefix(7).prefix { $0 != UInt8(ascii: "}") }.count
        let end = start + 1 + digits
        guard end < text.count else { return .cut }
        guard text[end] == UInt8(ascii: "}"),
          let scalar = number(start + 1, digits: digits).flatMap(Unicode.Scalar.init)
        else { return .other }
        return .means(Array(scalar.utf8), end: end + 1)
      }
      guard start + 4 <= text.count else { return .cut }
      guard let high = number(start, digits: 4) else { return .other }
      if let scalar = Unicode.Scalar(high) { return .means(Array(scalar.utf8), end: start + 4) }
      let second = start + 4 + slashes + 1
      guard second + 4 <= text.count else { return .cut }
      let lead = text[(start + 4)..<(second - 1)]
      guard (0xD800...0xDBFF).contains(high), lead.allSatisfy({ $0 == Spelling.backslash }),
        text[second - 1] == UInt8(ascii: "u"), let low = number(second, digits: 4),
        (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { return .other }
      return .means(Array(scalar.utf8), end: second + 4)
    }

    /// `%2F`, and `%252F` where a URL is part of another.
    private func percent(for wanted: UInt8) -> Unit {
      guard at + 3 <= text.count else { return .cut }
      guard let value = number(at + 1, digits: 2) else { return .other }
      guard value == 0x25, wanted != 0x25 else { return .means([UInt8(value)], end: at + 3) }
      return hex(from: at + 3, digits: 2) { [UInt8($0)] }
    }

    private static let entities: [String: UInt32] = [
      "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "sol": 0x2F,
    ]

    /// `&amp;`, `&#38;` or `&#x26;`.
    private func entity() -> Unit {
      let name = text[(at + 1)...].prefix(9).prefix {
        $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "#")
      }
      let end = at + 1 + name.count
      guard end < text.count else { return .cut }
      guard text[end] == UInt8(ascii: ";") else { return .other }
      let word = String(decoding: name, as: UTF8.self)
      var value = Self.entities[word]
      if word.hasPrefix("#x") || word.hasPrefix("#X") {
        value = UInt32(word.dropFirst(2), radix: 16)
      } else if word.hasPrefix("#") {
        value = UInt32(word.dropFirst())
      }
      guard let scalar = value.flatMap(Unicode.Scalar.init) else { return .other }
      return .means(Array(scalar.utf8), end: end + 1)
    }

    /// A quotation mark within such marks: `'\''`, `'"'"'`, or doubled.
    private func quote(_ mark: UInt8) -> Unit {
      let ends = mark == UInt8(ascii: "'") ? [Array(#"'\''"#.utf8), Array(#"'"'"'"#.utf8)] : []
      for form in ends + [[mark, mark]] where text[at...].starts(with: form) {
        return .means([mark], end: at + form.count)
      }
      return .other
    }

    private func hex(from start: Int, digits: Int, _ bytes: (UInt32) -> [UInt8]) -> Unit {
      guard start + digits <= text.count else { return .cut }
      return number(start, digits: digits).map { .means(bytes($0), end: start + digits) } ?? .other
    }

    private func number(_ start: Int, digits: Int) -> UInt32? {
      guard start + digits <= text.count else { return nil }
      var value: UInt32 = 0
      for byte in text[start..<(start + digits)] {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
        value = value << 4 + UInt32(digit)
      }
      return value
    }

    /// Goes on behind a line end and the indentation or bar of the next line; false without a line end.
    private mutating func skipLineEnd(before wanted: UInt8) -> Bool {
      var next = at
      // Quoted-printable ends such a line with an equals sign.
      if text[next] == UInt8(ascii: "="), wanted != UInt8(ascii: "=") { next += 1 }
      if next < text.count, text[next] == 0x0D { next += 1 }
      guard next < text.count, text[next] == .lineFeed, wanted != .lineFeed else { return false }
      next += 1
      if wanted != .space {
        next +=
          text[next...].prefix(LaidOutText.widestMargin)
          .prefix { $0 == .space || $0 == LaidOutText.bar }.count
      }
      at = next
      return true
    }
  }
}
