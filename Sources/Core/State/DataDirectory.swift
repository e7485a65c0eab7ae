package import Base

/// All paths of a data dir; what the files contain is known to their owners.
package struct DataDirectory: Sendable, Equatable {
  package let path: String

  package init(path: String) { self.path = path }

  package var formatFile: String { "\(path)/.looop.json" }
  package var ignoreFile: String { "\(path)/.gitignore" }
  /// A config for this loop alone, where looop 1.0 kept its own.
  package var config: String { "\(path)/config.json" }
  package var playbook: String { "\(path)/PLAYBOOK.md" }
  package var playbookCopies: String { "\(path)/playbook.d" }
  package var goals: String { "\(path)/goals" }
  package var archivedGoals: String { "\(path)/goals/archive" }
  package var sensors: String { "\(path)/sensors" }
  package var snapshots: String { "\(path)/snapshots" }
  /// Pushed readings, in one folder for each sensor.
  package var inbox: String { "\(path)/inbox" }
  package var asks: String { "\(path)/asks" }
  package var answers: String { "\(path)/answers" }
  package var gates: String { "\(path)/gates" }
  package var mailbox: String { "\(path)/mailbox.d" }
  package var intents: String { "\(path)/intents" }
  package var runs: String { "\(path)/runs" }
  package var prompts: String { "\(path)/prompts" }
  package var reports: String { "\(path)/reports" }
  /// A worker's last words.
  package func report(_ id: Identifier, _ generation: String) -> String {
    "\(reports)/\(id)-\(generation).md"
  }
  package var sessions: String { "\(path)/sessions" }
  package var verify: String { "\(path)/verify" }
  /// The command that checks a worker's work.
  package func check(_ id: Identifier) -> String { "\(verify)/\(id).cmd" }
  /// The verdict on a worker's work.
  package func verdict(_ id: Identifier) -> String { "\(verify)/\(id).json" }
  package var parked: String { "\(path)/parked" }
  /// What was sent to the human, by ask and notifier.
  package var receipts: String { "\(path)/receipts" }
  /// One folder for each notifier.
  package var notifiers: String { "\(path)/notify" }
  package var ledger: String { "\(path)/ledger" }
  package var journal: String { "\(path)/journal.md" }
  /// What `journal` was renamed to when it was full.
  package var formerJournal: String { "\(path)/journal.md.1" }
  package var events: String { "\(path)/events.jsonl" }
  /// What `events` was renamed to when it was full.
  package var formerEvents: String { "\(path)/events.jsonl.1" }
  package var paused: String { "\(path)/paused" }
  package var baseline: String { "\(path)/.last-world.json" }
  package var pulseState: String { "\(path)/.state.json" }
  package var activity: String { "\(path)/.activity.json" }
  package var nextWake: String { "\(path)/.lock/wake" }
  package var lockFolder: String { "\(path)/.lock" }
  package var lock: String { "\(path)\(LoopProcess.lockName)" }
  /// Held while the log is renamed.
  var eventsLock: String { "\(path)/.lock/events" }
  /// Held by who appends to the journal.
  var journalLock: String { "\(path)/.lock/journal" }
  package var pulseErrors: String { "\(path)/.lock/pulse.stderr" }

  var folders: [String] {
    [
      path, playbookCopies, goals, archivedGoals, sensors, snapshots, inbox, asks, answers, gates,
      mailbox, intents, runs, prompts, reports, sessions, verify, parked,
      receipts, notifiers, ledger, lockFolder,
    ]
  }
}

#if DEBUG
  extension DataDirectory {
    /// Its folders, as crash tests name the writes in them.
    package var failpoints: Failpoints.Tree {
      Failpoints.Tree(root: path, folders: folders, fixed: [lockFolder], unique: inbox)
    }
  }
#endif
