internal import Core

/// A recorded run as it was understood. Written piece by piece, head, events, end: a recording may
/// be larger than the memory.
struct ReplayRender {
  let preset: RunnerPreset
  let isJSON: Bool
  private var hasEvents = false

  init(preset: RunnerPreset, isJSON: Bool) {
    self.preset = preset
    self.isJSON = isJSON
  }

  var head: String {
    let name = JSONWriter.text(.string(preset.name))
    return isJSON ? "{\"v\":1,\"runner\":\(name),\"events\":[" : ""
  }

  mutating func text(of events: [RunnerEvent]) -> String {
    var text = ""
    for event in events {
      if isJSON {
        if hasEvents { text += "," }
        text += JSONWriter.text(RunnerEventRender.json(event))
      } else {
        text += RunnerEventRender.text(event) + "\n"
      }
      hasEvents = true
    }
    return text
  }

  func end(_ outcome: RunnerOutcome, unrecognised: Int, session: String?) -> String {
    let cost = preset.prices.cost(of: outcome.usage)
    guard isJSON else { return words(outcome, unrecognised, cost) }
    var usage = UsageRender.numbers(outcome.usage)
    usage["usd"] = cost.dollars.map(JSONValue.double) ?? .null
    usage["usd_source"] = .string(cost.source.rawValue)
    let rest: JSONObject = [
      "unrecognised": .int(unrecognised), "outcome": Self.json(outcome), "usage": .object(usage),
      "session": JSONValue(session),
    ]
    return "]," + JSONWriter.text(.object(rest)).dropFirst() + "\n"
  }

  private static func json(_ outcome: RunnerOutcome) -> JSONValue {
    switch outcome {
    case .move(let decision, _): ["kind": "move", "move": decision.json]
    case .text(let text, let problem, _):
      ["kind": "text", "text": .string(text), "problem": .string(problem)]
    case .failed(let failure, _):
      [
        "kind": "failure", "class": .string(failure.failureClass.rawValue),
        "retry_after_s": JSONValue(failure.retryAfter), "message": .string(failure.message),
      ]
    }
  }

  private func words(_ outcome: RunnerOutcome, _ unrecognised: Int, _ cost: Cost) -> String {
    let said =
      switch outcome {
      case .move(let decision, _): "move: \(JSONWriter.text(decision.json))"
      case .text(_, let problem, _): "text without a move: \(problem)"
      case .failed(let failure, _):
        "failure \(failure.failureClass.rawValue): \(failure.message)"
          + (failure.retryAfter.map { "; it may be tried again in \(Duration.text($0))" } ?? "")
      }
    let money = cost.dollars.map { "\($0) USD (\(cost.source.rawValue))" } ?? "cost unknown"
    var lines = [
      "outcome       \(Untrusted.oneLine(said))",
      "tokens        \(UsageRender.text(outcome.usage)); \(money)",
    ]
    if unrecognised > 0 { lines.append("unrecognised  \(unrecognised)") }
    return lines.map { $0 + "\n" }.joined()
  }
}
