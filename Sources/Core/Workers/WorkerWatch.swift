internal import Base

/// What the files tell a supervisor about its worker: its last word, and whether it waits for the
/// human.
final class WorkerWatch: PollSource {
  private let worker: Identifier
  private let generation: String
  private let done: String
  private let mailbox: Mailbox
  private let watcher = FileWatcher()
  /// Whether the worker said its last word.
  private(set) var isDone = false
  /// Whether an ask of this life of the worker waits for an answer.
  private(set) var isWaiting = false

  init(
    _ session: SessionRecord, _ folder: SessionFolder, _ directory: DataDirectory, _ clock: Clock
  ) {
    worker = session.id
    generation = session.generation
    done = folder.done
    mailbox = Mailbox(directory: directory, clock: clock)
    let prefix = "\(session.id)-"
    watcher.watch(folder.path) { $0 == SessionFolder.doneName }
    watcher.watch(directory.asks) { $0.hasPrefix(prefix) }
    watcher.watch(directory.answers) { $0.hasPrefix(prefix) }
    look()
  }

  var descriptors: [Int32] { watcher.descriptors }
  var deadline: Monotonic? { watcher.deadline }

  func handle(ready: Set<Int32>) {
    watcher.handle(ready: ready)
    guard watcher.firstChange != nil else { return }
    watcher.acknowledge()
    look()
  }

  private func look() {
    // Not to be read now reads as it was: the worker lives on, and the next change is another look.
    if (try? FileFacts.of(done)) != nil { isDone = true }
    isWaiting = (try? mailbox.isWaiting(worker, generation: generation)) ?? isWaiting
  }
}
