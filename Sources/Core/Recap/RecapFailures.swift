internal import Base

/// What went wrong: the same again is counted, not listed.
struct RecapFailures {
  static let failing: Set<Reading.Status> = [.error, .timeout, .invalid]

  private struct Key: Hashable {
    let kind: Recap.Failure.Kind
    let subject, cause: String
  }

  private var found: [Key: Recap.Failure] = [:]

  init(_ source: RecapSource, _ failures: [Recap.Failure]) {
    for failure in failures { add(failure) }
    for event in source.window.events where event.code == "worker.ended" { add(event) }
    for reading in source.readings { add(reading, source) }
  }

  /// The latest first.
  var all: [Recap.Failure] {
    found.values.sorted { ($0.lastAt, $1.subject, $1.cause) > ($1.lastAt, $0.subject, $0.cause) }
  }

  private mutating func add(_ failure: Recap.Failure) {
    let key = Key(kind: failure.kind, subject: failure.subject, cause: failure.cause)
    guard var former = found[key] else {
      found[key] = failure
      return
    }
    former.count += 1
    former.lastAt = failure.lastAt
    if !failure.text.isEmpty { former.text = failure.text }
    found[key] = former
  }

  /// Whoever ended it on purpose looks for no failure.
  private mutating func add(_ event: LoggedEvent) {
    guard let why = event.word("failure"), !["human", "loop"].contains(event.word("by") ?? "")
    else { return }
    add(
      Recap.Failure(
        kind: .worker, subject: event.word("worker") ?? "?", cause: "failed", text: why,
        firstAt: event.at, lastAt: event.at))
  }

  /// A sensor that fails now, since whenever that began.
  private mutating func add(_ reading: Reading, _ source: RecapSource) {
    let isFailing = Self.failing.contains(reading.status)
    guard let why = isFailing ? reading.observation.problem : reading.hiddenFailure
    else { return }
    let cause = isFailing ? reading.status.rawValue : "failing"
    let key = Key(kind: .sensor, subject: reading.sensor.text, cause: cause)
    let text = "\(JournalWords.quoted(why, bytes: 160)); it fails now"
    if found[key] != nil {
      found[key]?.text = text
    } else {
      let at = reading.changedAt.within(0, source.until)
      found[key] = Recap.Failure(
        kind: .sensor, subject: reading.sensor.text, cause: cause, text: text, firstAt: at,
        lastAt: at)
    }
  }
}
