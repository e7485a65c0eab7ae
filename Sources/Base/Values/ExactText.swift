/// Text of a person's as they wrote it: Swift would put U+FFFD in the place of what is not UTF-8, and
/// none would see that.
package enum ExactText {
  /// The text of `bytes`. Throws `E_UTF8`, with the place and the mend, when they are not UTF-8. `what` is
  /// the subject of the message: "The goal".
  package static func read(
    _ bytes: [UInt8], _ what: @autoclosure () -> String
  ) throws(LooopError) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    if let problem = problem(text, of: bytes, what()) { throw problem }
    return text
  }

  /// Why `text` is not what `bytes` say, which it was read from; nil when it is.
  package static func problem(
    _ text: String, of bytes: [UInt8], _ what: @autoclosure () -> String
  ) -> LooopError? {
    text.utf8.elementsEqual(bytes) ? nil : problem(bytes, what())
  }

  private static func problem(_ bytes: [UInt8], _ what: String) -> LooopError {
    let valid = bytes.prefix(validCount(bytes))
    let line = valid.count { $0 == .lineFeed } + 1
    let start = valid.lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
    let column = String(decoding: valid[start...], as: UTF8.self).unicodeScalars.count + 1
    let byte = String(bytes[valid.count], radix: 16, uppercase: true)
    return LooopError(
      .badData, code: "E_UTF8",
      "\(what) is not UTF-8: line \(line), column \(column) has the byte 0x\(byte).",
      hint: "Give it as UTF-8; `iconv -f LATIN1 -t UTF-8` makes that of Latin-1.")
  }

  /// How many bytes at the beginning are UTF-8.
  private static func validCount(_ bytes: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var count = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { count += scalar.count }
    return count
  }
}
