internal import CSys
internal import Core

/// What a verb says: results on standard output, everything else on standard error.
enum Console {
  /// A result.
  static func say(_ text: String) { print(text) }

  /// A result for a program: one line.
  static func say(_ json: JSONValue) { print(JSONWriter.text(json)) }

  /// A word to the person at the keys.
  static func note(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  /// Hands over what `say` holds back, for somebody who reads along.
  static func flush() { fflush(nil) }

  static var isInputTerminal: Bool { isatty(0) == 1 }
  static var isOutputTerminal: Bool { isatty(1) == 1 }

  /// One line typed at the terminal; nil at the end of the input.
  static func readLine(prompt: String) -> String? {
    print(prompt, terminator: "")
    flush()
    return Swift.readLine(strippingNewline: true)
  }

  /// Everything on standard input.
  static func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(0, &buffer, buffer.count), count > 0 {
      bytes.append(contentsOf: buffer[0..<count])
    }
    return bytes
  }
}

extension Console {
  /// A text of somebody else's, made safe for the screen, with a line feed at its end.
  static func show(_ text: String) {
    let shown = Untrusted.visible(text)
    print(shown, terminator: shown.hasSuffix("\n") || shown.isEmpty ? "" : "\n")
  }
}
