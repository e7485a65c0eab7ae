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

  /// Nil when there is no such file.
  static func read(_ path: String, _ id: Identifier) throws(LooopError) -> SessionRecord? {
    guard let object = try Record.read(path) else { return nil }
    var session = SessionRecord(
      id: id, generation: "", startedAt: 0, boot: "", goal: nil, verify: nil,
      agent: AgentSetup(
        kind: .headless, runner: nil, command: "", workingDirectory: "/", limits: WorkerLimits(),
        askWait: nil, busyTitles: []))
    do throws(Problem) { try shape.read(object, into: &session) } catch {
      throw Record.corrupt(path, error.text)
    }
    return session
  }
}

extension SessionRecord: Shaped {
  static let shape = Shape<SessionRecord> { field in
    field.version()
    field("id", { $0.id }, "the worker's id")
    field(needed: "generation", \.generation, "one life of that id; never reused")
    field("kind", \.agent.kind, "how its agent runs")
    field(needed: "command", \.agent.command, "what was run, with `{{prompt_file}}` still in it")
    field("cwd", \.agent.workingDirectory, "where it runs")
    field("started_at", \.startedAt, "when it was started")
    field("boot", \.boot, "which start of the machine that was; empty when it is not known")
    field("timeout_s", \.agent.limits.timeout, "how long it may take; 0 for no limit")
    field("stuck_after_s", \.agent.limits.stuckAfter, "how long it may be silent")
    field("done_grace_s", \.agent.limits.doneGrace, "from its last word to being told to end")
    field("usd_limit", \.agent.limits.dollars, omitting: 0, "US dollars it may cost")
    field(optional: "runner", \.agent.runner, "the preset whose adapter reads its stream")
    field(optional: "goal", \.goal, "the goal it serves")
    field(optional: "verify", \.verify, "the command that checks its work")
    field(
      optional: "ask_wait_s", \.agent.askWait, "how long a blocking `ask` of this agent may take")
    field(
      "busy_titles", \.agent.busyTitles, omitting: [],
      "the agent is busy while its screen's title contains one of these")
  }
}
