internal import CSys

/// Ends processes and waits for them: SIGTERM, then SIGKILL for those that are alive after the
/// grace. Over when all have ended, or when even SIGKILL did not end them.
package final class ProcessEnding: PollSource {
  /// How long a killed process may take to be gone: on a loaded machine that takes a moment.
  static let patience = Duration.seconds(2)

  private let handles: [ProcessHandle]
  private var limit: Monotonic
  private var isKilled = false
  private var hasGivenUp = false

  /// Signals all of `handles`; those that are alive after `grace` are killed.
  package init(_ handles: [ProcessHandle], grace: Duration) {
    self.handles = handles
    limit = Monotonic.now() + grace
    for handle in handles {
      handle.signal(SIGTERM)
      // A stopped process receives the signal only once it is continued.
      handle.signal(SIGCONT)
    }
  }

  package var isOver: Bool { hasGivenUp || handles.allSatisfy(\.hasEnded) }

  package var descriptors: [Int32] { handles.flatMap(\.descriptors) }

  package var deadline: Monotonic? {
    isOver ? nil : (handles.compactMap(\.deadline) + [limit]).min()
  }

  package func handle(ready: Set<Int32>) {
    for handle in handles { handle.handle(ready: ready) }
    guard limit <= Monotonic.now(), !isOver else { return }
    hasGivenUp = isKilled
    isKilled = true
    for handle in handles where !handle.hasEnded { handle.signal(SIGKILL) }
    limit = Monotonic.now() + Self.patience
  }
}
