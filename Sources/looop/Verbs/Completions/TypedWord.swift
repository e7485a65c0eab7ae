/// A word as a person has typed it so far, with its quotes: what it will be once it is finished.
enum TypedWord {
  /// `text` as a POSIX shell would read it, as far as that needs no command and no variable but HOME.
  static func unquoted(_ text: String, home: String?) -> String {
    var result: [UInt8] = []
    var quote: UInt8?
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      switch (byte, quote) {
      case (backslash, nil): if let next = bytes.next() { result.append(next) }
      case (backslash, doubleQuote):
        guard let next = bytes.next() else { break }
        if !"\\\"$`".utf8.contains(next) { result.append(byte) }
        result.append(next)
      case (singleQuote, nil), (doubleQuote, nil): quote = byte
      case (_, byte?) where byte == quote: quote = nil
      default: result.append(byte)
      }
    }
    let word = String(decoding: result, as: UTF8.self)
    guard let home, text == "~" || text.hasPrefix("~/") else { return word }
    return home + word.dropFirst()
  }

  private static let backslash = UInt8(ascii: "\\")
  private static let singleQuote = UInt8(ascii: "'")
  private static let doubleQuote = UInt8(ascii: "\"")
}
