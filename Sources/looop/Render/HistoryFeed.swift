internal import Base
internal import Core

/// What happened, as `journal` shows it: its end, and then what is added.
final class HistoryFeed {
  private let wiring: Wiring
  private let feed: EventFeed
  private var goal: GoalLines?

  /// With `goal`, what concerns that goal alone.
  init(_ wiring: Wiring, goal: Identifier? = nil) throws(LooopError) {
    self.wiring = wiring
    feed = try EventFeed(wiring.directory)
    if let goal {
      let workers = try wiring.loop.fleet.roll().workers.filter { $0.goal == goal }.map(\.id)
      self.goal = GoalLines(goal, workers: workers)
    }
  }

  /// The last `count` entries, and as many lines of `journal.md`, from `since` on.
  func end(
    last count: Int, since: Int? = nil
  ) throws(LooopError) -> (entries: [History.Entry], lines: [String]) {
    var log = try feed.end(since: since) { events in
      var goal = self.goal
      return events.count { event in
        goal?.concern(event) != false && EventRender.text(event) != nil
      } >= count
    }
    log.events = log.events.causesFirst
    var goal = self.goal
    let concerned = log.events.map { goal?.concern($0) ?? true }
    self.goal = goal
    let lines = try wiring.loop.journal.tail(count, since: since) { line in
      goal?.isNamed(inJournal: line) ?? true
    }
    var index = 0
    let history = History(log, journal: lines) { _ in
      defer { index += 1 }
      return concerned[index]
    }
    let redaction = wiring.redaction
    return (
      history.entries.suffix(count).map { $0.redacted(by: redaction) }, lines.map(redaction.text)
    )
  }

  /// What was added since the last call; `hasMore` when there may be more at once.
  func next() throws(LooopError) -> (entries: [History.Entry], hasMore: Bool) {
    let news = try feed.next()
    let entries = news.events.compactMap { event in
      goal?.concern(event) == false
        ? nil : History.entry(event)?.redacted(by: wiring.redaction)
    }
    return (entries, news.hasMore)
  }
}
