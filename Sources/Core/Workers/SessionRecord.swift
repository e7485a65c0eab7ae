internal import Base

/// What a worker was started with: `session.json`, written once by the starter.
struct SessionRecord: Sendable, Equatable {
  var id: Identifier
  /// One life of the id; never reused.
  var generation: String
  var startedAt: Int
  /// The boot of the machine it was started in; empty when the system does not say.
  var boot: String
  var goal: Identifier?
  /// A shell command that checks the work once the worker has ended.
  var verify: String?
  var agent: AgentSetup

  var json: JSONValue {
    let limits = agent.limits
    var object: JSONObject = [
      "v": 1, "id": .string(id.text), "generation": .string(generation),
      "kind": .string(agent.kind.rawValue), "command": .string(agent.command),
      "cwd": .string(agent.workingDirectory), "started_at": .int(startedAt),
      "boot": .string(boot), "timeout_s": .int(limits.timeout.seconds),
      "stuck_after_s": .int(limits.stuckAfter.seconds),
      "done_grace_s": .int(limits.doneGrace.seconds),
    ]
    if limits.dollars > 0 { object["usd_limit"] = .double(limits.dollars) }
    object["runner"] = agent.runner.map(JSONValue.string)
    object["goal"] = (goal?.text).map(JSONValue.string)
    object["verify"] = verify.map(JSONValue.string)
    object["ask_wait_s"] = (agent.askWait?.seconds).map(JSONValue.int)
    if !agent.busyTitles.isEmpty {
      object["busy_titles"] = .array(agent.busyTitles.map(JSONValue.string))
    }
    return .object(object)
  }

  /// Nil when there is no such file.
  static func read(_ path: String, _ id: Identifier) throws(LooopError) -> SessionRecord? {
    guard let object = try Record.read(path) else { return nil }
    guard let generation = object["generation"]?.string, let command = object["command"]?.string
    else { throw Record.corrupt(path, "it has no generation or no command") }
    let standard = WorkerLimits()
    let seconds = { (key: String) in object[key]?.int.map { Duration.seconds($0) } }
    return SessionRecord(
      id: id, generation: generation, startedAt: object["started_at"]?.int ?? 0,
      boot: object["boot"]?.string ?? "",
      goal: object["goal"]?.string.flatMap(Identifier.init(valid:)),
      verify: object["verify"]?.string,
      agent: AgentSetup(
        kind: object["kind"]?.string.flatMap(WorkerKind.init(rawValue:)) ?? .headless,
        runner: object["runner"]?.string, command: command,
        workingDirectory: object["cwd"]?.string ?? "/",
        limits: WorkerLimits(
          timeout: seconds("timeout_s") ?? standard.timeout,
          stuckAfter: seconds("stuck_after_s") ?? standard.stuckAfter,
          doneGrace: seconds("done_grace_s") ?? standard.doneGrace,
          dollars: object["usd_limit"]?.double ?? standard.dollars),
        askWait: seconds("ask_wait_s"),
        busyTitles: object["busy_titles"]?.array?.compactMap(\.string) ?? []))
  }
}

/// How long a worker may take.
package struct WorkerLimits: Sendable, Equatable {
  /// From its start to its end; 0 for no limit.
  package var timeout: Duration
  /// Silent for so long, without a question that waits, it counts as stuck.
  package var stuckAfter: Duration
  /// From its last word to being told to end.
  package var doneGrace: Duration
  /// US dollars it may cost; 0 for no limit.
  package var dollars: Double

  package init(
    timeout: Duration = .days(1), stuckAfter: Duration = .minutes(15),
    doneGrace: Duration = .seconds(30), dollars: Double = 0
  ) {
    self.dollars = dollars
    self.timeout = timeout
    self.stuckAfter = stuckAfter
    self.doneGrace = doneGrace
  }
}
