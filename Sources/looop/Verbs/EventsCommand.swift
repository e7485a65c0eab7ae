internal import ArgumentParser
internal import Base
internal import Core

struct EventsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Show the machine's log, event by event.",
    discussion: "docs/events.md lists the codes. `journal` says the same in words.")
  static let examples = [
    Example("looop events --code beat --lines 5"),
    Example("looop events --json --follow --since 1h"),
  ]
  var touch: Touch { .reads }

  @Option(name: .shortAndLong, help: "How many of the last events to show; 20, or all of --since.")
  var lines: Int?
  @Option(help: "Show what happened since then (2h, 7d, yesterday, 2026-11-22).")
  var since: String?
  @Option(help: "Show only this code, or all of its area: worker.ended, worker; repeatable.")
  var code: [String] = []
  @Option(help: "Show only what concerns this goal.") var goal: String?
  @Option(help: "Show only what concerns this worker.") var worker: String?
  @Flag(name: .shortAndLong, help: "Go on with what happens, until Ctrl-C.") var follow = false
  @Flag(help: "Print JSON, one object a line.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let span = try LogSpan(lines: lines, since: since, now: wiring.clock.now())
    let following = follow ? try Following(in: wiring.directory.path) : nil
    let feed = try EventFeed(wiring.directory)
    var choice = try choice(wiring)
    let log = try feed.end(since: span.since) { events in
      var choice = choice
      return events.count { choice.counts($0) } >= span.count
    }
    let chosen = log.events.filter { choice.counts($0) }
    if chosen.isEmpty { try checkWords(log.events, wiring) }
    show(chosen.suffix(span.count), wiring)
    if chosen.isEmpty, !follow { Console.note("No such event is in the log.") }
    if feed.unread > 0 {
      Console.note(
        "looop: "
          + Counted.text(feed.unread, "line is not an event", many: "lines are not events")
      )
    }
    try following?.run { () throws(LooopError) in
      let (events, hasMore) = try feed.next()
      show(events.filter { choice.counts($0) }[...], wiring)
      return hasMore ? .more : .rest
    }
    return ExitStatusCode.ok
  }

  private func show(_ events: ArraySlice<LoggedEvent>, _ wiring: Wiring) {
    for event in events {
      let line = EventLine(event: event)
      if json {
        Console.say(json: wiring.redacted(line))
      } else {
        Console.say(wiring.redacted(line.text))
      }
    }
  }

  /// Throws for a word that names nothing, here or in the log; what one follows may still come to be.
  private func checkWords(_ events: [LoggedEvent], _ wiring: Wiring) throws(LooopError) {
    for word in code where !EventCodes.has(word) {
      // Another looop may have written it.
      if events.contains(where: { $0.code == word || $0.code.hasPrefix("\(word).") }) { continue }
      let nearest = Nearest.match(word, in: EventCodes.words).map { "Did you mean '\($0)'? " } ?? ""
      throw LooopError(
        .usage, code: "E_USAGE", "There is no event '\(Untrusted.oneLine(word))'.",
        hint: "\(nearest)The events are:\n\(EventCodes.list)")
    }
    if follow { return }
    if let worker, let id = Identifier(valid: worker),
      !events.contains(where: { EventChoice.concerns(id, $0) }),
      try wiring.loop.fleet.worker(id) == nil
    {
      throw try wiring.unknownWorker(id)
    }
    if let goal { try wiring.checkPastGoal(goal) }
  }

  private func choice(_ wiring: Wiring) throws(LooopError) -> EventChoice {
    EventChoice(
      codes: code,
      goal: try goal.map { text throws(LooopError) in
        let id = try Identifier(text, "goal")
        return GoalLines(
          id, workers: try wiring.loop.fleet.roll().workers.filter { $0.goal == id }.map(\.id))
      },
      worker: try worker.map { text throws(LooopError) in try Identifier(text, "worker") })
  }
}

/// Which events a person asked for.
private struct EventChoice {
  let codes: [String]
  var goal: GoalLines?
  let worker: Identifier?

  /// Call it for each event, in their order.
  mutating func counts(_ event: LoggedEvent) -> Bool {
    // First: it learns from events that do not count.
    let isOfGoal = goal?.concern(event) ?? true
    let isOfCode =
      codes.isEmpty || codes.contains { event.code == $0 || event.code.hasPrefix("\($0).") }
    return isOfGoal && isOfCode && (worker.map { Self.concerns($0, event) } ?? true)
  }

  static func concerns(_ worker: Identifier, _ event: LoggedEvent) -> Bool {
    let named = ["worker", "asker", "to"].contains { event.fields[$0]?.string == worker.text }
    let asked = event.fields["ask"]?.string.flatMap { AskID($0) }?.worker == worker
    return named || asked
  }
}
