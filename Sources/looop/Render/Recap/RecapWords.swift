internal import Base
internal import Core

/// The words that every form of a recap shares.
struct RecapWords {
  let recap: Recap

  var title: String {
    let span = Duration.seconds(max(0, recap.until - recap.since)).text
    return "the last \(span), since \(LocalTime(recap.since).minuteText)"
  }

  var nothing: String {
    // What could not be read may have been something.
    "Nothing \(recap.skipped.isEmpty ? "" : "that can be read ")happened since"
      + " \(LocalTime(recap.since).minuteText)."
  }

  /// The day only where the window has more than one.
  func stamp(_ at: Int) -> String {
    let text = LocalTime(at).minuteText
    let (first, last) = (LocalTime(recap.since), LocalTime(recap.until))
    if at >= recap.since, first.dayText == last.dayText { return String(text.suffix(5)) }
    return LocalTime(at).year == last.year ? String(text.dropFirst(5)) : text
  }

  /// As in `3 moves, 40 calls, $1.20`.
  var summary: [String] {
    let waiting = recap.waiting.count
    return [
      Counted.text(recap.count(.acted) + recap.count(.held), "move"),
      Counted.text(recap.workers.count, "worker") + failed,
      Self.calls(recap.cost.total), Self.cost(recap.cost.total),
      waiting > 0 ? "\(Counted.text(waiting, "question")) for you" : "no question for you",
    ]
  }

  private var failed: String {
    let count = recap.lives(.failed)
    return count > 0 ? " (\(count) failed)" : ""
  }

  /// As in `4 calls`: the questions to a runner, which the caps count; lives of workers are separate.
  static func calls(_ row: CostReport.Row) -> String { Counted.text(row.calls, "call") }

  static func cost(_ row: CostReport.Row) -> String {
    guard row.unknownCalls > 0 else { return Dollars.text(row.dollars) }
    let unknown = "\(row.unknownCalls) of unknown cost"
    if row.dollars == 0 {
      return row.unknownCalls == row.calls + row.workers ? "cost unknown" : unknown
    }
    return "\(Dollars.text(row.dollars)) and \(unknown)"
  }

  static func cost(_ dollars: Double?) -> String { dollars.map(Dollars.text) ?? "unknown" }

  static func span(_ seconds: Int?) -> String {
    seconds.map { Duration.seconds($0).text } ?? "?"
  }

  static func check(_ isVerified: Bool?) -> String {
    isVerified.map { $0 ? "passed" : "failed" } ?? ""
  }

  /// How a life went, in a few words.
  static func end(_ life: Recap.Life) -> String {
    switch life.health {
    case .working: "at work"
    case .stuck: "stuck"
    case .done: "done"
    case .failed: life.failure ?? life.state
    case .gone: life.state
    case .stopped: life.endedBy.map { "ended by \($0)" } ?? life.state
    }
  }

  static func subject(_ failure: Recap.Failure) -> String {
    switch failure.kind {
    case .call: "calls of \(failure.subject): \(failure.cause)"
    case .beat: "a beat: \(failure.cause)"
    case .worker:
      "worker \(failure.subject)" + (failure.cause == "failed" ? "" : ": \(failure.cause)")
    case .sensor: "sensor \(failure.subject): \(failure.cause)"
    // Its text says what it is about.
    case .loop: failure.text.isEmpty ? failure.cause.replacing(".", with: " ") : ""
    }
  }

  /// As in `12 times between 08:00 and 09:05`.
  func times(_ failure: Recap.Failure) -> String {
    failure.count > 1
      ? "\(failure.count) times between \(stamp(failure.firstAt)) and \(stamp(failure.lastAt))" : ""
  }

  func waited(_ question: Recap.Question) -> String {
    let span = Self.span(question.waited(until: recap.until))
    return switch question.state {
    case .waiting: "waits for \(span)"
    case .answered: "answered after \(span)"
    case .withdrawn: "withdrawn after \(span)"
    }
  }
}
