package import Base

/// The log from one point in both directions: its end as it is now, and what is appended later. No
/// event is in both, and none is missing.
package final class EventFeed {
  /// What one look back reads at most.
  private static let longestLook = 64 << 20
  /// How many events one look back reads at first.
  private static let firstBatch = 64

  private let file: FollowedFile
  /// Lines that are no events.
  package private(set) var unread = 0

  package init(_ directory: DataDirectory) throws(LooopError) {
    file = try FollowedFile(
      path: directory.events, former: directory.formerEvents, from: .lastLine)
  }

  /// The end of the log: events from `since` on, at least until `isEnough` says so of them. Call it
  /// before `next`.
  package func end(
    since: Int? = nil, until isEnough: ([LoggedEvent]) -> Bool
  ) throws(LooopError) -> EventLog.Extract {
    var reader = BackwardEvents(since: since ?? 0)
    var batch = Self.firstBatch
    let isAll = try file.before(longest: BackwardLines.longestOwn, atMost: Self.longestLook) {
      line in
      let former = reader.newestFirst.count
      reader.read(line)
      guard !reader.bound.isPassed else { return false }
      guard reader.newestFirst.count > former, reader.newestFirst.count == batch else {
        return true
      }
      batch *= 4
      return !isEnough(reader.newestFirst.reversed())
    }
    unread += reader.unread
    return EventLog.Extract(
      events: reader.newestFirst.reversed(), isWhole: isAll && reader.bound.older == 0,
      hasOlder: reader.bound.older > 0)
  }

  /// What was appended since the last call; `hasMore` when there may be more at once.
  package func next() throws(LooopError) -> (events: [LoggedEvent], hasMore: Bool) {
    var events: [LoggedEvent] = []
    let hasMore = try file.read { piece in
      guard let end = piece.lastIndex(of: .lineFeed) else {
        return piece.count == FollowedFile.piece ? piece.count : 0
      }
      for line in piece[..<end].split(separator: .lineFeed) {
        // The end of a line whose beginning was left out is no event either.
        if let event = LoggedEvent(line: line) { events.append(event) } else { unread += 1 }
      }
      return end + 1 - piece.startIndex
    }
    return (events, hasMore)
  }
}

extension EventLog {
  /// The end of the log, with at least `count` events that `counts`, as far as there are so many.
  package func last(
    _ count: Int, where counts: (LoggedEvent) -> Bool
  ) throws(LooopError) -> Extract {
    try EventFeed(directory).end { $0.count(where: counts) >= count }
  }
}
