/// The action log a person reads: `- YYYY-MM-DD HH:MM text`, one line per move.
public struct Journal: Sendable {
  private let path: String
  private let clock: Clock

  public init(path: String, clock: Clock) {
    self.path = path
    self.clock = clock
  }

  /// Adds one line; whatever `text` holds, it cannot make two.
  public func append(_ text: String) throws(LooopError) {
    let line = Self.line(text)
    try AtomicFile.append(path, "- \(LocalTime(clock.now()).minuteText) \(line)\n".utf8)
  }

  /// Whether one of the last `count` lines is all of `text`: a line that only speaks of it, as an
  /// agent may write one, is another.
  public func tells(_ text: String, last count: Int) throws(LooopError) -> Bool {
    let line = Self.line(text)
    let stamp = "- 2026-11-22 09:05 ".utf8.count
    return try tail(count).contains { $0.utf8.dropFirst(stamp).elementsEqual(line.utf8) }
  }

  private static func line(_ text: String) -> String {
    Untrusted.oneLine(Untrusted.clipped(text, bytes: 1_000))
  }

  /// The last `count` lines, oldest first.
  public func tail(_ count: Int) throws(LooopError) -> [String] {
    guard let text = try AtomicFile.readText(path) else { return [] }
    return text.split(separator: "\n").suffix(count).map(String.init)
  }
}
