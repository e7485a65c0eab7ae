internal import Base
internal import CSys

/// Who ended a worker, and why.
package struct WorkerEnding: Sendable, Equatable {
  package enum Cause: String, Sendable, CaseIterable, JSONReadable {
    /// It ended by itself, or hung after its last word.
    case agent
    /// A person's `kill` or `down`.
    case human
    /// A move of the decider's, or the pulse of a container that stops.
    case loop
    case timeLimit = "time_limit"
    case budget
    /// Its supervisor is gone without a record.
    case lost
    /// A signal that looop did not send.
    case signal
  }

  package var by: Cause
  /// The person's name and terminal, or the loop's where no decision says so.
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
package enum SignalName {
  private static let names: [Int32: String] = [
    SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGABRT: "SIGABRT",
    SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
    SIGTERM: "SIGTERM", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2", SIGVTALRM: "SIGVTALRM",
    SIGPROF: "SIGPROF", SIGXCPU: "SIGXCPU", SIGIO: "SIGIO",
  ]

  package static func of(_ number: Int) -> String {
    names[Int32(clamping: number)] ?? "signal \(number)"
  }
}
