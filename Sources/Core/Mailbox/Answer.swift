package import Base

/// The human's reply to an ask.
package struct Answer: Sendable, Equatable {
  package var text: String
  /// Seconds since 1970.
  package var at: Int
  /// Who gave it; nil for an answer without a name on it, which approves nothing.
  package var by: Author?
  /// The digest of the gated move as it was shown to whoever answered.
  package var moveDigest: String?
  /// As it was read, fields unknown to us included.
  package var record = JSONObject()

  /// Whether these words approve: `yes` or `y`, nothing else.
  package var approves: Bool { Assent.of(text) == .yes }
}

extension Answer: ShapedRecord {
  package static let blank = Answer(text: "", at: 0, by: nil, moveDigest: nil)

  /// As `answers/<ask id>.json` has it.
  package static let shape = Shape<Answer>(keeping: \.record) { field in
    field.version()
    field(needed: "answer", \.text, "the words")
    field("ts", \.at, "when it was given")
    field(optional: "by", \.by, "who gave it; without a name it approves nothing")
    field(optional: "move", \.moveDigest, "the digest of the gated move as it was shown")
  }

  static func read(_ record: JSONObject) -> Answer? {
    guard var answer = try? Answer(record) else { return nil }
    answer.record = record
    return answer
  }
}

/// Who answered, as far as the system can tell.
package struct Author: Sendable, Equatable {
  /// The account's name; empty when the system knows none.
  package var user: String
  package var uid: Int
  package var tty: String?
  package var pid: Int
  /// The way the answer came, such as "cli".
  package var via: String
  /// Who the environment says it is, when that is not the account: `su` and `sudo` leave such a trace,
  /// and anyone can set it.
  package var claimed: String?

  package init(
    user: String, uid: Int, tty: String?, pid: Int, via: String, claimed: String? = nil
  ) {
    self.claimed = claimed
    self.user = user
    self.uid = uid
    self.tty = tty
    self.pid = pid
    self.via = via
  }

  /// As the journal names who ruled a move: `ada via /dev/pts/3`.
  package var text: String { "\(name) via \(Untrusted.word(tty ?? via))" }

  /// As in `ada`, or `root (named ada)` where the environment names another.
  package var name: String {
    let account = user.isEmpty ? "the account \(uid)" : Untrusted.word(user)
    return claimed.map { "\(account) (named \(Untrusted.word($0)))" } ?? account
  }
}

extension Author: ShapedRecord {
  package static let blank = Author(user: "", uid: -1, tty: nil, pid: 0, via: "")

  package static let shape = Shape<Author> { field in
    field("user", \.user, "the name of the account; `$USER` where the system knows none")
    field("uid", \.uid, "its number; -1 when it is not known")
    field("tty", \.tty, "the terminal; null when there was none")
    field("pid", \.pid, "the process")
    field("via", \.via, "the way it came, such as `cli`")
    field(
      optional: "claimed", \.claimed,
      "the name in `$SUDO_USER`, `$USER` or `$LOGNAME` when that is another one")
  }
}
