internal import Foundation
internal import TestSupport

/// A window in a real terminal: tmux, with a server of its own.
struct Tmux {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let box: Sandbox

  /// A window of that size, in which `script` runs; `$LOOOP` is the binary.
  static func use(
    _ box: Sandbox, columns: Int, rows: Int, _ script: String, _ body: (Tmux) async throws -> Void
  ) async throws {
    let tmux = Tmux(box: box)
    try box.write("window.sh", script)
    try await tmux.run("new-session -d -x \(columns) -y \(rows) 'exec sh \(box.path("window.sh"))'")
    do { try await body(tmux) } catch {
      _ = try? await tmux.run("kill-server")
      throw error
    }
    try await tmux.run("kill-server")
  }

  @discardableResult
  func run(_ words: String) async throws -> String {
    let result = try await box.shell(
      "exec tmux -u -f /dev/null \(words)",
      environment: ["TMUX_TMPDIR": box.root, "TERM": "xterm-256color"])
    guard result.code == 0 else {
      throw Failure(description: "tmux \(words): \(result.err)")
    }
    return result.out
  }

  /// By tmux's names: `Down`, `PPage`, `C-u`, `q`.
  func press(_ keys: String...) async throws {
    for key in keys { try await run("send-keys '\(key)'") }
  }

  /// A line for a shell.
  func type(_ line: String) async throws {
    try await run("send-keys -l \(Self.quoted(line))")
    try await press("Enter")
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// The lines that tmux shows, without blanks at their ends.
  func lines() async throws -> [String] {
    try await run("capture-pane -p").split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0.reversed().drop { $0 == " " }.reversed()) }.dropLast()
  }

  @discardableResult
  func lines(_ what: String, _ isSo: ([String]) -> Bool) async throws -> [String] {
    var last: [String] = []
    return try await Until.get(what, saw: { last.joined(separator: "\n") }) {
      last = try await lines()
      return isSo(last) ? last : nil
    }
  }

  @discardableResult
  func lines(showing part: String) async throws -> [String] {
    try await lines("'\(part)'") { $0.contains { $0.contains(part) } }
  }
}
