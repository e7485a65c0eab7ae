/// The human's reply to an ask.
public struct Answer: Sendable, Equatable {
  public let text: String
  /// Seconds since 1970.
  public let at: Int
  /// Who gave it; nil for an answer without a name on it, which approves nothing.
  public let by: Author?
  /// The digest of the gated move as it was shown to whoever answered.
  public let moveDigest: String?
  public let record: JSONObject

  static func read(_ record: JSONObject) -> Answer? {
    guard let text = record["answer"]?.string else { return nil }
    return Answer(
      text: text, at: record["ts"]?.int ?? 0, by: record["by"]?.object.map(Author.init),
      moveDigest: record["move"]?.string, record: record)
  }

  /// Whether these words approve: `yes` or `y`, nothing else.
  public var approves: Bool {
    ["yes", "y"].contains(Untrusted.oneLine(text).lowercased())
  }
}

/// Who answered, as far as the system can tell.
public struct Author: Sendable, Equatable {
  public let user: String
  public let uid: Int
  public let tty: String?
  public let pid: Int
  /// The way the answer came, such as "cli".
  public let via: String

  public init(user: String, uid: Int, tty: String?, pid: Int, via: String) {
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
