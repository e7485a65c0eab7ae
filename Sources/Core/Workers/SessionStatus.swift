internal import Base

/// What a supervisor records about its worker in `status.json`: when the worker gets stuck, when it
/// goes on, and how it ends.
struct SessionStatus: Equatable {
  enum Phase: Equatable {
    case alive
    case stuck(String)
    case ended(Worker.State)
  }

  /// The life that it is about.
  var generation: String
  var phase: Phase
  var at: Int
  /// What went wrong according to the agent.
  var problem: String?
  /// Whether a kill or `down` ended the worker.
  var wasStopped = false

  var json: JSONValue {
    var record: JSONObject = ["v": 1, "generation": .string(generation)]
    switch phase {
    case .alive: record["state"] = "running"
    case .stuck(let line):
      record["state"] = "stuck"
      record["screen"] = .string(line)
    case .ended(let state):
      switch state {
      case .exited(let code):
        record["state"] = "exited"
        record["exit_code"] = .int(code)
      case .killed(let signal):
        record["state"] = "killed"
        record["signal"] = .int(signal)
      case .running, .stuck, .lost: break
      }
      record["ended_at"] = .int(at)
    }
    if wasStopped { record["stopped"] = .bool(true) }
    record["problem"] = problem.map(JSONValue.string)
    record["ts"] = .int(at)
    return .object(record)
  }

  /// Nil when there is no such file, or when it says nothing of that life: a session of the
  /// original names none.
  static func read(
    _ path: String, generation: String
  ) throws(LooopError) -> SessionStatus? {
    guard let record = try Record.read(path),
      record["generation"]?.string ?? generation == generation
    else { return nil }
    let phase: Phase? =
      switch record["state"]?.string {
      case "running": .alive
      case "stuck": .stuck(record["screen"]?.string ?? "")
      case "exited": .ended(.exited(record["exit_code"]?.int ?? -1))
      case "killed": .ended(.killed(signal: record["signal"]?.int ?? 0))
      default: nil
      }
    return phase.map {
      SessionStatus(
        generation: generation, phase: $0, at: record["ended_at"]?.int ?? record["ts"]?.int ?? 0,
        problem: record["problem"]?.string, wasStopped: record["stopped"]?.bool ?? false)
    }
  }
}
