/// Wakes its process when a lock that it holds is no longer the one on the disk.
package final class LockKeeper: PollSource {
  private let lock: DirectoryLock
  private let watcher: FileWatcher
  private let file: String
  private let neighbour: String

  /// `file` is the lock's; `neighbour` stays where it is as long as the folder does, and is written
  /// seldom.
  package init(
    _ lock: DirectoryLock, file: String, neighbour: String, watcher: FileWatcher = FileWatcher()
  ) {
    self.lock = lock
    self.file = file
    self.neighbour = neighbour
    self.watcher = watcher
    watch()
  }

  package var isLost: Bool { lock.standing != .inPlace }

  private func watch() {
    watcher.watchName(of: file)
    _ = watcher.watchOutside([neighbour])
  }

  package var descriptors: [Int32] { watcher.descriptors }
  package var alarms: [Int32] { watcher.alarms }
  package var deadline: Monotonic? { watcher.deadline }

  package func handle(ready: Set<Int32>) { _ = heard(ready: ready) }

  /// As `handle`; true when the watcher heard of a change, of the lock or of what else it watches.
  package func heard(ready: Set<Int32>) -> Bool {
    watcher.handle(ready: ready)
    guard watcher.firstChange != nil else { return false }
    watcher.acknowledge()
    watch()
    return true
  }
}
