internal import ArgumentParser
internal import Base

/// The option of every verb that takes a text.
struct TextFile: ParsableArguments {
  @Option(help: .init("Read the text from this file; - is standard input.", valueName: "file"))
  var file: String?
}

/// The text of a goal, an answer, a brief: the words of the line, a file, or standard input when
/// there are no words, or only `-`.
enum Body {
  static let limit = 4 << 20

  /// What a text is, which decides when a single word counts as the name of a file.
  enum Form {
    /// A goal, a brief: never one word that names a file.
    case document
    /// An answer, a report: one word may name a file, unless it can only be a document of the caller's.
    case reply
  }

  static func text(
    _ words: [String], from source: TextFile? = nil, what: String, form: Form = .document
  ) throws(LooopError) -> String {
    let text: String
    if let file = source?.file {
      guard words.isEmpty else {
        throw LooopError(
          .usage, code: "E_USAGE", "The \(what) is given twice, as words and with --file.",
          hint: "Leave out one of them.")
      }
      text = try read(file, what)
    } else if words.isEmpty || words == ["-"] && !Arguments.hasTerminator {
      if Console.isInputTerminal { Console.note("Type the \(what); end with Ctrl-D.") }
      text = try read("-", what)
    } else {
      if words.count == 1, !Arguments.hasTerminator { try refuseFile(words[0], in: what, form) }
      text = words.joined(separator: " ")
    }
    try demandWords(text, what: what)
    return text
  }

  private static func demandWords(_ text: String, what: String) throws(LooopError) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw LooopError(
        .usage, code: "E_EMPTY", "The \(what) is empty.",
        hint: "Give it as words, with --file FILE, or on standard input.")
    }
  }

  /// A text that came as it is, from a program: what `text` demands of one from a file.
  static func given(_ text: String, what: String) throws(LooopError) -> String {
    try demand(text.utf8, what: what)
    try demandWords(text, what: what)
    return text
  }

  private static func demand(
    _ bytes: some Collection<UInt8>, what: String
  ) throws(LooopError) {
    if bytes.count > limit { throw tooLarge(what) }
    guard !bytes.contains(0) else {
      throw LooopError(.usage, code: "E_NUL", "The \(what) holds a NUL byte.", hint: "Remove it.")
    }
  }

  private static func tooLarge(_ what: String) -> LooopError {
    LooopError(
      .usage, code: "E_TOO_LARGE", "The \(what) is larger than \(limit >> 20) MiB.",
      hint: "Put the bulk into a file and name it.")
  }

  private static func read(_ path: String, _ what: String) throws(LooopError) -> String {
    let input = try InputFile(path)
    defer { input.close() }
    guard let bytes = try input.whole(limit: limit) else { throw tooLarge(what) }
    try demand(bytes, what: what)
    return try ExactText.read(bytes, "The \(what)\(path == "-" ? "" : " in \(path)")")
  }

  /// Refuses the name of a file where its text is meant.
  private static func refuseFile(
    _ word: String, in what: String, _ form: Form
  ) throws(LooopError) {
    let isFile = FileFacts.isFile(word)
    let isDocument = word.lowercased().hasSuffix(".md") && !word.contains(where: \.isWhitespace)
    let isMeant =
      switch form {
      case .document: isFile || isDocument
      case .reply: isFile && (isDocument || word.contains("/"))
      }
    guard isMeant else { return }
    let shown = Untrusted.oneLine(word)
    let quoted = Untrusted.oneLine(ShellQuote.word(word))
    let kind = isFile ? "is the name of a file" : "looks like the name of a file"
    throw LooopError(
      .usage, code: "E_FILE_NAME", "'\(shown)' \(kind), not the text of the \(what).",
      hint: "The file's text: `--file \(quoted)`, or `- < \(quoted)`."
        + " The word itself: put `--` before it.")
  }
}
