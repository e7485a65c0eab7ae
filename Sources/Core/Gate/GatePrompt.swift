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
