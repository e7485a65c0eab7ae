internal import Base

/// What a line of the journal is about, by looop's own words: those in quotes are someone else's.
package struct JournalSubject: Equatable {
  /// What follows from the line for a list of what was done.
  package enum Kind: Equatable {
    case deed
    /// A question that was put, answered or declined: it is listed with the asks.
    case question
    /// A move that was decided and not made, or a decision that there was nothing to do.
    case nothingDone
    case interrupted
  }

  private static let questionVerbs: Set<String> = ["asks", "still", "declined", "answered"]

  package let kind: Kind
  /// In the order of the line.
  package let goals: [String]
  package let workers: [String]
  package let ask: String?
  /// Whether a human did it by a verb.
  package let isByHuman: Bool

  package init(_ line: String) {
    let own = Self.unquoted(line)
    let words = own.split { " :,;()".contains($0) }.map(String.init)
    let pairs = Array(zip(words, words.dropFirst()))
    goals = pairs.filter { ["goal", "for", "write_goal", "archive_goal"].contains($0.0) }.map(\.1)
    workers = pairs.filter { ["worker", "start_worker", "kill_worker"].contains($0.0) }.map(\.1)
    let (first, second) = (words.first ?? "", words.dropFirst().first ?? "")
    let isAsk = AskID(first) != nil
    ask = isAsk ? first : nil
    isByHuman =
      own.contains(" via ") || own.hasPrefix("note by ") || own.hasPrefix("run by ")
    kind =
      switch first {
      case "noop", "dropped": .nothingDone
      case "interrupted": .interrupted
      default: isAsk && Self.questionVerbs.contains(second) ? .question : .deed
      }
  }

  /// A quoted word ends at the next quotation mark that is not escaped.
  private static func unquoted(_ line: String) -> String {
    var own: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in line.utf8 {
      if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && byte == UInt8(ascii: "\\") && !isEscaped
      own.append(isQuoted || byte == UInt8(ascii: "\"") ? .space : byte)
    }
    return String(decoding: own, as: UTF8.self)
  }
}
