internal import CSys

/// A process held by a descriptor: it can be signalled and waited for without ever hitting another
/// that was given its pid.
package final class ProcessHandle: PollSource {
  private let pid: Int32
  private let fd: Int32
  package private(set) var hasEnded = false

  /// Nil when there is no such process.
  package init?(_ pid: Int32) {
    self.pid = pid
    fd = csys_exit_fd(pid)
    guard fd >= 0 else { return nil }
  }

  deinit { if fd >= 0 { close(fd) } }

  /// False when it had ended already, or is not ours to signal.
  @discardableResult
  package func signal(_ number: Int32) -> Bool { csys_signal_exit_fd(fd, pid, number) == 0 }

  package var descriptors: [Int32] { hasEnded ? [] : [fd] }
  package var deadline: Monotonic? { nil }
  package func handle(ready: Set<Int32>) { if ready.contains(fd) { hasEnded = true } }

  /// Waits until all of `handles` have ended or `limit` passes.
  package static func waitForAll(
    _ handles: [ProcessHandle], poller: Poller, until limit: Monotonic
  ) {
    while handles.contains(where: { !$0.hasEnded }), Monotonic.now() < limit {
      poller.turn(handles, until: limit)
    }
  }

  /// The process that holds `lock`; nil when nobody does. One that has just been started may not have
  /// signed yet and is given `patience` for it.
  package static func holder(
    of lock: String, poller: Poller, within patience: Duration
  ) throws(LooopError) -> ProcessHandle? {
    let limit = Monotonic.now() + patience
    while try DirectoryLock.isHeld(lock), Monotonic.now() < limit {
      if let pid = try DirectoryLock.holder(lock), let handle = ProcessHandle(pid),
        // Looked at again once the process is held: the pid cannot have changed hands.
        try DirectoryLock.holder(lock) == pid
      {
        return handle
      }
      poller.turn(until: Monotonic.now() + .milliseconds(10))
    }
    return nil
  }
}
