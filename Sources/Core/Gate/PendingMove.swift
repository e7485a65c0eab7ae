internal import Base

/// A move that waits for a human yes: `gates/<ask id>.json`.
package struct PendingMove: Sendable, Equatable {
  package let ask: AskID
  package let decision: Decision
  /// Of the move exactly as it was shown.
  package let digest: String
  package let beat: String
  /// What it replaces, as it was when it was shown.
  package var replaced: String?

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
    package let replaced: String?

    package init(
      decision: Decision, rule: String, beat: String, declined: String? = nil,
      difference: String? = nil, replaced: String? = nil
    ) {
      self.replaced = replaced
      self.difference = difference
      self.decision = decision
      self.rule = rule
      self.beat = beat
      self.declined = declined
    }
  }

  /// The digest an answer must carry to approve `decision`.
  package static func digest(of decision: Decision) -> String {
    Digest.sha256(JSONWriter.text(decision.json, .canonical))
  }
}

/// What the human made of a pending move.
enum GateAnswer: Sendable, Equatable {
  case waiting
  case approved
  /// The human's words, or why the answer does not count.
  case declined(String)

  /// Only an answer with a name on it, that carries the digest of the move as it was shown,
  /// approves.
  static func of(_ pending: PendingMove, _ answer: Answer?) -> GateAnswer {
    guard let answer else { return .waiting }
    guard answer.approves else { return .declined(answer.text) }
    guard let author = answer.by, !author.user.isEmpty || author.uid >= 0 else {
      return .declined("the answer says \"\(answer.text)\" but not who gave it")
    }
    guard answer.moveDigest == pending.digest else {
      return .declined(
        "the answer says \"\(answer.text)\" to a different move than the pending one")
    }
    return .approved
  }
}
