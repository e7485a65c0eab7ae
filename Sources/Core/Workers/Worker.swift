/// One session of a worker, as its folder tells it.
public struct Worker: Sendable, Equatable {
  public enum State: Sendable, Equatable {
    case running
    case exited(Int)
    case killed(signal: Int)
    /// It could not be started; the text says why.
    case unstarted(String)
    /// Its supervisor is gone without a word: killed, or the machine went down.
    case lost
  }

  public let id: Identifier
  /// One life of the id; never given twice.
  public let generation: String
  public let goal: Identifier?
  public let kind: WorkerKind
  public let command: String
  public let startedAt: Int
  public let endedAt: Int?
  public let state: State
  /// The worker's own word on its work, once it said `done`: true for a success.
  public let saidDone: Bool?
  /// The report it gave then, clipped.
  public let report: String?

  public var isAlive: Bool { state == .running }
}

extension Worker.State {
  /// One word, and a number where there is one: `running`, `exited(0)`, `killed(9)`, `lost`.
  public var text: String {
    switch self {
    case .running: "running"
    case .exited(let code): "exited(\(code))"
    case .killed(let signal): "killed(\(signal))"
    case .unstarted: "unstarted"
    case .lost: "lost"
    }
  }

  public var exitCode: Int? { if case .exited(let code) = self { code } else { nil } }

  /// Whether this is an end that somebody should look at.
  public var isFailure: Bool {
    switch self {
    case .running, .exited(0): false
    case .exited, .killed, .unstarted, .lost: true
    }
  }

  /// What the supervisor writes; nil while there is nothing to write.
  var record: JSONObject? {
    switch self {
    case .running, .lost: nil
    case .exited(let code): ["state": "exited", "exit_code": .int(code)]
    case .killed(let signal): ["state": "killed", "signal": .int(signal)]
    case .unstarted(let reason): ["state": "unstarted", "reason": .string(reason)]
    }
  }

  init?(_ record: JSONObject) {
    switch record["state"]?.string {
    case "exited": self = .exited(record["exit_code"]?.int ?? -1)
    case "killed": self = .killed(signal: record["signal"]?.int ?? 0)
    case "unstarted": self = .unstarted(record["reason"]?.string ?? "")
    default: return nil
    }
  }
}
