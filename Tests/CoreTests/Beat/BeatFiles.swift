@testable import Core

extension BeatMachine.Effect {
  /// What an effect reads and writes of the data dir, by the names docs/state.md gives.
  struct Files {
    var reads: [String] = []
    var writes: [String] = []
  }

  var files: Files {
    switch self {
    case .finishCommit:
      Files(writes: [".state.json", ".last-world.json", "mailbox.d/", "intents/"])
    case .recordSteering: Files(writes: [".state.json"])
    case .recall: Files(reads: [".state.json", "intents/", "runs/"])
    case .doChores:
      Files(writes: [
        "journal.md", ".state.json", "intents/", "asks/", "gates/", "snapshots/",
        ".last-world.json",
      ])
    case .rest, .endChildren, .end: Files()
    case .look:
      Files(reads: [
        "PLAYBOOK.md", "goals/", "sensors/", "asks/", "answers/", "mailbox.d/", "sessions/",
        "verify/", "parked/", "gates/", ".last-world.json",
      ])
    case .weigh: Files(reads: ["paused", "parked/", "ledger/", "sensors/"])
    case .openRun: Files(writes: ["runs/"])
    case .call, .callShort, .callNext:
      Files(reads: ["journal.md", "ledger/"], writes: ["runs/", "ledger/", "prompts/"])
    case .recordAnswer, .recordOutcome: Files(writes: ["runs/"])
    case .park, .parkMissing, .unpark: Files(writes: ["parked/", "asks/", "mailbox.d/"])
    case .rule: Files(reads: ["PLAYBOOK.md", "goals/", "sensors/"], writes: ["runs/"])
    case .show: Files(reads: ["sensors/"])
    case .askForBudget: Files(writes: ["asks/", "mailbox.d/"])
    case .writeIntent, .removeIntent: Files(writes: ["intents/"])
    case .takeUp: Files(writes: ["gates/", "intents/"])
    // A move writes one of these.
    case .execute:
      Files(writes: [
        "PLAYBOOK.md", "playbook.d/", "goals/", "sensors/", "sessions/", "verify/", "asks/",
      ])
    case .hold:
      Files(writes: [
        "asks/", "gates/", "journal.md", ".state.json", ".last-world.json", "mailbox.d/",
      ])
    case .dropApproved: Files(writes: ["journal.md", "gates/"])
    case .recordDropped: Files(writes: ["journal.md", ".state.json"])
    case .commitDecision: Files(writes: [".state.json", ".last-world.json", "mailbox.d/"])
    case .commitMove:
      Files(writes: ["journal.md", ".state.json", ".last-world.json", "intents/"])
    case .takeBack: Files(writes: [".last-world.json"])
    case .commit:
      Files(writes: ["journal.md", ".state.json", ".last-world.json", "mailbox.d/", "intents/"])
    case .commitApproved:
      Files(writes: ["journal.md", ".state.json", ".last-world.json", "intents/"])
    case .recordFailure: Files(writes: [".state.json"])
    }
  }
}
