package import Base

/// What the pulse remembers between beats, in `.state.json`: nothing that the other files say.
package struct PulseState: Sendable, Equatable {
  /// Failed beats in a row.
  package var failures = 0
  /// No decision before this moment; 0 for none.
  package var backoffUntil = 0
  /// When the last beat failed, by the clock of then.
  package var failedAt = 0
  /// The human's words at the last failure: new ones cut the backoff short.
  package var steering = ""
  /// The decider's wish for the next sensing; 0 for none.
  package var nextLookAt = 0
  package var lastDecidedAt = 0
  /// The last failure, for the next prompt.
  package var lastFailure: String?
  package var output: ShellOutput?
  package var interrupted: [InterruptedMove] = []
  /// When a move last served each goal.
  package var served: [String: Int] = [:]

  package init() {}

  /// Nil when there is no file: a fresh state then, nothing in it cannot be learned again.
  package static func load(_ path: String) throws(LooopError) -> PulseState? {
    guard let record = try Record.read(path) else { return nil }
    var state = PulseState()
    state.failures = record["failures"]?.int ?? 0
    state.backoffUntil = record["backoff_until"]?.int ?? 0
    state.failedAt = record["failed_at"]?.int ?? 0
    state.steering = record["steering"]?.string ?? ""
    state.nextLookAt = record["next_look_at"]?.int ?? 0
    state.lastDecidedAt = record["last_decided_at"]?.int ?? 0
    state.lastFailure = record["last_failure"]?.string
    if let output = record["output"]?.object, let id = output["id"]?.string {
      state.output = ShellOutput(
        id: id, command: output["cmd"]?.string ?? "", status: output["status"]?.string ?? "",
        tail: output["tail"]?.string ?? "")
    }
    state.interrupted = (record["interrupted"]?.array ?? []).compactMap { entry in
      entry["id"]?.string.map {
        InterruptedMove(
          id: $0, move: entry["move"]?.string ?? "", fate: entry["fate"]?.string ?? "")
      }
    }
    for (goal, at) in record["served"]?.object?.members ?? [] { state.served[goal] = at.int }
    return state
  }

  /// Forgets what was put off when the clock has been set back since: waiting for the former time
  /// to come again could take days.
  mutating func follow(clock now: Int) {
    if failedAt > now { backoffUntil = 0 }
    if nextLookAt > now + Self.longestLook.seconds { nextLookAt = 0 }
    lastDecidedAt = min(lastDecidedAt, now)
  }

  /// What `next_interval_s` allows at most.
  private static let longestLook = Duration.minutes(5)

  package func save(_ path: String) throws(LooopError) {
    try AtomicFile.replace(path, JSONWriter.line(.object(record)))
  }

  private var record: JSONObject {
    var record: JSONObject = [
      "v": 1, "failures": .int(failures), "backoff_until": .int(backoffUntil),
      "failed_at": .int(failedAt), "steering": .string(steering), "next_look_at": .int(nextLookAt),
      "last_decided_at": .int(lastDecidedAt),
    ]
    record["last_failure"] = lastFailure.map(JSONValue.string)
    record["output"] = output?.json
    if !interrupted.isEmpty { record["interrupted"] = .array(interrupted.map(\.json)) }
    if !served.isEmpty {
      var object = JSONObject()
      for (goal, at) in served.sorted(by: { $0.key < $1.key }) { object[goal] = .int(at) }
      record["served"] = .object(object)
    }
    return record
  }
}
