package import Base

/// The human's reply to an ask.
package struct Answer: Sendable, Equatable {
  package let text: String
  /// Seconds since 1970.
  package let at: Int
  /// Who gave it; nil for an answer without a name on it, which approves nothing.
  package let by: Author?
  /// The digest of the gated move as it was shown to whoever answered.
  package let moveDigest: String?
  package let record: JSONObject

  static func read(_ record: JSONObject) -> Answer? {
    guard let text = record["answer"]?.string else { return nil }
    return Answer(
      text: text, at: record["ts"]?.int ?? 0, by: record["by"]?.object.map(Author.init),
      moveDigest: record["move"]?.string, record: record)
  }

  /// Whether these words approve: `yes` or `y`, nothing else.
  package var approves: Bool {
    ["yes", "y"].contains(Untrusted.oneLine(text).lowercased())
  }
}

/// Who answered, as far as the system can tell.
package struct Author: Sendable, Equatable {
  package let user: String
  package let uid: Int
  package let tty: String?
  package let pid: Int
  /// The way the answer came, such as "cli".
  package let via: String

  package init(user: String, uid: Int, tty: String?, pid: Int, via: String) {
    self.user = user
    self.uid = uid
    self.tty = tty
    self.pid = pid
    self.via = via
  }

  init(_ record: JSONObject) {
    self.init(
      user: record["user"]?.string ?? "", uid: record["uid"]?.int ?? -1,
      tty: record["tty"]?.string, pid: record["pid"]?.int ?? 0, via: record["via"]?.string ?? "")
  }

  var record: JSONValue {
    [
      "user": .string(user), "uid": .int(uid), "tty": JSONValue(tty), "pid": .int(pid),
      "via": .string(via),
    ]
  }
}
