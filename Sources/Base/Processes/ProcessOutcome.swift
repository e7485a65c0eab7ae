/// How a child process ended, or why it was not started.
package enum ProcessOutcome: Sendable, Equatable {
  case exited(Int)
  case signalled(Int)
  /// Ended by looop: it ran past its deadline.
  case timedOut
  /// Ended by looop: it wrote nothing for so long.
  case silent(Duration)
  /// Ended by looop: it wrote more than it may.
  case oversized
  /// Ended by looop, which was stopping.
  case interrupted
  /// Not started; the text says why. `isPassing` for what passes by itself, such as a lack of
  /// descriptors; anything else fails again until somebody changes something.
  case notStarted(String, isPassing: Bool = false)

  package var isSuccess: Bool { self == .exited(0) }

  /// As in a sentence: "exited with code 3".
  package var text: String {
    switch self {
    case .exited(let code): "exited with code \(code)"
    case .signalled(let number): "was killed by signal \(number)"
    case .timedOut: "ran past its deadline and was ended"
    case .silent(let limit): "wrote nothing for \(limit.exactText) and was ended"
    case .oversized: "wrote more than it may and was ended"
    case .interrupted: "was ended because looop was stopping"
    case .notStarted(let reason, _): "could not start: \(reason)"
    }
  }
}
