/// A set of characters, as in a pattern's brackets: some of ASCII, and all others or none.
struct CharacterClass: Equatable {
  /// Codes, in order and each once; never NUL.
  private var members: [UInt8]
  /// Whether every character outside ASCII belongs to it.
  private var hasOthers = false

  private static let all = UInt8(1)...0x7F

  init(_ members: some Sequence<UInt8> = []) { self.members = Self.ordered(members) }

  static let digits = CharacterClass(UInt8(ascii: "0")...UInt8(ascii: "9"))
  static let blanks = CharacterClass(Array(" \t\n\r\u{B}\u{C}".utf8))
  static let word = CharacterClass(
    all.filter {
      switch $0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
        true
      default: false
      }
    })
  /// What `.` matches: anything but a line end.
  static let inLine = CharacterClass([0x0A, 0x0D]).inverted

  var isEmpty: Bool { members.isEmpty && !hasOthers }

  var inverted: CharacterClass {
    var result = CharacterClass(Self.all.filter { !members.contains($0) })
    result.hasOthers = !hasOthers
    return result
  }

  mutating func insert(_ other: CharacterClass) {
    members = Self.ordered(members + other.members)
    hasOthers = hasOthers || other.hasOthers
  }

  /// The class in POSIX syntax.
  var expression: [UInt8] {
    guard hasOthers else { return Self.brackets(members) }
    // Excluding works on bytes too: one that starts a character, then its continuation bytes.
    let continuation = Array(UInt8(0x80)...0xBF)
    let excluded = inverted.members + continuation
    return Array("(".utf8) + Self.brackets(excluded, isExcluding: true)
      + Self.brackets(continuation) + Array("*)".utf8)
  }

  /// Its number of elements for the C library.
  var size: Int { hasOthers ? 2 : 1 }

  /// Lists each byte, since the locale decides what a range contains. Brackets have no escapes: special
  /// characters are put where they are literal.
  private static func brackets(_ bytes: [UInt8], isExcluding: Bool = false) -> [UInt8] {
    let bracket = UInt8(ascii: "]")
    let late = [UInt8(ascii: "["), UInt8(ascii: "^"), UInt8(ascii: "-")]
    if bytes == [UInt8(ascii: "^")], !isExcluding { return Array("\\^".utf8) }
    var listed = bytes.contains(bracket) ? [bracket] : []
    listed += bytes.filter { $0 != bracket && !late.contains($0) }
    listed += late.filter(bytes.contains)
    // `[^-]` would match everything but a hyphen.
    if !isExcluding, listed.first == UInt8(ascii: "^") { listed.reverse() }
    return Array((isExcluding ? "[^" : "[").utf8) + listed + Array("]".utf8)
  }

  private static func ordered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var isMember = [Bool](repeating: false, count: 256)
    for byte in bytes { isMember[Int(byte)] = true }
    return (0...UInt8.max).filter { isMember[Int($0)] }
  }
}
