package import Base

/// What the log says of the time from a moment until now, and what of it could not be read.
package struct EventWindow: Sendable, Equatable {
  /// In the order in which they were written.
  package var events: [LoggedEvent] = []
  /// Lines that a crash tore, or that are no event.
  package var torn = 0
  /// Lines whose clock was ahead of the present one: each counts from the time of the line behind it.
  package var ahead = 0
  /// Whether the log goes back to its beginning, or has everything that was ever written.
  package var isWhole = false

  package init() {}
}

extension EventLog {
  /// The events from `since` on, read from the end: what is older costs nothing.
  package func window(since: Int) throws(LooopError) -> EventWindow {
    let feed = try EventFeed(directory)
    let log = try feed.end(since: since) { _ in false }
    var window = EventWindow(log.events, now: clock.now())
    window.torn = feed.unread
    let isAll = try FileFacts.of(directory.formerEvents) == nil
    window.isWhole = log.hasOlder || isAll
    return window
  }
}

extension EventWindow {
  /// With the times that count: what a clock that was ahead wrote is as old as the event behind it.
  init(_ events: [LoggedEvent], now: Int) {
    var bound = now
    var newestFirst: [LoggedEvent] = []
    for event in events.reversed() {
      if event.at > now {
        ahead += 1
        newestFirst.append(LoggedEvent(at: bound, code: event.code, fields: event.fields))
      } else {
        bound = event.at
        newestFirst.append(event)
      }
    }
    self.events = newestFirst.reversed()
  }
}
