internal import Base
internal import Core

/// What a beat did, in words.
enum OutcomeRender {
  static func text(_ outcome: BeatOutcome) -> String {
    switch outcome {
    case .acted(let text): "acted: \(Untrusted.visible(text))"
    case .ranApproved(let ask, let text): "\(ask) approved: \(Untrusted.visible(text))"
    case .held(let ask): "waits for your answer to \(ask): see `looop asks`"
    case .skipped(let reason): "skipped: \(reason.text)"
    case .failed(let failure): "failed (\(failure.label)): \(Untrusted.visible(failure.message))"
    case .wouldAct(let decision, let ruling):
      "would do: \(Untrusted.visible(JSONWriter.text(decision.json, .pretty)))\nruling: \(ruling)"
    }
  }
}
