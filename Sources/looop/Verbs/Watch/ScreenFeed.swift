internal import Base
internal import Core

/// The screen of a terminal worker.
final class ScreenFeed: SessionFeed {
  let paths: Set<String>
  private let store: Store
  private var screen: SessionScreen

  init(_ path: String, _ store: Store) {
    paths = [path]
    self.store = store
    screen = SessionScreen(of: path)
  }

  func update() throws(LooopError) -> WatchEvent? {
    guard try screen.update() else { return nil }
    // While the agent draws, the screen may be half of one and half of the next.
    return .screen(ScreenPicture(screen: screen.screen, redaction: store.redaction))
  }
}
