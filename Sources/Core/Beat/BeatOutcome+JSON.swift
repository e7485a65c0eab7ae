package import Base

extension BeatOutcome: Shaped {
  package enum Word: String, CaseIterable, JSONWritable {
    case acted, held, skipped, failed
    case wouldAct = "would_act"
  }

  /// As `outcome.json` of a run folder and `beat --json` have it.
  package static let shape = Shape<BeatOutcome> { field in
    field.version()
    field("outcome", \.word, "what became of the beat")
    field(optional: "ask", \.ask, "the ask it waits for, or that was approved")
    field(optional: "cause", \.failure?.label, "of a failed one: what kind of failure")
    field(optional: "text", \.text, "the journal's line, or why nothing was done, or what failed")
    field(optional: "move", \.proposal, "of a dry run: what it would have done")
    field(optional: "ruling", \.ruling, "of a dry run: whether the move may be done, and why")
  }

  /// As `state` shows it later.
  package var report: Activity.Beat {
    let words = text ?? ask.map { "\($0) waits for your answer" } ?? ""
    return Activity.Beat(
      word.rawValue,
      Untrusted.quoted(
        [failure?.label, words].compactMap(\.self).joined(separator: ": "), bytes: 300))
  }

  private var word: Word {
    switch self {
    case .acted, .ranApproved: .acted
    case .held: .held
    case .skipped: .skipped
    case .failed: .failed
    case .wouldAct: .wouldAct
    }
  }

  private var ask: AskID? {
    switch self {
    case .ranApproved(let ask, _), .held(let ask): ask
    default: nil
    }
  }

  private var text: String? {
    switch self {
    case .acted(let text), .ranApproved(_, let text): text
    case .skipped(let reason): reason.text
    case .failed(let failure): failure.message
    case .held, .wouldAct: nil
    }
  }

  private var failure: BeatFailure? { if case .failed(let failure) = self { failure } else { nil } }

  private var proposal: Decision? {
    if case .wouldAct(let decision, _) = self { decision } else { nil }
  }

  private var ruling: String? { if case .wouldAct(_, let ruling) = self { ruling } else { nil } }
}
