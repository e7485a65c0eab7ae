internal import Base

/// A move that waits for a human yes: `gates/<ask id>.json`.
package struct PendingMove: Sendable, Equatable {
  package let ask: AskID
  package let decision: Decision
  /// Of the move and of the text it was shown in.
  package let digest: String
  package let beat: String
  /// What it replaces, as it was when it was shown.
  package var replaced: String?
  /// Where it runs, as it was shown; nil for what starts nothing.
  package var folder: String?

  /// A move about to be put before the human.
  package struct Draft {
    package let decision: Decision
    /// Why it needs a yes.
    package let rule: String
    /// The beat that proposed it.
    package let beat: String
    /// The human's no to the same move before, in a sentence.
    package let declined: String?
    /// What it changes of what is there, line by line.
    package let difference: String?
    /// The digest of what is there.
    package var replaced: String?
    /// Where it runs.
    package var folder: String?

    package init(
      decision: Decision, rule: String, beat: String, declined: String? = nil,
      difference: String? = nil
    ) {
      self.difference = difference
      self.decision = decision
      self.rule = rule
      self.beat = beat
      self.declined = declined
    }
  }

  package static func digest(of decision: Decision) -> String {
    Digest.sha256(JSONWriter.text(decision.json, .canonical))
  }

  /// The digest an answer must carry to approve `decision`, where that was put before the human in
  /// these words, to run in `folder`.
  static func digest(
    of decision: Decision, shownAs text: String, in folder: String? = nil
  ) -> String {
    let parts = [digest(of: decision), Digest.sha256(text)] + (folder.map { [$0] } ?? [])
    return Digest.sha256(parts.joined(separator: " "))
  }
}

/// What this process put before the human, or found put there when it first looked: a later change on
/// the disk is then a change of something else.
package final class AskedMoves {
  private var digests: [String: String] = [:]

  package init() {}

  func note(_ ask: AskID, _ digest: String) { digests[ask.text] = digest }

  /// The digest of each pending move as it was asked; `stored` is what the disk says of it.
  func digests(of pending: [PendingMove], stored: [String: String]) -> [String: String] {
    // What was seen once stays known: a record may be gone for a moment only.
    for ask in pending.map(\.ask.text) where digests[ask] == nil { digests[ask] = stored[ask] }
    return digests
  }
}

/// What the human made of a pending move.
enum GateAnswer: Sendable, Equatable {
  case waiting
  case approved
  /// The human's words, or why the answer does not count.
  case declined(String)

  /// Only an answer with a name on it, that carries the digests of the move and of the text that
  /// whoever answered was shown, approves; and only what looop itself has asked: `asked` is its digest.
  static func of(
    _ pending: PendingMove, shownAs text: String?, asked: String?, _ answer: Answer?
  ) -> GateAnswer {
    guard let answer else { return .waiting }
    guard answer.approves else { return .declined(answer.text) }
    guard let author = answer.by, !author.user.isEmpty || author.uid >= 0 else {
      return .declined("the answer says \"\(answer.text)\" but not who gave it")
    }
    guard answer.moveDigest == pending.digest else {
      return .declined(
        "the answer says \"\(answer.text)\" to a different move than the pending one")
    }
    guard let text, answer.shown == Digest.sha256(text) else {
      return .declined(
        "the answer says \"\(answer.text)\" to a text other than the question's")
    }
    guard asked == pending.digest else {
      return .declined(
        asked == nil
          ? "the answer says \"\(answer.text)\" to a question that looop has no note of"
          : "the answer says \"\(answer.text)\", but question and move were changed after looop asked"
      )
    }
    return .approved
  }
}
