internal import Base
internal import Core

/// A recorded run as it was understood. Written piece by piece, head, events, end: a recording may
/// be larger than the memory.
struct ReplayRender {
  let preset: RunnerPreset
  /// The model its tick command asks for, where the stream names none.
  let model: String?
  let isJSON: Bool
  private var hasEvents = false

  init(preset: RunnerPreset, model: String?, isJSON: Bool) {
    self.preset = preset
    self.model = model
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
    let cost = preset.prices.cost(of: outcome.usage, model: model)
    guard isJSON else { return words(outcome, unrecognised, cost) }
    var numbers = outcome.usage.json
    numbers.merge(cost.json)
    let rest: JSONObject = [
      "unrecognised": .int(unrecognised), "outcome": outcome.json, "usage": .object(numbers),
      "session": JSONValue(session),
    ]
    return "]," + JSONWriter.text(.object(rest)).dropFirst() + "\n"
  }

  private func words(_ outcome: RunnerOutcome, _ unrecognised: Int, _ cost: Cost) -> String {
    let said =
      switch outcome {
      case .move(let decision, _): "move: \(JSONWriter.text(decision.json))"
      case .text(_, let problem, _): "text without a move: \(problem)"
      case .failed(let failure, _):
        "failure \(failure.failureClass.rawValue): \(failure.message)"
          + (failure.retryAfter.map { "; it may be tried again in \($0.text)" } ?? "")
      }
    var lines = [
      "outcome       \(Untrusted.oneLine(said))",
      "tokens        \(UsageRender.text(outcome.usage)); \(UsageRender.text(cost))",
    ]
    if unrecognised > 0 { lines.append("unrecognised  \(unrecognised)") }
    return lines.map { $0 + "\n" }.joined()
  }
}
