internal import Base

extension Recap {
  /// The words for an event, and for how a run ended, of a program that shows them.
  package struct Wording {
    let event: (LoggedEvent) -> String?
    let run: (RunRecord) -> String

    package init(event: @escaping (LoggedEvent) -> String?, run: @escaping (RunRecord) -> String) {
      self.event = event
      self.run = run
    }
  }

  /// Without the reports, which are files of their own: `readReports`.
  package init(_ source: RecapSource, _ wording: Wording) {
    self.init(since: source.since, until: source.until)
    let spent = RecapSpent(source.lines, since: since, until: until)
    cost = spent.spent
    var story = RecapStory(source, spent, wording: wording)
    for event in source.window.events.causesFirst { story.follow(event) }
    story.end()
    beats = story.beats.sorted { $0.at < $1.at }
    goals = Self.sorted(story.deeds.byGoal)
    workers = RecapLives(source, story, spent: spent).lives
    failures = RecapFailures(source, story.failures).all
    (waiting, settled) = RecapQuestions(source).lists
    let report = SensorWakes.report(
      source.window.events, source.lines, of: source.readings.map(\.sensor.text), since: since)
    sensors = report.rows.filter { $0.wakes > 0 || ($0.runs ?? 0) > 0 }
      .sorted { ($1.wakes, $0.sensor) < ($0.wakes, $1.sensor) }
    skipped = Self.skipped(source, spent)
  }

  private static func sorted(_ deeds: [String?: [Deed]]) -> [GoalWork] {
    let named = deeds.keys.compactMap(\.self).sorted()
    return (named.map(Optional.some) + [nil]).compactMap { goal in
      deeds[goal].map { GoalWork(goal: goal, deeds: $0.sorted { $0.at < $1.at }) }
    }
  }

  private static func skipped(_ source: RecapSource, _ spent: RecapSpent) -> [String] {
    func lines(_ count: Int, _ what: String) -> String? {
      count > 0 ? "\(Counted.text(count, "line")) \(what)" : nil
    }
    let window = source.window
    var notes = [
      lines(window.torn, "of events.jsonl could not be read"),
      lines(window.ahead, "of events.jsonl came from a clock that was ahead"),
      lines(spent.torn, "of the ledger could not be read: calls of unknown cost"),
      lines(spent.absurd, "of the ledger had a cost beyond all reason: unknown"),
    ].compactMap(\.self)
    if !window.isWhole {
      notes.append("events.jsonl does not go back to the beginning of this time")
    }
    return notes + source.problems.map { Untrusted.quoted($0.message, bytes: 300) }
  }
}
