internal import Base

/// One decision asked of the runners in turn: who is asked next, and what a failed call means. A
/// failure that passes is retried within the beat; a fallback replaces a runner that cannot work.
struct Inquiry {
  private let runners: [TickRunner]
  private let settings: Settings
  /// How often in a row each runner failed with words that nothing here knows.
  private(set) var unknownFailures: [String: Int]
  /// The wait before each further try of what passes by itself.
  private let delays: [Duration]
  private var index = 0
  private var tries = 0
  private var started = Monotonic.now()
  /// Whether the prompt leaves out what changes most.
  private(set) var isShort = false
  private(set) var calls = 0
  /// The wait before the next try.
  private(set) var delay = Duration.zero

  init(
    _ runners: [TickRunner], _ settings: Settings, unknownFailures: [String: Int],
    delays: [Duration]
  ) {
    self.unknownFailures = unknownFailures
    self.runners = runners
    self.settings = settings
    self.delays = delays
  }

  /// The runner to ask; nil when all have been asked.
  var runner: TickRunner? { index < runners.count ? runners[index] : nil }

  /// Goes on to the next runner.
  mutating func askNext() {
    index += 1
    tries = 0
    started = Monotonic.now()
    isShort = false
  }

  /// A call ended with `outcome`; says what that means for the beat.
  mutating func end(_ outcome: RunnerOutcome) -> BeatMachine.Call {
    calls += 1
    count(outcome)
    switch outcome {
    case .move: return .move
    case .text: return .words
    case .failed(let failure, _): return fail(failure)
    }
  }

  private mutating func count(_ outcome: RunnerOutcome) {
    guard let name = runner?.preset.name else { return }
    if case .failed(let failure, _) = outcome, failure.isGuess {
      unknownFailures[name, default: 0] += 1
    } else {
      unknownFailures[name] = nil
    }
  }

  /// Whether the runner is better left alone for a while: asking again would be in vain.
  private mutating func rests(after failure: RunnerFailure) -> Bool {
    guard failure.isGuess else { return failure.rests }
    guard let name = runner?.preset.name,
      unknownFailures[name, default: 0] >= ParkedRunner.mostUnknownFailures
    else { return false }
    // Once a person has answered, it has as many tries again.
    unknownFailures[name] = nil
    return true
  }

  private mutating func fail(_ failure: RunnerFailure) -> BeatMachine.Call {
    switch failure.failureClass {
    case .transient where tries < delays.count:
      delay = max(delays[tries], failure.retryAfter ?? .zero)
      let elapsed = Monotonic.now() - started
      // A long wait is left to the backoff, so that the loop can sense in the meantime.
      guard elapsed + delay <= settings.tickTimeout / 2 else { return .failed }
      tries += 1
      return .passing
    case .context where !isShort:
      isShort = true
      return .tooLong
    default:
      guard rests(after: failure) else { return .failed }
      return index + 1 < runners.count ? .parkedWithNext : .parkedLast
    }
  }

  /// Which runners can be asked now.
  enum Ready {
    case runners([TickRunner])
    /// All are parked: this one is back first.
    case parked(ParkedRunner)
  }

  /// A verb that only reports does not know what surrounds the pulse.
  static func ready(
    _ loop: Loop, _ settings: Settings, isPulse: Bool = true
  ) throws(LooopError) -> Ready {
    var ready: [TickRunner] = []
    var resting: ParkedRunner?
    for runner in try TickRunner.all(settings, loop.runners) {
      guard let parked = try loop.parking.holding(runner.preset, settings, isPulse: isPulse)
      else {
        ready.append(runner)
        continue
      }
      resting = parked.isBack(before: resting) ? parked : resting
    }
    if ready.isEmpty, let resting { return .parked(resting) }
    return .runners(ready)
  }
}

extension ParkedRunner {
  /// Whether it can be asked again before `other`; one that waits for the human is last.
  fileprivate func isBack(before other: ParkedRunner?) -> Bool {
    guard let other else { return true }
    return (until ?? .max) < (other.until ?? .max)
  }
}
