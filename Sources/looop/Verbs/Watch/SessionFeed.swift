internal import Base
internal import Core

/// Reads what a session shows, and what is added to it.
protocol SessionFeed: AnyObject {
  /// The files whose growth it shows.
  var paths: Set<String> { get }
  /// What is to be shown since the last call; nil when that is the same.
  func update() throws(LooopError) -> WatchEvent?
}

extension Wiring {
  func feed(of name: SessionName) throws(LooopError) -> any SessionFeed {
    guard case .worker(let id) = name else { return PulseFeed(self) }
    return try loop.fleet.worker(id).map(feed) ?? MissingFeed(id, self)
  }

  func feed(of worker: Worker) -> any SessionFeed {
    let path = loop.fleet.outputFile(of: worker.id)
    return worker.kind == .terminal
      ? ScreenFeed(path, loop.store) : TranscriptFeed(path, loop.store)
  }
}
