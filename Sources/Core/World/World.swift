package import Base

/// Desired and observed state, read once per beat. Everything up to the move is a pure function of
/// this value.
package struct World: Sendable, Equatable {
  package var playbook = ""
  package var goals: [Goal] = []
  package var readings: [Reading] = []
  package var mailbox = Mailbox.Contents()
  package var workers: [Worker] = []
  /// Lives of ids that are in use again; they count for crash loops, and are no items.
  package var formerLives: [Worker] = []
  /// The commands that ended since the last decision, oldest first, one of each command line.
  package var outputs: [ShellOutput] = []
  /// Moves that a crash cut short, until a decision has seen them.
  package var interrupted: [InterruptedMove] = []
  /// Runners that were put to rest.
  package var parked: [ParkedRunner] = []
  /// What could not be read as what it should be.
  package var problems: [LooopError] = []

  package init() {}

  /// Why nothing is decided on it: a part of it could not be read, and unknown is not absent.
  package var unread: LooopError? { problems.first { $0.code == LinkedFile.awayCode } }

  /// Whether a worker is silent for too long without an open ask.
  package func isStuck(_ worker: Worker) -> Bool {
    if case .stuck = worker.state { !isWaiting(worker) } else { false }
  }

  /// The runners that are at rest now, as far as time and answers tell.
  package func resting(now: Int) -> [ParkedRunner] {
    parked.filter { parked in
      let isWaiting = mailbox.pending.contains { $0.id == parked.ask }
      return parked.holds(now: now, isAskWaiting: isWaiting, setup: nil)
    }
  }

  package func crashLoops(now: Int) -> [CrashLoop] {
    CrashLoop.all(among: workers + formerLives, mailbox, now: now)
  }

  /// Whether a living worker waits for the human. Asked for every worker: what is settled soonest
  /// comes first, and nothing is gathered.
  package func isWaiting(_ worker: Worker) -> Bool {
    worker.isAlive
      && mailbox.asks.contains { worker.hasAsked($0) && mailbox.answers[$0.id] == nil }
  }
}

extension [ShellOutput] {
  /// The journal has those that are left out.
  private static let kept = 16

  /// Adds what a command printed, in place of what the same one printed before.
  mutating func add(_ output: ShellOutput?) {
    guard let output else { return }
    removeAll { $0.command == output.command }
    self = (self + [output]).suffix(Self.kept)
  }
}

/// What a `run_shell` printed, for the next prompt.
package struct ShellOutput: Sendable, Equatable {
  /// The beat, or the human's `run`, that ran it.
  package var id: String
  package var command: String
  package var status: String
  package var tail: String
  /// When it ended; 0 where an older looop ran it.
  package var endedAt = 0

  package init(id: String, command: String, status: String, tail: String) {
    self.id = id
    self.command = command
    self.status = status
    self.tail = tail
  }
}
