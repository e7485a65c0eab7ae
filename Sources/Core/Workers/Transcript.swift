internal import Base

/// What a headless worker did, for people: its words, what it did, and what came of it.
enum Transcript {
  /// Bytes of one tool's result that are shown; the raw stream has all of it.
  static let resultShown = 4 << 10
  static let textShown = 64 << 10

  /// Whole lines, or nothing.
  static func text(of event: RunnerEvent) -> String {
    switch event {
    case .session(let id): "[session \(Untrusted.oneLine(id))]\n"
    case .text(let text): lines(Untrusted.clipped(text, bytes: textShown))
    case .tool(let name, let detail): "> \(Untrusted.oneLine(name)): \(Untrusted.oneLine(detail))\n"
    case .toolResult(let text): result(text)
    case .retrying(let failureClass, let delay):
      "[\(failureClass.rawValue): it tries again\(delay.map { " in \($0.roundedUp.seconds) s" } ?? "")]\n"
    case .failure(let failure):
      "[failed: \(failure.failureClass.rawValue): \(Untrusted.oneLine(failure.message))]\n"
    case .reasoning, .usage, .ended, .unrecognised: ""
    }
  }

  private static func lines(_ text: String) -> String {
    text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
  }

  private static func result(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    return Untrusted.clipped(text, bytes: resultShown)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)\n" }.joined()
  }
}
