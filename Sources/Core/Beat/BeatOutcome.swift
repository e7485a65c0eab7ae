/// What a beat did. A beat never throws: failure is one of its outcomes.
package enum BeatOutcome: Sendable, Equatable {
  /// A move was executed; the text is the journal's line.
  case acted(String)
  /// A move the human said yes to was executed; nothing was decided yet.
  case ranApproved(AskID, String)
  /// The move waits for a yes to this ask.
  case held(AskID)
  case skipped(Verdict.Skip)
  case failed(BeatFailure)
  /// What a dry run would have done.
  case wouldAct(Decision, ruling: String)
}

/// Why a beat failed.
package struct BeatFailure: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// The runner brought no move.
    case runner(RunnerFailure.Class)
    /// The gate refused the move for good.
    case refused
    /// The move was fine and could not be done.
    case effect
    /// A file could not be read or written.
    case state

    package var label: String {
      switch self {
      case .runner(let failure): "runner: \(failure.rawValue)"
      case .refused: "refused"
      case .effect: "effect"
      case .state: "state"
      }
    }
  }

  package let cause: Cause
  /// For the human and for the next prompt.
  package let message: String
  /// How long to wait, when the runner says so.
  package let retryAfter: Duration?
  /// The runner is at rest now, so nothing else has to back off.
  package let isParked: Bool

  package init(
    _ cause: Cause, _ message: String, retryAfter: Duration? = nil, isParked: Bool = false
  ) {
    self.retryAfter = retryAfter
    self.isParked = isParked
    self.cause = cause
    self.message = message
  }

  package var label: String { cause.label }
}
