package import Base

/// What the pulse remembers between beats, in `.state.json`: nothing that the other files say.
package struct PulseState: Sendable, Equatable {
  /// Failed beats in a row.
  package var failures = 0
  /// No decision before this moment; 0 for none.
  package var backoffUntil = 0
  /// When the last beat failed, by the clock of then.
  package var failedAt = 0
  /// The digest of the human's words at the last failure: new words cut the backoff short.
  package var steering = ""
  /// The decider's wish for the next sensing; 0 for none.
  package var nextLookAt = 0
  package var lastDecidedAt = 0
  /// When a move last ended that may have changed what sensors see, and when one that a human said yes
  /// to did; 0 for never.
  package var actedAt = 0
  package var approvedAt = 0
  /// How many of both have ended.
  package var acts = 0
  /// The last failure, for the next prompt.
  package var lastFailure: String?
  /// What commands printed that no decision has seen yet.
  package var outputs: [ShellOutput] = []
  package var interrupted: [InterruptedMove] = []
  /// How often in a row each runner failed with words that nothing here knows.
  package var unknownFailures: [String: Int] = [:]
  /// When a move last served each goal.
  package var served: [String: Int] = [:]
  /// Moves dropped in a row because PLAYBOOK or goals changed during the call, and when the last was.
  package var drops = 0
  package var droppedAt = 0
  /// PLAYBOOK and goals as last seen while waiting for them to rest, and since when.
  package var wanted = ""
  package var wantedSince = 0
  /// What the human said no to, oldest first.
  package var declined: [DeclinedMove] = []
  /// The sensors that woke decisions which found nothing to do.
  package var idleWakes: [IdleWakes] = []

  /// What waits for a yes, as it was put before the human: the digest of each by its ask.
  package var asked: [String: String] = [:]

  package init() {}

  /// The last failure, as a decision is made on it.
  struct Failure: Equatable {
    let text: String?
    let at: Int
    let inARow: Int
  }

  var failure: Failure { Failure(text: lastFailure, at: failedAt, inARow: failures) }

  /// Nil when there is no file: a fresh state then. What waits for a yes is asked again, all else is
  /// learned again.
  package static func load(_ path: String) throws(LooopError) -> PulseState? {
    guard let record = try Record.read(path) else { return nil }
    // None of its members is needed.
    return try? PulseState(record)
  }

  /// Forgets what was put off when the clock has been set back since: waiting for the former time
  /// to come again could take days.
  mutating func follow(clock now: Int) {
    if failedAt > now { backoffUntil = 0 }
    if nextLookAt > now + Self.longestLook.seconds { nextLookAt = 0 }
    lastDecidedAt = min(lastDecidedAt, now)
    droppedAt = min(droppedAt, now)
    wantedSince = min(wantedSince, now)
    for index in idleWakes.indices { idleWakes[index].lastAt = min(idleWakes[index].lastAt, now) }
  }

  /// What `next_interval_s` allows at most.
  private static let longestLook = Duration.minutes(5)

  package func save(_ path: String) throws(LooopError) {
    try AtomicFile.replace(path, JSONWriter.line(json))
  }
}

extension PulseState: ShapedRecord {
  package static let blank = PulseState()

  /// As `.state.json` has it.
  package static let shape = Shape<PulseState> { field in
    field.version()
    field("failures", \.failures, "failed beats in a row")
    field("backoff_until", \.backoffUntil, "no decision before this moment; 0 for none")
    field("failed_at", \.failedAt, "when the last beat failed")
    field("steering", \.steering, "the digest of your words then; new ones cut the backoff short")
    field("next_look_at", \.nextLookAt, "the decider's wish for the next sensing; 0 for none")
    field("last_decided_at", \.lastDecidedAt, "when it last decided")
    field("acted_at", \.actedAt, omitting: 0, "when a command, or a sensor's trial, last ended")
    field("approved_at", \.approvedAt, omitting: 0, "when one that you said yes to last ended")
    field("acts", \.acts, omitting: 0, "how many of both have ended")
    field(optional: "last_failure", \.lastFailure, "the last failure, for the next prompt")
    field("outputs", \.outputs, omitting: [], "what commands printed since the last decision")
    field("interrupted", \.interrupted, omitting: [], "moves that a crash cut short")
    field(
      "unknown_failures", \.unknownFailures, omitting: [:],
      "how often in a row each runner failed for an unknown reason")
    field("served", \.served, omitting: [:], "when a move last served each goal")
    field("drops", \.drops, omitting: 0, "moves dropped in a row: you steered during the call")
    field("dropped_at", \.droppedAt, omitting: 0, "when the last one was")
    field(
      "wanted", \.wanted, omitting: "", "the digest of PLAYBOOK and goals while it waits for rest")
    field("wanted_since", \.wantedSince, omitting: 0, "since when they stand like that")
    field("declined", \.declined, omitting: [], "what you said no to")
    field(
      "asked", \.asked, omitting: [:],
      "the digest of each move that waits for your yes, with the text it was shown in")
    field("idle_wakes", \.idleWakes, omitting: [], "sensors that woke decisions for nothing")
  }
}
