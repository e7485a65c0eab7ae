/// Every path of a data dir: what stands in the files is their owners' business.
public struct DataDirectory: Sendable, Equatable {
  public let path: String

  public init(path: String) { self.path = path }

  public var formatFile: String { "\(path)/.looop.json" }
  public var playbook: String { "\(path)/PLAYBOOK.md" }
  public var playbookCopies: String { "\(path)/playbook.d" }
  public var goals: String { "\(path)/goals" }
  public var archivedGoals: String { "\(path)/goals/archive" }
  public var sensors: String { "\(path)/sensors" }
  public var snapshots: String { "\(path)/snapshots" }
  /// Readings that others push, a folder each sensor.
  public var inbox: String { "\(path)/inbox" }
  public var asks: String { "\(path)/asks" }
  public var answers: String { "\(path)/answers" }
  public var gates: String { "\(path)/gates" }
  public var mailbox: String { "\(path)/mailbox.d" }
  public var intents: String { "\(path)/intents" }
  public var runs: String { "\(path)/runs" }
  public var prompts: String { "\(path)/prompts" }
  public var reports: String { "\(path)/reports" }
  public var sessions: String { "\(path)/sessions" }
  public var verify: String { "\(path)/verify" }
  /// The command that checks a worker's work.
  public func check(_ id: Identifier) -> String { "\(verify)/\(id).cmd" }
  /// The verdict on a worker's work.
  public func verdict(_ id: Identifier) -> String { "\(verify)/\(id).json" }
  public var parked: String { "\(path)/parked" }
  public var ledger: String { "\(path)/ledger" }
  public var journal: String { "\(path)/journal.md" }
  public var events: String { "\(path)/events.jsonl" }
  public var paused: String { "\(path)/paused" }
  public var baseline: String { "\(path)/.last-world.json" }
  public var pulseState: String { "\(path)/.state.json" }
  public var lockFolder: String { "\(path)/.lock" }
  public var lock: String { "\(path)/.lock/lock" }
  public var pulseErrors: String { "\(path)/.lock/pulse.stderr" }

  var folders: [String] {
    [
      path, playbookCopies, goals, archivedGoals, sensors, snapshots, inbox, asks, answers, gates,
      mailbox, intents, runs, prompts, reports, sessions, verify, parked,
      ledger, lockFolder,
    ]
  }
}
