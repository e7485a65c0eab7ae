internal import Screen

/// The screen of a terminal agent, replayed from its recording only when it is needed.
enum AgentScreen {
  /// Bytes of the recording that are replayed: agents repaint their screen often.
  static let tail = 4 << 20

  static func replayed(_ bytes: [UInt8]) -> Screen {
    var screen = Screen(columns: AgentProcess.columns, rows: AgentProcess.rows)
    screen.feed(bytes[...])
    return screen
  }
}
