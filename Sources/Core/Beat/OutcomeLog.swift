internal import Base

/// Records in the events how each beat ended, except for an unchanged world, flapping sensors and a
/// repeated skip.
package final class OutcomeLog {
  private let events: EventLog
  private var former: BeatOutcome?

  package init(events: EventLog) { self.events = events }

  package func record(_ outcome: BeatOutcome) {
    // A wait for sensors is part of the beat that follows.
    if case .skipped(.sensing) = outcome { return }
    defer { former = outcome }
    if case .skipped = outcome, outcome == former { return }
    if case .skipped(.unchanged) = outcome { return }
    // One for each decision that such a sensor woke; the log has once that it flaps.
    if case .skipped(.flapping) = outcome { return }
    // Its end moves with each edit.
    if case .skipped(.unsettled) = outcome, case .skipped(.unsettled)? = former { return }
    guard var fields = outcome.json.object else { return }
    fields["v"] = nil
    events.append("beat.ended", fields)
  }
}
