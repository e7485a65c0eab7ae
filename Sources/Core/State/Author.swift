package import Base

/// Who acted, as far as the system can tell.
package struct Author: Sendable, Equatable {
  package var user: String
  package var uid: Int
  package var tty: String?
  package var pid: Int
  /// The way the act came, such as "cli".
  package var via: String

  package init(user: String, uid: Int, tty: String?, pid: Int, via: String) {
    self.user = user
    self.uid = uid
    self.tty = tty
    self.pid = pid
    self.via = via
  }

  /// As the journal names who ruled a move: `ada via /dev/pts/3`.
  package var text: String {
    let name = user.isEmpty ? "the account \(uid)" : user
    return "\(Untrusted.word(name)) via \(Untrusted.word(tty ?? via))"
  }
}

extension Author: ShapedRecord {
  package static let blank = Author(user: "", uid: -1, tty: nil, pid: 0, via: "")

  package static let shape = Shape<Author> { field in
    field("user", \.user, "the name in `$USER`")
    field("uid", \.uid, "its number; -1 when it is not known")
    field("tty", \.tty, "the terminal; null when there was none")
    field("pid", \.pid, "the process")
    field("via", \.via, "the way it came, such as `cli`")
  }
}
