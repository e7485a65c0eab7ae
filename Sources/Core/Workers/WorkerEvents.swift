internal import Base

/// What the log says of a worker's life.
extension EventLog {
  func append(stuck session: SessionRecord, line: String) {
    var fields = Self.fields(session)
    fields["screen"] = words(line)
    append("worker.stuck", fields)
  }

  /// A signal that its supervisor survived.
  func append(survived signal: Int32, _ session: SessionRecord) {
    var fields = Self.fields(session)
    fields["signal"] = .string(SignalName.of(Int(signal)))
    append("worker.signalled", fields)
  }

  /// As `worker` has it after its end.
  func append(ended worker: Worker, dollars: Double? = nil) {
    var fields: JSONObject = [
      "worker": .string(worker.id.text), "generation": .string(worker.generation),
    ]
    if let goal = worker.goal { fields["goal"] = .string(goal.text) }
    fields["state"] = .string(worker.state.text)
    if let ending = worker.ending {
      fields["by"] = .string(ending.by.rawValue)
      if let who = ending.who { fields["who"] = .string(who) }
      if let why = ending.why { fields["why"] = words(why) }
    }
    if let why = worker.whyFailed() { fields["failure"] = .string(why) }
    if let problem = worker.problem { fields["problem"] = words(problem) }
    if let said = worker.saidDone { fields["said"] = said ? "done" : "failed" }
    if let report = worker.report { fields["report"] = words(report) }
    if let check = worker.verification { fields["verified"] = .bool(check.isPassed) }
    if let endedAt = worker.endedAt { fields["took_s"] = .int(max(0, endedAt - worker.startedAt)) }
    if let dollars { fields["usd"] = .double(dollars) }
    append("worker.ended", fields)
  }

  private static func fields(_ session: SessionRecord) -> JSONObject {
    var fields: JSONObject = [
      "worker": .string(session.id.text), "generation": .string(session.generation),
    ]
    if let goal = session.goal { fields["goal"] = .string(goal.text) }
    return fields
  }
}

extension Chronicle {
  func tell(started worker: Worker, _ order: WorkerOrder, by actor: Actor) {
    var fields: JSONObject = [
      "worker": .string(worker.id.text), "generation": .string(worker.generation),
      "kind": .string(worker.kind.rawValue),
    ]
    if let runner = order.agent.runner { fields["runner"] = .string(runner) }
    if let goal = worker.goal { fields["goal"] = .string(goal.text) }
    let goal = worker.goal.map { " for \($0)" } ?? ""
    tell("worker.started", fields, by: actor) {
      "worker \(worker.id)\(goal) started \($0) (sha256 \(Digest.short(order.task.brief)))"
    }
  }
}
