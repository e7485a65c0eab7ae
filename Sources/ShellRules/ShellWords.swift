internal import Base

/// One word of a command line, quotes and backslashes resolved.
package struct ShellWord: Sendable, Equatable {
  /// A variable whose value is known not to matter stays as `$NAME`.
  package var text: String
  /// `*`, `?` or `[…]` appears in it unquoted.
  package var hasGlob = false
  /// It starts with an unquoted `~`.
  package var hasTilde = false
  package var hasVariable = false
  /// The first one outside of quotes: the shell cuts its value into words, and takes patterns in it
  /// for files.
  package var bareVariable: String?
  /// The shell takes it for `NAME=value` where it stands before a program: no quote, no expansion up
  /// to the equals sign.
  package var isAssignment = false
  /// The command lines inside it: `$(…)`, backticks, `<(…)`.
  package var nested: [String] = []

  package init(_ text: String) { self.text = text }
}

/// Cuts a command line into words and operators as a POSIX shell does.
///
/// It never fails. What it cannot tell the meaning of it notes as a doubt and goes on, so that the
/// commands of a line can be looked at even when the line as a whole is not understood.
struct ShellWords {
  enum Token: Equatable {
    case word(ShellWord)
    /// `;` `;;` `&` `&&` `|` `||` `(` `)` or a line feed.
    case separator(String)
    /// `>` and its kin, with the word behind it.
    case redirect(String, ShellWord?)
  }

  private(set) var tokens: [Token] = []
  /// Why the line is not understood; the first reason.
  private(set) var doubt: String?
  private(set) var hereDocuments: [String] = []

  let bytes: [UInt8]
  var at = 0
  private var pending: [(delimiter: String, stripsTabs: Bool)] = []

  init(_ line: String) {
    bytes = Array(line.utf8)
    while let byte = peek() { token(byte) }
    if !pending.isEmpty { note("a here-document without its end") }
  }

  func peek(_ offset: Int = 0) -> UInt8? {
    at + offset < bytes.count ? bytes[at + offset] : nil
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func note(_ reason: String) { doubt = doubt ?? reason }

  /// The shell takes a backslash and its line feed away before it knows an operator or an
  /// expansion: behind half of one, the other half may follow on the next line.
  mutating func noteBrokenLine() {
    if peek() == ShellByte.backslash, peek(1) == .lineFeed {
      note("a line broken inside an operator or an expansion")
    }
  }

  // MARK: - Tokens

  private mutating func token(_ byte: UInt8) {
    switch byte {
    case .space, .tab: at += 1
    case .lineFeed:
      at += 1
      tokens.append(.separator("\n"))
      readHereDocuments()
    case ShellByte.hash: while let byte = peek(), byte != .lineFeed { at += 1 }
    case ShellByte.semicolon, ShellByte.pipe, ShellByte.ampersand, ShellByte.open, ShellByte.close:
      separator(byte)
    case ShellByte.less, ShellByte.greater: redirect("")
    case ShellByte.backslash where peek(1) == .lineFeed: at += 2
    default: word()
    }
  }

  private mutating func separator(_ byte: UInt8) {
    if byte == ShellByte.ampersand, peek(1) == ShellByte.greater {
      at += 1
      return redirect("&")
    }
    let isPair = peek(1) == byte && byte != ShellByte.open && byte != ShellByte.close
    if byte == ShellByte.open || byte == ShellByte.close { note("parentheses") }
    tokens.append(.separator(text(at..<(at + (isPair ? 2 : 1)))))
    at += isPair ? 2 : 1
    // A pipe that takes standard error along to some shells, an error to others.
    if byte == ShellByte.pipe, !isPair, peek() == ShellByte.ampersand {
      note("the operator |&")
      at += 1
    }
  }

  private mutating func redirect(_ prefix: String) {
    if peek(1) == ShellByte.open {
      note("a process substitution")
      var word = ShellWord("")
      at += 1
      word.nested = [substitution()]
      tokens.append(.word(word))
      return
    }
    let start = at
    at += 1
    while let byte = peek(),
      [ShellByte.less, ShellByte.greater, ShellByte.ampersand, ShellByte.pipe].contains(byte),
      at - start < 3
    { at += 1 }
    noteBrokenLine()
    let sign = prefix + text(start..<at)
    if sign == "<<", peek() == UInt8(ascii: "-") { at += 1 }
    let stripsTabs = sign == "<<" && bytes[at - 1] == UInt8(ascii: "-")
    while peek() == .space || peek() == .tab { at += 1 }
    let before = tokens.count
    if let byte = peek(), !ShellByte.endsWord(byte) { word() }
    var target: ShellWord?
    if tokens.count > before, case .word(let word) = tokens[tokens.count - 1] {
      target = word
      tokens.removeLast()
    }
    if sign == "<<" {
      note("a here-document")
      if let target { pending.append((target.text, stripsTabs)) }
    } else {
      if sign == "<<<", let target { hereDocuments.append(target.text) }
      tokens.append(.redirect(sign, target))
    }
  }

  private mutating func readHereDocuments() {
    for document in pending {
      var lines: [Substring] = []
      var isClosed = false
      while !isClosed, at < bytes.count {
        let end = bytes[at...].firstIndex(of: .lineFeed) ?? bytes.count
        let line = text(at..<end)
        at = min(end + 1, bytes.count)
        let bare = document.stripsTabs ? line.drop { $0 == "\t" } : Substring(line)
        isClosed = bare == document.delimiter
        if !isClosed { lines.append(bare) }
      }
      hereDocuments.append(lines.joined(separator: "\n"))
    }
    pending = []
  }

  // MARK: - Words

  private mutating func word() {
    let start = at
    var word = ShellWord("")
    var resolved: [UInt8] = []
    var isBare = true
    var hasBrace = false
    var hasBracket = false
    // How much of the word has no quote and no expansion before it.
    var bareLength: Int?
    if peek() == UInt8(ascii: "~") {
      word.hasTilde = true
      if let next = peek(1), "+-".utf8.contains(next) || next.isDigit {
        note("a tilde that not every shell replaces")
      }
    }
    while let byte = peek(), !ShellByte.endsWord(byte) {
      // A line break taken away is no quote.
      if ShellByte.quotesOrExpands(byte), byte != ShellByte.backslash || peek(1) != .lineFeed {
        bareLength = bareLength ?? resolved.count
      }
      switch byte {
      case ShellByte.backslash:
        isBare = false
        at += 1
        guard let next = peek() else {
          note("a backslash at the end")
          break
        }
        at += 1
        if next != .lineFeed { resolved.append(next) }
      case ShellByte.quote:
        isBare = false
        singleQuoted(into: &resolved)
      case ShellByte.doubleQuote:
        isBare = false
        doubleQuoted(into: &resolved, &word)
      case ShellByte.dollar: dollar(into: &resolved, &word, isQuoted: false)
      case ShellByte.backtick: backtick(&word)
      default:
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "?"): word.hasGlob = true
        case UInt8(ascii: "["): hasBracket = true
        case UInt8(ascii: "]"): if hasBracket { word.hasGlob = true }
        case UInt8(ascii: "{"): hasBrace = true
        case 0..<0x20, 0x7F: note("a control character")
        default: break
        }
        resolved.append(byte)
        at += 1
      }
    }
    word.text = String(decoding: resolved, as: UTF8.self)
    let bare = String(decoding: resolved.prefix(bareLength ?? resolved.count), as: UTF8.self)
    word.isAssignment = ShellShape.assignedName(bare) != nil
    if hasBrace, word.text.containsBytes(",") || word.text.containsBytes("..") {
      note("a brace expansion")
    }
    // Digits right before a redirection are the number of a descriptor, no word.
    let isDescriptor =
      isBare && at > start && bytes[start..<at].allSatisfy(\.isDigit) && isBeforeRedirection
    if hasBrace, resolved.last == UInt8(ascii: "}"), isBeforeRedirection {
      note("a descriptor with a name")
    }
    guard isDescriptor else { return tokens.append(.word(word)) }
    // Of several digits some shells make a word after all.
    if at - start > 1 { note("a descriptor of more than one digit") }
    let usual = peek() == ShellByte.less ? "0" : "12"
    if !usual.utf8.contains(bytes[start]) { note("the descriptor \(text(start..<at))") }
  }

  private var isBeforeRedirection: Bool {
    peek() == ShellByte.less || peek() == ShellByte.greater
  }

  private mutating func singleQuoted(into resolved: inout [UInt8]) {
    let start = at + 1
    let end = bytes[start...].firstIndex(of: ShellByte.quote)
    if end == nil { note("a quote without its end") }
    resolved += bytes[start..<(end ?? bytes.count)]
    at = min((end ?? bytes.count) + 1, bytes.count)
  }

  private mutating func doubleQuoted(into resolved: inout [UInt8], _ word: inout ShellWord) {
    at += 1
    while let byte = peek(), byte != ShellByte.doubleQuote {
      switch byte {
      case ShellByte.backslash:
        let next = peek(1)
        at += 2
        switch next {
        case .lineFeed?: break
        case ShellByte.dollar?, ShellByte.backtick?, ShellByte.doubleQuote?, ShellByte.backslash?:
          resolved.append(bytes[at - 1])
        default: resolved += [ShellByte.backslash] + (next.map { [$0] } ?? [])
        }
      case ShellByte.dollar: dollar(into: &resolved, &word, isQuoted: true)
      case ShellByte.backtick: backtick(&word)
      default:
        resolved.append(byte)
        at += 1
      }
    }
    if at >= bytes.count { note("a quote without its end") }
    at = min(at + 1, bytes.count)
  }
}
