import Screen
import TestSupport

/// `looop watch` on a terminal of its own, and the screen that its bytes make.
struct WatchWindow {
  let running: Running
  private let size: (columns: Int, rows: Int)

  /// On a terminal of 80 by 24.
  static func start(
    _ box: Sandbox, _ words: String..., environment: [String: String] = [:]
  ) throws -> WatchWindow {
    let running = try box.start(
      ["watch"] + words, input: .terminal,
      environment: ["TERM": "xterm-256color"].merging(environment) { $1 })
    return WatchWindow(running: running, size: (80, 24))
  }

  func resized(columns: Int, rows: Int) -> WatchWindow {
    running.resize(columns: columns, rows: rows)
    return WatchWindow(running: running, size: (columns, rows))
  }

  var screen: Screen {
    var screen = Screen(columns: size.columns, rows: size.rows)
    screen.feed(Array(running.out.utf8)[...])
    return screen
  }

  func type(_ text: String) { running.type(text) }

  /// The screen once a whole frame shows `part`.
  @discardableResult
  func screen(showing part: String) async throws -> Screen {
    try await screen("'\(part)'") { $0.lines.contains { $0.contains(part) } }
  }

  @discardableResult
  func screen(_ what: String, _ isSo: (Screen) -> Bool) async throws -> Screen {
    try await Until.get(what, saw: { screen.lines.joined(separator: "\n") }) {
      let screen = screen
      return !screen.isMidFrame && isSo(screen) ? screen : nil
    }
  }

  /// Whether the terminal is as it was before.
  var isRestored: Bool {
    let screen = screen
    return running.isTerminalPlain && !screen.isAlternate && screen.isCursorVisible
  }
}
