internal import Base
internal import Core

/// A recorded run as it was understood. Written in pieces (head, events, end), because a recording
/// may be larger than the memory.
struct ReplayRender {
  let preset: RunnerPreset
  /// The model of its tick command, used when the stream names none.
  let model: CommandModel?
  let isJSON: Bool
  private var hasEvents = false

  init(preset: RunnerPreset, model: CommandModel?, isJSON: Bool) {
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
        text += JSONWriter.text(RunnerEventReport(event: event).json)
      } else {
        text += RunnerEventRender.text(event) + "\n"
      }
      hasEvents = true
    }
    return text
  }

  func end(_ outcome: RunnerOutcome, unrecognised: Int, session: String?) -> String {
    var usage = outcome.usage
    usage.use(model)
    let cost = preset.prices.cost(of: usage)
    guard isJSON else { return words(outcome, unrecognised: unrecognised, cost) }
    let end = ReplayEnd(
      unrecognised: unrecognised, outcome: outcome, cost: cost, session: session)
    return "]," + JSONWriter.text(end.json).dropFirst() + "\n"
  }

  private func words(_ outcome: RunnerOutcome, unrecognised: Int, _ cost: Cost) -> String {
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

/// The end of what `runner replay` prints for programs.
struct ReplayEnd: Shaped {
  let unrecognised: Int
  let outcome: RunnerOutcome
  let cost: Cost
  let session: String?

  static let shape = Shape<ReplayEnd> { field in
    field("unrecognised", \.unrecognised, "lines that the adapter does not know")
    field("outcome", \.outcome, "what the run means")
    field("usage", { Numbers(end: $0) }, "what it used and cost")
    field("session", \.session, "the id under which the agent keeps its session")
  }

  private struct Numbers: Shaped {
    let end: ReplayEnd

    static let shape = Shape<Numbers> { field in
      field.part(Usage.shape, { $0.end.outcome.usage })
      field.part(Cost.shape, { $0.end.cost })
    }
  }

  /// All of it, which is never in the memory at once.
  static let whole = Shape<ReplayEnd> { field in
    field.version()
    field("runner", { _ in "" }, "the preset's name")
    field("events", { _ in [RunnerEventReport]() }, "what its lines mean")
    field.part(ReplayEnd.shape, \.self)
  }
}
