internal import Base

/// How a gated move is put to a person: every byte that would run, at the end, and what yes means.
enum GatePrompt {
  /// How much of the decider's reason is shown.
  private static let reasonBytes = 300

  static func text(_ move: PendingMove.Draft, _ redaction: Redaction = .none) -> String {
    let members = move.decision.json.object?.members ?? []
    var lines = [
      "May the loop do this? It runs exactly this, once, after a yes.",
      "Only yes runs it; other words decline it, and they reach the loop.", "",
    ]
    for (key, value) in members where key != "journal" && !MoveSchema.runningFields.contains(key) {
      lines += field(key, of: value, redaction)
    }
    if let folder = move.folder { lines.append("  in: \(Untrusted.visible(folder))") }
    lines += ["", "Why it asks: \(move.rule)."]
    if let declined = move.declined { lines.append("The same move was \(declined).") }
    if let difference = move.difference {
      lines += ["", "What it changes:"] + barred(difference)
    }
    // Last, where the eye ends up: no reason, however long, moves it out of sight.
    let running = MoveSchema.runningFields.compactMap { name in
      members.first { $0.key == name }
    }
    if !running.isEmpty { lines += ["", "What runs:"] }
    for (key, value) in running { lines += block(key, CommandText.shown(text(value))) }
    return lines.joined(separator: "\n")
  }

  private static func field(
    _ key: String, of value: JSONValue, _ redaction: Redaction
  ) -> [String] {
    guard key != "reason" else {
      // Before it is cut; what is whole is redacted with the question.
      let reason = redaction.text(text(value))
      return ["  \(key): \(JournalWords.quoted(reason, bytes: reasonBytes))"]
    }
    return block(key, text(value))
  }

  private static func text(_ value: JSONValue) -> String {
    value.string ?? JSONWriter.text(value)
  }

  private static func block(_ key: String, _ text: String) -> [String] {
    text.contains("\n")
      ? ["  \(key):"] + barred(text) : ["  \(key): \(Untrusted.visible(text))"]
  }

  private static func barred(_ text: String) -> [String] {
    Untrusted.barred(Untrusted.lines(text), indent: 4)
  }
}

/// What would run, shown so that nothing in it goes unseen: what is not ASCII as escapes, and long
/// stretches of blanks and of empty lines as their number.
enum CommandText {
  private static let mostBlanks = 24
  private static let mostEmptyLines = 2

  static func shown(_ text: String) -> String {
    var lines: [String] = []
    var empty = 0
    let newLine: Unicode.Scalar = "\n"
    for line in text.unicodeScalars.split(separator: newLine, omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " || $0 == "\t" || $0 == "\r" }) {
        empty += 1
        continue
      }
      lines += gap(empty)
      empty = 0
      lines.append(Untrusted.ascii(counted(line)))
    }
    return (lines + gap(empty)).joined(separator: "\n")
  }

  private static func gap(_ count: Int) -> [String] {
    count > mostEmptyLines
      ? ["[\(count) empty lines]"] : Array(repeating: "", count: count)
  }

  /// With stretches of blanks, of any kind and invisible ones too, that are too long replaced by their
  /// number.
  private static func counted(_ line: Substring.UnicodeScalarView) -> String {
    var result = String.UnicodeScalarView()
    var run = String.UnicodeScalarView()
    func close() {
      result.append(
        contentsOf: run.count > mostBlanks ? "[\(run.count) blanks]".unicodeScalars : run)
      run = String.UnicodeScalarView()
    }
    for scalar in line {
      if Untrusted.isUnseen(scalar) {
        run.append(scalar)
      } else {
        close()
        result.append(scalar)
      }
    }
    close()
    return String(result)
  }
}
