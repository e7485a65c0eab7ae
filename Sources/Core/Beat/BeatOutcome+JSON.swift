package import Base

extension BeatOutcome {
  /// As `outcome.json` of a run folder and `beat --json` have it.
  package var json: JSONValue {
    switch self {
    case .acted(let text): ["v": 1, "outcome": "acted", "text": .string(text)]
    case .ranApproved(let ask, let text):
      ["v": 1, "outcome": "acted", "ask": .string(ask.text), "text": .string(text)]
    case .held(let ask): ["v": 1, "outcome": "held", "ask": .string(ask.text)]
    case .skipped(let reason): ["v": 1, "outcome": "skipped", "text": .string(reason.text)]
    case .failed(let failure):
      [
        "v": 1, "outcome": "failed", "cause": .string(failure.label),
        "text": .string(failure.message),
      ]
    case .wouldAct(let decision, let ruling):
      ["v": 1, "outcome": "would_act", "move": decision.json, "ruling": .string(ruling)]
    }
  }
}
