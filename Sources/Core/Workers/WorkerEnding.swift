internal import Base

/// Who ended a worker, and why.
package struct WorkerEnding: Sendable, Equatable {
  package enum Cause: String, Sendable, CaseIterable, JSONReadable {
    /// It ended by itself, or hung after its last word.
    case agent
    /// A person's `kill` or `down`.
    case human
    /// A move of the decider's.
    case loop
    case timeLimit = "time_limit"
    case budget
    /// Its supervisor is gone without a record.
    case lost
    /// A signal that looop did not send.
    case signal
  }

  package var by: Cause
  /// The person's name and terminal.
  package var who: String?
  /// The reason that was given, or what happened.
  package var why: String?

  package init(_ by: Cause, who: String? = nil, why: String? = nil) {
    self.by = by
    self.who = who
    self.why = why
  }
}

/// That a worker is to be ended: `stop.json` of its session, written before its supervisor is
/// signalled. A signal without it did not come from looop.
struct StopOrder: Equatable {
  var by: WorkerEnding.Cause
  var who: String?
  var why: String?
  var at: Int
}

extension StopOrder: ShapedRecord {
  static let blank = StopOrder(by: .human, who: nil, why: nil, at: 0)

  static let shape = Shape<StopOrder> { field in
    field.version()
    field(needed: "by", \.by, "on whose behalf")
    field(optional: "who", \.who, "the person's name and terminal")
    field(optional: "why", \.why, "the reason that was given")
    field("ts", \.at, "when it was ordered")
  }
}

/// The common signals by the names that people know them by.
enum SignalName {
  private static let names = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 6: "SIGABRT", 9: "SIGKILL", 11: "SIGSEGV",
    13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
  ]

  static func of(_ number: Int) -> String { names[number] ?? "signal \(number)" }
}
