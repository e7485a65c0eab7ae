internal import Base
internal import CSys
internal import Synchronization

/// What a verb says: results on standard output, everything else on standard error. A result that cannot
/// be written is remembered, and `Main` makes it a failure.
///
/// Written at once, so that a reader sees it immediately, and without `print`, whose dynamic casts
/// cost a tenth of a millisecond at each start.
enum Console {
  /// A result.
  static func say(_ text: String) { write(text + "\n", to: 1) }

  /// A piece of a result that is written in pieces.
  static func put(_ text: String) { write(text, to: 1) }

  /// The same of bytes as they are.
  static func put(_ bytes: [UInt8]) {
    if takesOutput { remember(Descriptor.write(bytes, to: 1)) }
  }

  /// A result for a program: one line.
  static func say(json value: some JSONWritable) { say(JSONWriter.text(value.json)) }

  /// Someone else's text, made safe for the screen, ending in a line feed.
  static func show(_ text: String) {
    let shown = Untrusted.visible(text)
    write(shown.hasSuffix("\n") || shown.isEmpty ? shown : shown + "\n", to: 1)
  }

  /// A result that counts as delivered once this returns. Throws `E_OUTPUT` with that hint.
  static func deliver(_ text: String, hint: String) throws(LooopError) {
    say(text)
    // Some file systems learn only here that they have no room.
    if takesOutput { remember(-csys_fsync(1), among: [EIO, ENOSPC, EDQUOT]) }
    if let problem = outputProblem {
      throw LooopError(problem.kind, code: problem.code, problem.message, hint: hint)
    }
  }

  // MARK: What standard output refused

  /// The errno of the first result that could not be written; 0 while all could.
  private static let refusal = Atomic<Int32>(0)

  /// Whether every result so far could be written.
  static var takesOutput: Bool { refusal.load(ordering: .relaxed) == 0 }

  /// Whether whoever read the results wants no more of them, which needs no words.
  static var isReaderGone: Bool { refusal.load(ordering: .relaxed) == EPIPE }

  /// Whoever read the results has gone, as a write would find out.
  static func loseReader() { remember(EPIPE) }

  static let outputCode = "E_OUTPUT"

  /// Why a result could not be written; nil while all could.
  static var outputProblem: LooopError? {
    let code = refusal.load(ordering: .relaxed)
    guard code != 0 else { return nil }
    let problem = AtomicFile.failure("write to", "standard output", errno: code)
    return LooopError(
      .cannotWrite, code: outputCode, problem.message,
      hint: "What the verb did stands; only what it says of that is lost.")
  }

  /// The end of the results: a network's file system may refuse what it took before.
  static func finish() {
    if takesOutput, close(1) != 0 { remember(csys_errno(), among: [EIO, ENOSPC, EDQUOT]) }
  }

  private static func remember(_ code: Int32, among codes: [Int32]? = nil) {
    if code != 0, codes?.contains(code) != false { refusal.store(code, ordering: .relaxed) }
  }

  // MARK: The person at the terminal

  /// A message to the person at the terminal, made safe for the screen: it may name what others named.
  static func note(_ text: String) { write(Untrusted.visible(text) + "\n", to: 2) }

  /// A failure for a program: one line, whose escapes are those of JSON.
  static func note(json value: some JSONWritable) {
    write(JSONWriter.text(value.json) + "\n", to: 2)
  }

  static var isInputTerminal: Bool { isatty(0) == 1 }
  static var isOutputTerminal: Bool { isatty(1) == 1 }
  static var isErrorTerminal: Bool { isatty(2) == 1 }

  /// The width of the terminal, 80 when it does not say; nil when the output goes elsewhere.
  static var outputColumns: Int? { isOutputTerminal ? terminalSize.columns : nil }

  /// The size of the terminal that results go to; 80 by 24 where it does not say.
  static var terminalSize: (columns: Int, rows: Int) {
    var columns: Int32 = 0
    var rows: Int32 = 0
    let isSaid = csys_terminal_size(1, &columns, &rows) == 0
    return (isSaid && columns > 0 ? Int(columns) : 80, isSaid && rows > 0 ? Int(rows) : 24)
  }

  /// A question to the person at the terminal, answered on the same line.
  static func ask(_ prompt: String) { write(prompt, to: 1) }

  /// One line typed at the terminal; nil at the end of the input. Throws `E_READ`.
  static func readLine(prompt: String) throws(LooopError) -> String? {
    ask(prompt)
    let line = try InputFile("-").line()
    if line == nil { say("") }
    return line
  }

  private static func write(_ text: String, to fd: Int32) {
    // After a gap the rest would read as a whole.
    guard fd != 1 || takesOutput else { return }
    let code = Descriptor.write(text.utf8, to: fd)
    // A message that cannot be shown changes nothing of what was done.
    if fd == 1 { remember(code) }
  }
}
