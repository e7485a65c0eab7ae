package import Base

/// Who acted, as far as the system can tell.
package struct Author: Sendable, Equatable {
  /// The account's name; empty when the system knows none.
  package var user: String
  package var uid: Int
  package var tty: String?
  package var pid: Int
  /// The way the act came, such as "cli".
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
      "the name in `$SUDO_USER`, `$USER` or `$LOGNAME` when that differs from `user`")
  }
}
