internal import Base

/// What a replay without a call came to, for one kept run.
package struct OfflineResult: Sendable, Equatable {
  package enum Verdict: Sendable, Equatable {
    case same, differs
    /// There is nothing to compare; the text says why.
    case skipped(String)
  }

  /// One value that is not what the run recorded; nil for none.
  package struct Difference: Sendable, Equatable {
    /// The step that made it.
    package let step: Step
    package let field: String
    package let was: String?
    package let now: String?
    package let why: String
  }

  /// What looop did with the runner's output, in this order.
  package enum Step: String, Sendable, CaseIterable {
    /// The adapter read the stream, and the parser the answer.
    case answer
    /// The gate ruled the move.
    case ruling
    /// Decision and ruling became a plan.
    case plan
    /// A beat without a move failed.
    case outcome
  }

  package let run: String
  /// The name of the recorded move, or what was recorded instead.
  package internal(set) var answered = ""
  package internal(set) var differences: [Difference] = []
  /// What could not be compared, and why.
  package internal(set) var notes: [String] = []
  var obstacle: String?
  private let redaction: Redaction

  init(run: String, redacting redaction: Redaction) {
    self.run = run
    self.redaction = redaction
  }

  package var verdict: Verdict {
    if let obstacle { return .skipped(obstacle) }
    return differences.isEmpty ? .same : .differs
  }

  /// A secret that became known since the run is taken out of both sides.
  mutating func compare(
    _ step: Step, _ field: String, was: String?, now: String?, why: String
  ) {
    let (was, now) = (known(was), known(now))
    guard was != now else { return }
    differences.append(Difference(step: step, field: field, was: was, now: now, why: why))
  }

  func known(_ text: String?) -> String? { text.map(redaction.text) }
}
