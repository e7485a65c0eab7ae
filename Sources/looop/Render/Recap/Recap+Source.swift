internal import Base
internal import Core

extension Recap {
  /// Without the reports, which are files of their own: `readReports`.
  init(_ source: RecapSource) {
    self.init(since: source.since, until: source.until)
    let spent = RecapSpent(source.lines, since: since, until: until)
    cost = spent.spent
    var story = RecapStory(source, spent)
    for event in source.window.events { story.follow(event) }
    story.end()
    beats = story.beats.sorted { $0.at < $1.at }
    goals = Self.sorted(story.deeds)
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
      count > 0 ? "\(count) \(count == 1 ? "line" : "lines") \(what)" : nil
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

/// What the ledger says of the window.
struct RecapSpent {
  private(set) var spent = Recap.Spent()
  /// US dollars by the id of a call, as far as they are known.
  private(set) var dollarsOfCall: [String: Double] = [:]
  private(set) var goalOfCall: [String: String] = [:]
  private(set) var torn = 0
  private(set) var absurd = 0

  /// No call costs so much: a hand or a broken agent wrote it.
  private static let mostDollars = 1e9
  /// A longer window has no day of its own for each.
  private static let mostDays = 400

  init(_ all: [LedgerLine], since: Int, until: Int) {
    let lines = all.map { sane($0) }
    for line in lines {
      let call = line.call.id
      if call.isEmpty, line.type == .started { torn += 1 }
      if let goal = line.call.goal { goalOfCall[call] = goal }
      if let dollars = line.cost.dollars { dollarsOfCall[call, default: 0] += dollars }
    }
    let report = CostReport(lines, by: .runner)
    spent.total = report.total
    spent.runners = report.rows
    spent.goals = CostReport(lines, by: .goal).rows
    spent.days = Self.days(lines, since: since, until: until)
  }

  private mutating func sane(_ line: LedgerLine) -> LedgerLine {
    guard let dollars = line.cost.dollars, abs(dollars) > Self.mostDollars else { return line }
    absurd += 1
    var line = line
    line.cost = .unknown
    return line
  }

  private static func days(_ lines: [LedgerLine], since: Int, until: Int) -> [Recap.Day] {
    var ofDay: [String: [LedgerLine]] = [:]
    for line in lines {
      ofDay[LocalTime(line.at.within(since, until)).dayText, default: []].append(line)
    }
    var names = ofDay.keys.sorted()
    if (until - since) / 86_400 < mostDays {
      names = []
      var day = LocalTime.startOfDay(since)
      while day <= until, names.count <= mostDays {
        names.append(LocalTime(day).dayText)
        day = LocalTime.startOfDay(day, adding: 1)
      }
    }
    return names.map { name in
      let report = CostReport(ofDay[name] ?? [], by: .runner)
      return Recap.Day(name: name, total: report.total, runners: report.rows)
    }
  }
}
