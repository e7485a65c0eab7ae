package import Base

extension RunnerOutcome {
  /// One word for the ledger.
  var label: String {
    switch self {
    case .move: "move"
    case .text: "text"
    case .failed(let failure, _): failure.failureClass.rawValue
    }
  }
}

extension RunnerOutcome: Shaped {
  package enum Kind: String, CaseIterable, JSONWritable { case move, text, failure }

  /// As `decision.json` of a run folder and `runner replay` have it.
  package static let shape = Shape<RunnerOutcome> { field in
    field("kind", \.kind, "what the run brought")
    field(optional: "move", \.decision, "the move")
    field(optional: "text", \.text, "the text without a move")
    field(optional: "problem", \.problem, "why that is not a move")
    field(optional: "class", \.failure?.failureClass, "what kind of failure")
    field(
      optional: "retry_after_s", { $0.failure.map(\.retryAfter) },
      "seconds to wait, when the runner said so")
    field(optional: "message", \.failure?.message, "the failure in words")
  }

  private var kind: Kind {
    switch self {
    case .move: .move
    case .text: .text
    case .failed: .failure
    }
  }

  private var decision: Decision? {
    if case .move(let decision, _) = self { decision } else { nil }
  }
  private var text: String? { if case .text(let text, _, _) = self { text } else { nil } }
  private var problem: String? { if case .text(_, let problem, _) = self { problem } else { nil } }
  private var failure: RunnerFailure? {
    if case .failed(let failure, _) = self { failure } else { nil }
  }
}
