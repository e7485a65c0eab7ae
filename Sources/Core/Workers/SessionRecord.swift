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
  static let shape = Shape<SessionRecord> {
    Field.version
    Field("id", { $0.id }, "the worker's id")
    Field(needed: "generation", \.generation, "one life of that id; never reused")
    Field("kind", \.agent.kind, "how its agent runs")
    Field(needed: "command", \.agent.command, "what was run, with `{{prompt_file}}` still in it")
    Field("cwd", \.agent.workingDirectory, "where it runs")
    Field("started_at", \.startedAt, "when it was started")
    Field("boot", \.boot, "which start of the machine that was; empty when it is not known")
    Field("timeout_s", \.agent.limits.timeout, "how long it may take; 0 for no limit")
    Field("stuck_after_s", \.agent.limits.stuckAfter, "how long it may be silent")
    Field("done_grace_s", \.agent.limits.doneGrace, "from its last word to being told to end")
    Field("usd_limit", \.agent.limits.dollars, omitting: 0, "US dollars it may cost")
    Field(optional: "runner", \.agent.runner, "the preset whose adapter reads its stream")
    Field(optional: "goal", \.goal, "the goal it serves")
    Field(optional: "verify", \.verify, "the command that checks its work")
    Field(
      optional: "ask_wait_s", \.agent.askWait, "how long a blocking `ask` of this agent may take")
    Field(
      "busy_titles", \.agent.busyTitles, omitting: [],
      "the agent is busy while its screen's title contains one of these")
  }
}
