internal import CSys

/// A process that can be signalled and waited for safely although pids are reused: held by a
/// descriptor, or, when none is left, identified by its start time before each signal.
package final class ProcessHandle: PollSource {
  /// The time between two looks at a process that has no descriptor.
  private static let lookInterval = Duration.milliseconds(50)

  private let pid: Int32
  private let fd: Int32
  /// Its entry in the process table, when it is held without a descriptor.
  private let entry: ProcessTable.Entry?
  private var isOver = false
  private var nextLook = Monotonic.now()

  /// Holds the process that has `pid` now by a descriptor. Nil when there is no such process, or no
  /// descriptor left.
  package init?(_ pid: Int32) {
    let fd = csys_exit_fd(pid)
    guard fd >= 0 else { return nil }
    (self.pid, self.fd, entry) = (pid, fd, nil)
  }

  init(withoutDescriptor entry: ProcessTable.Entry) {
    (pid, fd, self.entry) = (entry.pid, -1, entry)
  }

  deinit { if fd >= 0 { close(fd) } }

  /// Holds the process that has `pid`, then checks again that it is the intended one: the pid may
  /// have been reused before. Nil when it is not, or when there is no such process.
  package static func hold<Failure: Error>(
    _ pid: Int32, if isMeant: () throws(Failure) -> Bool
  ) throws(Failure) -> ProcessHandle? {
    let entry = ProcessTable.Entry.of(pid)
    let held = ProcessHandle(pid) ?? entry.map(ProcessHandle.init(withoutDescriptor:))
    guard let held, try isMeant() else { return nil }
    return held
  }

  package var hasEnded: Bool {
    if !isOver, let entry { isOver = !entry.isRunning }
    return isOver
  }

  /// False when it had ended already, or is not ours to signal.
  @discardableResult
  package func signal(_ number: Int32) -> Bool {
    guard let entry else { return csys_signal_exit_fd(fd, pid, number) == 0 }
    return entry.isRunning && kill(pid, number) == 0
  }

  package var descriptors: [Int32] { fd < 0 || isOver ? [] : [fd] }
  package var deadline: Monotonic? { entry == nil || isOver ? nil : nextLook }

  package func handle(ready: Set<Int32>) {
    if ready.contains(fd) { isOver = true }
    if entry != nil { nextLook = Monotonic.now() + Self.lookInterval }
  }
}

extension ProcessTable.Entry {
  /// Whether the process itself is still there; a zombie has ended.
  fileprivate var isRunning: Bool {
    ProcessTable.Entry.of(pid).map { $0 == self && !$0.isZombie }
      ?? !ProcessTable.Entry.isGone(pid)
  }
}
