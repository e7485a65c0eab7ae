internal import Base

/// What the files say about a supervisor's worker: whether it said its last word, and whether it waits
/// for the human.
final class WorkerWatch: PollSource {
  private let life: AskingLife
  private let done: String
  private let mailbox: Mailbox
  private let watcher = FileWatcher()
  private let keeper: LockKeeper
  /// Whether the worker said its last word.
  private(set) var isDone = false
  /// Whether the worker's session is no longer where others look for it.
  private(set) var isLost = false
  /// Whether an ask of this life of the worker waits for an answer.
  private(set) var isWaiting = false
  /// Whether one of them has an answer that it has not taken yet.
  private(set) var isUnheard = false

  init(
    _ session: SessionRecord, in folder: SessionFolder, lock: DirectoryLock, store: Store
  ) {
    life = AskingLife(
      worker: session.id, generation: session.generation, startedAt: session.startedAt)
    done = folder.done
    mailbox = Mailbox(store)
    let prefix = "\(session.id)-"
    watcher.watch(folder.path) { $0 == SessionFolder.doneName }
    watcher.watch(store.directory.asks) { $0.hasPrefix(prefix) }
    watcher.watch(store.directory.answers) { $0.hasPrefix(prefix) }
    watcher.watch(store.directory.mailbox) { $0.hasPrefix(prefix) }
    keeper = LockKeeper(
      lock, file: folder.lock, neighbour: folder.session, watcher: watcher)
    refresh()
  }

  var descriptors: [Int32] { keeper.descriptors }
  var alarms: [Int32] { keeper.alarms }
  var deadline: Monotonic? { keeper.deadline }

  func handle(ready: Set<Int32>) { if keeper.heard(ready: ready) { refresh() } }

  private func refresh() {
    isLost = keeper.isLost
    // What cannot be read now is assumed unchanged; the next file event reads it again.
    if (try? FileFacts.of(done)) != nil { isDone = true }
    isWaiting = (try? mailbox.isWaiting(life)) ?? isWaiting
    isUnheard = (try? mailbox.isUnheard(life)) ?? isUnheard
  }
}
