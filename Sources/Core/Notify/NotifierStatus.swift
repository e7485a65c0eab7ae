package import Base

/// What a notifier says of itself, in `notify/<name>/status.json`.
package struct NotifierStatus: Sendable, Equatable {
  package var name = ""
  package var pid = 0
  package var since = 0
  package var sent = 0
  package var lastSentAt: Int?
  /// Since when it has been failing, and the last reason.
  package var failingSince: Int?
  package var failure: String?
  /// Why its listener does not listen.
  package var deafness: String?
  /// Whether it ended on purpose.
  package var hasEnded = false

  package init() {}

  package mutating func failed(_ message: String, at now: Int) {
    failingSince = failingSince ?? now
    failure = message
  }

  package mutating func succeeded(at now: Int) {
    (failingSince, failure) = (nil, nil)
    sent += 1
    lastSentAt = now
  }
}

extension NotifierStatus: ShapedRecord {
  package static let blank = NotifierStatus()

  package static let shape = Shape<NotifierStatus> { field in
    field.version()
    field(needed: "name", \.name, "the notifier")
    field("pid", \.pid, "its process")
    field("since", \.since, "when it began")
    field("sent", \.sent, "how many notifications it has sent since")
    field(optional: "last_sent", \.lastSentAt, "when it sent the last one")
    field(optional: "failing_since", \.failingSince, "since when nothing could be sent")
    field(optional: "failure", \.failure, "why")
    field(optional: "deaf", \.deafness, "why its listener does not listen")
    field("ended", \.hasEnded, omitting: false, "whether it ended on purpose")
  }
}

/// The notifiers of a data dir: where each has its files, and whether it is up.
package struct NotifierFolder: Sendable, Equatable {
  package let name: Identifier
  package let path: String

  package init(_ directory: DataDirectory, _ name: Identifier) {
    self.name = name
    path = "\(directory.notifiers)/\(name)"
  }

  package var lock: String { "\(path)/lock" }
  package var holder: String { "\(path)/holder" }
  package var errors: String { "\(path)/errors" }
  package var status: String { "\(path)/status.json" }
  package var cursor: String { "\(path)/cursor" }
  /// A message while it is being sent.
  package func message(_ id: AskID) -> String { "\(path)/\(id.fileName).message" }
  package var script: String { "\(path)/send" }
  package var listener: String { "\(path)/listen" }

  package static func all(_ directory: DataDirectory) throws(LooopError) -> [NotifierFolder] {
    (try Folder.names(in: directory.notifiers) ?? []).compactMap { name in
      Identifier(valid: name).map { NotifierFolder(directory, $0) }
    }
  }

  package enum Standing: Sendable, Equatable {
    case up(Int32?)
    /// Killed, or ended by a fault.
    case lost
    case ended
  }

  /// What it said last; nil when that is nothing that can be understood.
  package func said() throws(LooopError) -> NotifierStatus? {
    try Record.read(status).flatMap { NotifierStatus(json: .object($0)) }
  }

  /// What it said last, and whether it is up; nil for one that never was.
  package func read() throws(LooopError) -> (NotifierStatus, Standing)? {
    let holder = try LoopProcess.holder(of: lock)
    guard var said = try said() else {
      guard holder != .free else { return nil }
      var status = NotifierStatus()
      status.name = name.text
      return (status, .up(holder.pid))
    }
    said.name = name.text
    if holder != .free { return (said, .up(holder.pid)) }
    return (said, said.hasEnded ? .ended : .lost)
  }
}
