internal import Base

/// What a shell replaces before it runs a command: the parts whose outcome cannot be known here.
extension ShellWords {
  /// Their values change nothing about what a command does.
  private static let harmlessVariables: Set<String> = [
    "HOME", "PWD", "USER", "LOGNAME", "LOOOP_DATA_DIR",
  ]
  /// Nothing sane nests deeper, and a stack has an end.
  private static let maximumNesting = 32

  mutating func dollar(
    into resolved: inout [UInt8], _ word: inout ShellWord, isQuoted: Bool
  ) {
    at += 1
    noteBrokenLine()
    switch peek() {
    case ShellByte.open?:
      note("a command substitution")
      word.nested.append(substitution())
    case UInt8(ascii: "{")?:
      let start = at + 1
      at = min(skipped(from: start, until: UInt8(ascii: "}"), 0), bytes.count)
      let content = text(start..<at)
      at = min(at + 1, bytes.count)
      variable(content, into: &resolved, &word, isQuoted: isQuoted)
    case UInt8(ascii: "[")?:
      // Arithmetic to bash, in which an index runs the commands in it; text to a POSIX shell.
      note("an arithmetic expansion")
      resolved.append(ShellByte.dollar)
    case UInt8(ascii: "?")?, ShellByte.dollar?, ShellByte.hash?:
      word.hasVariable = true
      resolved += [ShellByte.dollar, bytes[at]]
      at += 1
    case ShellByte.quote? where !isQuoted, ShellByte.doubleQuote? where !isQuoted:
      note("a $'…' string")
    case let byte? where byte.isNameByte && !byte.isDigit:
      let start = at
      while let byte = peek(), byte.isNameByte { at += 1 }
      noteBrokenLine()
      variable(text(start..<at), into: &resolved, &word, isQuoted: isQuoted)
    case let byte? where byte.isDigit || "@*!-".utf8.contains(byte):
      note("the variable $\(text(at..<(at + 1)))")
      at += 1
    default: resolved.append(ShellByte.dollar)
    }
  }

  private mutating func variable(
    _ name: String, into resolved: inout [UInt8], _ word: inout ShellWord, isQuoted: Bool
  ) {
    word.hasVariable = true
    if !isQuoted { word.bareVariable = word.bareVariable ?? Self.shown(name) }
    if !Self.harmlessVariables.contains(name) {
      note("the variable \(Self.shown(name))")
      // A default may hold commands of its own.
      if !name.utf8.allSatisfy(\.isNameByte) { word.nested.append(name) }
    }
    resolved += Array("$\(name)".utf8)
  }

  private static func shown(_ name: String) -> String {
    "$\(Untrusted.oneLine(String(name.unicodeScalars.prefix(40))))"
  }

  mutating func backtick(_ word: inout ShellWord) {
    note("a command substitution")
    at += 1
    var inner: [UInt8] = []
    while let byte = peek(), byte != ShellByte.backtick {
      if byte == ShellByte.backslash, let next = peek(1) {
        if next != ShellByte.backtick, next != ShellByte.backslash { inner.append(byte) }
        inner.append(next)
        at += 2
      } else {
        inner.append(byte)
        at += 1
      }
    }
    at = min(at + 1, bytes.count)
    word.nested.append(String(decoding: inner, as: UTF8.self))
  }

  /// The text between the parenthesis at the cursor and the one that closes it.
  mutating func substitution() -> String {
    let start = at + 1
    let end = min(skipped(from: start, until: ShellByte.close, 0), bytes.count)
    at = min(end + 1, bytes.count)
    return text(start..<max(start, end))
  }

  /// The index of the closing byte that belongs to what starts at `index`, or the end.
  private func skipped(from index: Int, until closing: UInt8, _ depth: Int) -> Int {
    guard depth < Self.maximumNesting else { return bytes.count }
    var index = index
    while index < bytes.count, bytes[index] != closing {
      switch bytes[index] {
      case ShellByte.backslash: index += 1
      case ShellByte.quote where closing != ShellByte.doubleQuote:
        index = bytes[(index + 1)...].firstIndex(of: ShellByte.quote) ?? bytes.count
      case ShellByte.doubleQuote:
        index = skipped(from: index + 1, until: ShellByte.doubleQuote, depth + 1)
      case ShellByte.open
      where closing != ShellByte.doubleQuote || bytes[index - 1] == ShellByte.dollar:
        index = skipped(from: index + 1, until: ShellByte.close, depth + 1)
      default: break
      }
      index += 1
    }
    return index
  }
}
