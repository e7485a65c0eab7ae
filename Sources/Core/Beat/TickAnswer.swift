internal import Base

/// The answer of the runners, after one call or more.
struct TickAnswer {
  let outcome: RunnerOutcome
  /// The preset's name.
  let runner: String
  let calls: Int
  /// Lines no adapter knows, of the last call.
  let unrecognised: Int
  /// Of all of them, as far as it is known.
  let cost: Cost
  /// How long all of them took.
  let duration: Duration
  /// How the last of them ended.
  let end: CallEnd

  /// Why the beat fails with it; nil for a move.
  func failure(isParked: Bool = false) -> BeatFailure? { outcome.beatFailure(isParked: isParked) }
}

extension RunnerOutcome {
  /// Why a beat fails with it; nil for a move.
  func beatFailure(isParked: Bool = false) -> BeatFailure? {
    switch self {
    case .move: return nil
    case .failed(let failure, _):
      return BeatFailure(
        .runner(failure.failureClass), failure.message, retryAfter: failure.retryAfter,
        isParked: isParked)
    case .text(let text, let problem, _):
      let quoted = Untrusted.quoted(text, bytes: 300)
      return BeatFailure(.runner(.protocol), "\(problem). The answer was: \(quoted)")
    }
  }
}

extension TickAnswer: Shaped {
  /// As `decision.json` of a run folder keeps it.
  static let shape = Shape<TickAnswer> { field in
    field.part(RunnerOutcome.shape, { $0.outcome })
    field("runner", \.runner, "the preset that was asked")
    field("calls", \.calls, "how many calls that took")
    field("unrecognised", \.unrecognised, "lines of the stream that no adapter knows")
    field("took_ms", \.duration.milliseconds, "how long they took")
    field.part(Cost.shape, { $0.cost })
    field.part(CallEnd.shape, { $0.end })
  }
}
