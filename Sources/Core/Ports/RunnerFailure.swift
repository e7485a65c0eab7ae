package import Base

/// Why a run brought no answer.
package struct RunnerFailure: Sendable, Equatable {
  package enum Class: String, Sendable, CaseIterable, JSONReadable {
    /// 5xx, overload, network, time-out, a cut or malformed stream.
    case transient
    /// 429 and usage limits.
    case quota
    case auth
    case billing
    case refused
    /// The prompt or the answer was too long.
    case context
    /// Flags, model, set-up.
    case config
    /// The CLI's own cap.
    case budget
    /// Ended by a signal.
    case interrupted
    /// No result, or one of the wrong shape.
    case `protocol`
    case empty
  }

  package var failureClass: Class
  /// One line for a human and for the next prompt.
  package var message: String
  /// How long to wait, when the CLI says so.
  package var retryAfter: Duration?
  /// When it may be tried again, where the CLI said a time instead: an adapter has no clock to turn
  /// it into a wait.
  package var retryAt: LocalMoment?
  /// Whether the class is only a guess, because no word of the failure is known.
  package var isGuess = false
  /// Whether no word says that the run failed: it only lacks what a good one prints.
  package var isInferred = false

  package init(
    _ failureClass: Class, _ message: String, retryAfter: Duration? = nil,
    retryAt: LocalMoment? = nil
  ) {
    self.failureClass = failureClass
    self.message = message
    self.retryAfter = retryAfter
    self.retryAt = retryAt
  }

  package func redacted(by redaction: Redaction) -> RunnerFailure {
    var failure = self
    failure.message = redaction.text(message)
    return failure
  }

  /// One of which the run itself says nothing.
  package static func inferred(_ failureClass: Class, _ message: String) -> RunnerFailure {
    var failure = RunnerFailure(failureClass, message)
    failure.isInferred = true
    return failure
  }
}
