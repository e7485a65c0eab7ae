package import Base
package import Screen

/// The screen of a terminal worker with the lines that left it: the end of its recording, replayed
/// from a safe point, and what is added to it meanwhile.
package struct SessionScreen: Sendable {
  /// Bytes of the recording that are replayed.
  package static let replayed = 2 << 20
  /// Lines that are kept above the screen.
  package static let scrollback = 5_000

  package private(set) var screen: Screen
  /// Whether more was recorded than is replayed.
  package private(set) var isCut = false
  /// Whether there is no recording: not yet, or no longer. The screen is then the last one known.
  package private(set) var isGone = true
  private let scrollback: Int
  private var reader: RecordingReader

  /// `recording` is where a terminal worker's bytes are kept. Nothing is read before `update`.
  package init(of recording: String, scrollback: Int = SessionScreen.scrollback) {
    self.scrollback = scrollback
    reader = RecordingReader(path: recording, limit: Self.replayed)
    screen = Self.blank(scrollback)
  }

  private static func blank(_ scrollback: Int) -> Screen {
    Screen(columns: AgentProcess.columns, rows: AgentProcess.rows, scrollback: scrollback)
  }

  /// Reads what there is now. True when the screen may have changed.
  @discardableResult
  package mutating func update() throws(LooopError) -> Bool {
    switch try reader.next() {
    case .nothing: return false
    case .gone:
      isGone = true
      return true
    case .appended(let bytes):
      isGone = false
      screen.feed(bytes[...])
      return true
    case .fresh(let bytes, let isCut):
      (self.isCut, isGone) = (isCut, false)
      screen = Self.replay(bytes, isCut: isCut, scrollback)
      return true
    }
  }

  private static func replay(_ bytes: [UInt8], isCut: Bool, _ scrollback: Int) -> Screen {
    if isCut {
      return ReplayStart.screen(
        bytes, columns: AgentProcess.columns, rows: AgentProcess.rows, scrollback: scrollback)
    }
    var screen = blank(scrollback)
    screen.feed(bytes[...])
    return screen
  }
}

extension Fleet {
  /// What the worker's screen shows now; nil for a worker without one.
  package func sessionScreen(of id: Identifier) throws(LooopError) -> SessionScreen? {
    guard let worker = try worker(id), worker.kind == .terminal else { return nil }
    var screen = SessionScreen(of: folder(id).output)
    try screen.update()
    return screen
  }
}
