internal import Base
internal import CSys

/// What a verb says: results on standard output, everything else on standard error.
///
/// Written at once, so that a reader sees it immediately, and without `print`, whose dynamic casts
/// cost a tenth of a millisecond at each start.
enum Console {
  /// A result.
  static func say(_ text: String) { write(text + "\n", to: 1) }

  /// A piece of a result that is written in pieces.
  static func put(_ text: String) { write(text, to: 1) }

  /// A result for a program: one line.
  static func say(json value: some JSONWritable) { say(JSONWriter.text(value.json)) }

  /// Someone else's text, made safe for the screen, ending in a line feed.
  static func show(_ text: String) {
    let shown = Untrusted.visible(text)
    write(shown.hasSuffix("\n") || shown.isEmpty ? shown : shown + "\n", to: 1)
  }

  /// A message to the person at the terminal.
  static func note(_ text: String) { write(text + "\n", to: 2) }

  static var isInputTerminal: Bool { isatty(0) == 1 }
  static var isOutputTerminal: Bool { isatty(1) == 1 }
  static var isErrorTerminal: Bool { isatty(2) == 1 }

  /// The width of the terminal, 80 when it does not say; nil when the output goes elsewhere.
  static var outputColumns: Int? {
    guard isOutputTerminal else { return nil }
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard csys_terminal_size(1, &columns, &rows) == 0, columns > 0 else { return 80 }
    return Int(columns)
  }

  /// A question to the person at the terminal, answered on the same line.
  static func ask(_ prompt: String) { write(prompt, to: 1) }

  /// One line typed at the terminal; nil at the end of the input.
  static func readLine(prompt: String) -> String? {
    ask(prompt)
    let line = Swift.readLine(strippingNewline: true)
    if line == nil { say("") }
    return line
  }

  private static func write(_ text: String, to fd: Int32) { write(Array(text.utf8), to: fd) }

  /// Drops the text when it cannot be written: the reader has gone.
  private static func write(_ bytes: [UInt8], to fd: Int32) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { CSys.write(fd, $0.baseAddress, $0.count) }
      if count < 0, csys_errno() == EINTR { continue }
      guard count > 0 else { return }
      done += count
    }
  }
}
