/// Waits for a worker's own `done`, then gives its agent some time to end by itself.
final class LastWord: PollSource {
  /// Milliseconds: an agent still has its result and its cost to print.
  static let patience = 10_000

  private let file: String
  private let watcher = FileWatcher()
  private let stop: StopSignal
  private var endAt: Monotonic?
  /// Whether the agent had to be told to end after its last word.
  private(set) var hasEnded = false

  init(_ folder: SessionFolder, stop: StopSignal) {
    file = folder.done
    self.stop = stop
    watcher.watch(folder.path) { $0 == SessionFolder.doneName }
    look()
  }

  var descriptors: [Int32] { endAt == nil ? watcher.descriptors : [] }
  /// None once the agent is being ended, by whomever: a moment that has passed would spin the poll.
  var deadline: Monotonic? { stop.received != nil ? nil : endAt ?? watcher.deadline }

  func handle(ready: Set<Int32>) {
    if let endAt {
      guard stop.received == nil, endAt <= Monotonic.now() else { return }
      hasEnded = true
      stop.request()
    } else {
      watcher.handle(ready: ready)
      if watcher.firstChange != nil {
        watcher.acknowledge()
        look()
      }
    }
  }

  private func look() {
    // Not to be read now reads as not said yet: the agent lives on, and its end is seen anyway.
    let isSaid = ((try? FileFacts.of(file)) ?? nil) != nil
    if isSaid { endAt = Monotonic.now().adding(milliseconds: Self.patience) }
  }
}
