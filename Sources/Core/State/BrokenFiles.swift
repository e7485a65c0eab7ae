/// What becomes of a broken file that looop can learn again: it is kept beside its place, told in
/// the log, and read as absent.
struct BrokenFiles: Sendable {
  private let events: EventLog
  /// A dry run moves nothing.
  private let keepsAside: Bool

  init(events: EventLog, keepsAside: Bool) {
    self.events = events
    self.keepsAside = keepsAside
  }

  /// What `read` makes of the file at `path`; nil when it is absent or broken.
  func reading<Value>(
    _ path: String, _ read: () throws(LooopError) -> Value?
  ) throws(LooopError) -> Value? {
    do throws(LooopError) { return try read() } catch {
      guard Record.isBroken(error) else { throw error }
      guard keepsAside else { return nil }
      let kept = "\(path).broken"
      _ = try AtomicFile.consume(path, to: kept)
      events.append("file.broken", ["message": .string(error.message), "kept": .string(kept)])
      return nil
    }
  }
}
