internal import Base
internal import Core

/// A worker whose session is not there, until it is.
final class MissingFeed: SessionFeed {
  private let wiring: Wiring
  private let id: Identifier
  private var isShown = false
  private var found: (any SessionFeed)?

  init(_ id: Identifier, _ wiring: Wiring) {
    self.id = id
    self.wiring = wiring
  }

  var paths: Set<String> { found?.paths ?? [] }

  func update() throws(LooopError) -> WatchEvent? {
    if found == nil, let worker = try wiring.loop.fleet.worker(id) {
      found = wiring.feed(of: worker)
    }
    if let found { return try found.update() }
    if isShown { return nil }
    isShown = true
    return .words(
      SessionWords(
        isFresh: true, lines: [.own("--- there is no worker \(id)", WatchStyle.faint)]))
  }
}
