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
      "boot": .string(boot), "timeout_s": .int(limits.timeout),
      "stuck_after_s": .int(limits.stuckAfter), "done_grace_s": .int(limits.doneGrace),
    ]
    if limits.dollars > 0 { object["usd_limit"] = .double(limits.dollars) }
    object["runner"] = agent.runner.map(JSONValue.string)
    object["goal"] = (goal?.text).map(JSONValue.string)
    object["verify"] = verify.map(JSONValue.string)
    object["ask_wait_s"] = agent.askWait.map(JSONValue.int)
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
          timeout: object["timeout_s"]?.int ?? standard.timeout,
          stuckAfter: object["stuck_after_s"]?.int ?? standard.stuckAfter,
          doneGrace: object["done_grace_s"]?.int ?? standard.doneGrace,
          dollars: object["usd_limit"]?.double ?? standard.dollars),
        askWait: object["ask_wait_s"]?.int,
        busyTitles: object["busy_titles"]?.array?.compactMap(\.string) ?? []))
  }
}
