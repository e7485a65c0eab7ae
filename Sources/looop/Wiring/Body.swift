internal import Base

/// The text of a goal, an answer, a brief: inline, or from standard input when absent or `-`.
enum Body {
  static let limit = 4 << 20

  static func text(_ argument: String?, what: String) throws(LooopError) -> String {
    let text: String
    if let argument, argument != "-" { text = argument } else { text = try typed(what) }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw LooopError(
        .usage, code: "E_EMPTY", "The \(what) is empty.",
        hint: "Give it inline or on standard input.")
    }
    return text
  }

  private static func typed(_ what: String) throws(LooopError) -> String {
    if Console.isInputTerminal { Console.note("Type the \(what); end with Ctrl-D.") }
    let bytes = Console.readAll()
    guard bytes.count <= limit else {
      throw LooopError(
        .usage, code: "E_TOO_LARGE", "The \(what) is larger than \(limit >> 20) MiB.",
        hint: "Put the bulk into a file and name it.")
    }
    guard !bytes.contains(0) else {
      throw LooopError(.usage, code: "E_NUL", "The \(what) holds a NUL byte.", hint: "Remove it.")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
