package import Base
package import Screen

/// The screen of an agent of terminal kind, drawn anew from its recording: nobody pays for it while
/// nobody looks.
package enum AgentScreen {
  /// Bytes of the recording that tell the screen as it is now: agents paint theirs anew often.
  static let tail = 4 << 20

  static func replayed(_ bytes: [UInt8]) -> Screen {
    var screen = Screen(columns: AgentProcess.columns, rows: AgentProcess.rows)
    screen.feed(bytes[...])
    return screen
  }
}

extension Fleet {
  /// What that worker's screen shows now; nil for one that has none.
  package func screen(of id: Identifier) throws(LooopError) -> Screen? {
    guard let worker = try worker(id), worker.kind == .terminal else { return nil }
    return AgentScreen.replayed(Recording.tail(of: folder(id).output, AgentScreen.tail))
  }
}
