package import Base
package import Screen

/// The screen of a terminal agent, replayed from its recording only when it is needed.
package enum AgentScreen {
  /// Bytes of the recording that are replayed: agents repaint their screen often.
  static let tail = 4 << 20

  static func replayed(_ bytes: [UInt8]) -> Screen {
    var screen = Screen(columns: AgentProcess.columns, rows: AgentProcess.rows)
    screen.feed(bytes[...])
    return screen
  }
}

extension Fleet {
  /// What the worker's screen shows now; nil for a worker without one.
  package func screen(of id: Identifier) throws(LooopError) -> Screen? {
    guard let worker = try worker(id), worker.kind == .terminal else { return nil }
    return AgentScreen.replayed(try Recording.tail(of: folder(id).output, AgentScreen.tail))
  }
}
