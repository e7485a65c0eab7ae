internal import Base

/// What the log says of a decision: what woke it, and the calls that it took.
extension EventLog {
  func append(woke run: RunFolder, _ changes: Changes, in world: World) {
    let places = changes.places(in: world, below: directory.path, secrets())
    var fields: JSONObject = [
      "run": .string(run.beat), "items": Array(places.prefix(ChangedPlace.mostTold)).json,
    ]
    let more = places.count - ChangedPlace.mostTold
    if more > 0 { fields["more"] = .int(more) }
    append("loop.woke", fields)
  }

  func append(started call: LedgerCall, run: RunFolder) {
    append("call.started", Self.fields(call, run))
  }

  func append(
    ended call: LedgerCall, run: RunFolder, _ outcome: RunnerOutcome, _ cost: Cost,
    duration: Duration
  ) {
    var fields = Self.fields(call, run)
    fields["outcome"] = .string(outcome.label)
    fields["took_ms"] = .int(duration.milliseconds)
    fields["usd"] = cost.dollars.map(JSONValue.double) ?? .null
    fields["usd_source"] = .string(cost.source.rawValue)
    switch outcome {
    case .move(let decision, _): fields["move"] = .string(decision.move.name.rawValue)
    case .text(let text, _, _): fields["message"] = words(text)
    case .failed(let failure, _): fields["message"] = words(failure.message)
    }
    append("call.ended", fields)
  }

  private static func fields(_ call: LedgerCall, _ run: RunFolder) -> JSONObject {
    ["run": .string(run.beat), "call": .string(call.id), "runner": .string(call.runner)]
  }
}
