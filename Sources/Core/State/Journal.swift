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
    let line = Untrusted.oneLine(Untrusted.clipped(text, bytes: 1_000))
    try AtomicFile.append(path, "- \(LocalTime(clock.now()).minuteText) \(line)\n".utf8)
  }

  /// The last `count` lines, oldest first.
  public func tail(_ count: Int) throws(LooopError) -> [String] {
    guard let text = try AtomicFile.readText(path) else { return [] }
    return text.split(separator: "\n").suffix(count).map(String.init)
  }
}
