package import Base

/// The one typed action a beat may take. The set is closed: the compiler names every switch that a
/// new case must be added to.
package enum Move: Sendable, Equatable {
  case noop(reason: String)
  /// Runs `command` with the shell, in the data dir.
  case runShell(command: String, reason: String)
  case writeGoal(id: Identifier, body: String)
  case archiveGoal(id: Identifier)
  case writeSensor(name: Identifier, script: String, manifest: String?)
  case writePlaybook(body: String)
  case startWorker(id: Identifier, task: WorkerTask)
  case killWorker(id: Identifier, reason: String)
  /// The pulse itself asks the human.
  case ask(prompt: String, options: [String], reference: String?)
}

/// What a runner answered: one move and what goes with it.
package struct Decision: Sendable, Equatable {
  package var move: Move
  /// The line for the journal, when the decider wrote one.
  package var journal: String?
  /// The goal this serves.
  package var goal: Identifier?
  /// The time until sensors without a clock of their own run next, 5 s to 5 min.
  package var nextInterval: Duration?

  package init(
    move: Move, journal: String? = nil, goal: Identifier? = nil, nextInterval: Duration? = nil
  ) {
    self.move = move
    self.journal = journal
    self.goal = goal
    self.nextInterval = nextInterval
  }
}

/// What one text of a run holds.
package enum ParsedMove: Sendable, Equatable {
  case move(Decision)
  /// An object that means to be a move and is not a valid one; the text names the exact problem.
  case invalid(String)
  /// Nothing in the text looks like a move; the text says what was looked for.
  case absent(String)
}
