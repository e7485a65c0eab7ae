package import Base

extension World {
  /// As `world.json` of a run folder keeps it: what the beat saw, whole.
  package var json: JSONValue {
    var object: JSONObject = ["v": 1, "playbook": .string(playbook)]
    object["goals"] = .array(goals.map(\.json))
    object["readings"] = .array(readings.map { .object($0.record(duration: .zero)) })
    object["asks"] = .array(mailbox.asks.map { .object($0.record) })
    var answers = JSONObject()
    for (id, answer) in mailbox.answers.sorted(by: { $0.key < $1.key }) {
      answers[id.text] = .object(answer.record)
    }
    object["answers"] = .object(answers)
    object["workers"] = .array(workers.map { $0.json(isWaiting: isWaiting($0)) })
    object["parked"] = .array(parked.map { .object($0.json) })
    object["output"] = output?.json
    object["interrupted"] = .array(interrupted.map(\.json))
    object["problems"] = .array(problems.map { .string($0.message) })
    return .object(object)
  }
}

extension Goal {
  /// As `state --json` and `goal list --json` show it.
  package var json: JSONValue { ["id": .string(id.text), "body": .string(body)] }
}

extension ShellOutput {
  var json: JSONValue {
    [
      "id": .string(id), "cmd": .string(command), "status": .string(status), "tail": .string(tail),
    ]
  }
}

extension InterruptedMove {
  var json: JSONValue { ["id": .string(id), "move": .string(move), "fate": .string(fate)] }
}

extension Worker {
  /// As `state --json` and `worker list --json` show it.
  package func json(isWaiting: Bool) -> JSONValue {
    var object: JSONObject = [
      "id": .string(id.text), "generation": .string(generation),
      "state": .string(isWaiting ? "waiting-ask" : state.text), "alive": .bool(isAlive),
      "exit_code": JSONValue(state.exitCode),
      "health": .string(health(isWaiting: isWaiting)),
      "goal": JSONValue(goal?.text), "kind": .string(kind.rawValue),
      "started_at": .int(startedAt), "ended_at": JSONValue(endedAt),
    ]
    if !isWaiting, case .stuck(let line) = state { object["screen"] = .string(line) }
    object["problem"] = trouble.map(JSONValue.string)
    object["verify"] = verification.map {
      ["ok": .bool($0.isPassed), "status": .string($0.status), "tail": .string($0.tail)]
    }
    return .object(object)
  }

  private func health(isWaiting: Bool) -> String {
    guard isAlive else { return hasFailed ? "failed" : "done" }
    if !isWaiting, state != .running { return "stuck" }
    return "ok"
  }
}
