package import Base

extension Decision {
  /// Longer words make the journal's tail, a part of every prompt, unreadable.
  static let maximumWords = 300

  /// What the journal says of this decision, on one line: looop's own account of the move, and the
  /// decider's words behind it in quotes, so that they can never pass for the move. `redaction` comes
  /// before the cut: the half of a secret at a cut is not found any more.
  package func journalLine(_ redaction: Redaction) -> String {
    let account = move.account(redaction) + (goal.map { " for \($0)" } ?? "")
    guard let words = journal ?? move.reason else { return account }
    // These are looop's own, and must not pass for the decider's.
    if journal == nil, words == MoveSchema.missingReason { return "\(account) (\(words))" }
    let quoted = JournalWords.quoted(redaction.text(words), bytes: Self.maximumWords)
    return "\(account): \(quoted)"
  }
}

extension Move {
  private static let maximumTarget = 200

  /// The decider's own reason, of a move that takes one.
  fileprivate var reason: String? {
    switch self {
    case .noop(let reason), .runShell(_, let reason), .killWorker(_, let reason): reason
    case .writeGoal, .archiveGoal, .writeSensor, .writePlaybook, .startWorker, .ask: nil
    }
  }

  /// Action, target, and the digest of what is written or run.
  fileprivate func account(_ redaction: Redaction) -> String {
    let name = name.rawValue
    let target = { JournalWords.quoted(redaction.text($0), bytes: Self.maximumTarget) }
    return switch self {
    case .noop: name
    case .runShell(let command, _):
      "\(name) "
        + JournalWords.command(redaction.text(command), bytes: Self.maximumTarget)
        + " (\(Self.digest(command)))"
    case .writeGoal(let id, let body): "\(name) \(id) (\(Self.digest(Self.stored(body))))"
    case .archiveGoal(let id), .killWorker(let id, _): "\(name) \(id)"
    case .writeSensor(let sensor, let script, let manifest):
      "\(name) \(sensor) (\(Self.digest(script))"
        + (manifest.map { ", manifest \(Self.digest($0))" } ?? "") + ")"
    case .writePlaybook(let body): "\(name) (\(Self.digest(Self.stored(body))))"
    case .startWorker(let id, let task): "\(name) \(id) (\(Self.digest(task.brief)))"
    case .ask(let prompt, _, _): "\(name) \(target(prompt)) (\(Self.digest(prompt)))"
    }
  }

  /// As `sha256sum` prints it of the file, its first digits.
  private static func digest(_ text: String) -> String {
    "sha256 \(Digest.short(text))"
  }

  /// A text is stored with a line feed at its end.
  private static func stored(_ body: String) -> String {
    body.hasSuffix("\n") ? body : body + "\n"
  }
}

/// Someone else's words within a line of looop's.
package enum JournalWords {
  /// `text` on one line in double quotes, those within it escaped; of a longer one the first `limit`
  /// bytes and `…`.
  package static func quoted(_ text: String, bytes limit: Int) -> String {
    quoted(text, bytes: limit, as: Untrusted.oneLine)
  }

  /// As `quoted`, what a shell reads: with the escapes of the gate's question, and `\n` for each new
  /// line.
  package static func command(_ text: String, bytes limit: Int) -> String {
    quoted(text, bytes: limit) { CommandText.shown($0).replacing("\n", with: "\\n") }
  }

  private static func quoted(
    _ text: String, bytes limit: Int, as form: (String) -> String
  ) -> String {
    // Far more than can be kept; spares the work on a body of megabytes.
    let start = String(text.unicodeScalars.prefix(2000))
    var escaped = ""
    for scalar in start.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    let line = form(escaped)
    let isWhole = text.utf8.count == start.utf8.count
    guard !isWhole || line.utf8.count > limit else { return "\"\(line)\"" }
    return "\"\(cut(line, bytes: limit))\""
  }

  private static func cut(_ line: String, bytes limit: Int) -> String {
    let mark = "…"
    var kept = String.UnicodeScalarView()
    var room = limit - mark.utf8.count
    var isEscape = false
    for scalar in line.unicodeScalars {
      room -= UTF8.width(scalar)
      // A backslash alone before the closing quote would open it again.
      if room < (scalar == "\\" && !isEscape ? 1 : 0) { break }
      isEscape = scalar == "\\" && !isEscape
      kept.append(scalar)
    }
    return String(kept) + mark
  }
}
