internal import CSys

/// Waiting for and ending processes that are not children of this process.
extension ProcessHandle {
  /// A fork bomb is not chased for ever: so many rounds.
  private static let rounds = 64

  /// Waits until all of `handles` have ended, or until `limit`.
  package static func waitForAll(
    _ handles: [ProcessHandle], poller: Poller, until limit: Monotonic
  ) {
    while handles.contains(where: { !$0.hasEnded }), Monotonic.now() < limit {
      poller.turn(handles, until: limit)
    }
  }

  /// Ends all of `handles` as `ProcessEnding` does, and waits for it. `onDelay` is called once when
  /// that takes more than a second.
  package static func end(
    _ handles: [ProcessHandle], grace: Duration, poller: Poller, onDelay: () -> Void = {}
  ) {
    let ending = ProcessEnding(handles, grace: grace)
    let delay = Monotonic.now() + .seconds(1)
    while !ending.isOver, Monotonic.now() < delay { poller.turn([ending], until: delay) }
    if !ending.isOver { onDelay() }
    while !ending.isOver { poller.turn([ending]) }
  }

  /// Kills what `find` returns, and asks again until it returns nothing: what is killed may have
  /// started others meanwhile. Gives up on what a kill does not end. Returns how many were killed.
  @discardableResult
  package static func killAll<Failure: Error>(
    _ find: () throws(Failure) -> [ProcessHandle]
  ) throws(Failure) -> Int {
    var count = 0
    for _ in 0..<rounds {
      let killed = try find().filter { $0.signal(SIGKILL) }
      count += killed.count
      if killed.isEmpty { break }
      waitForAll(
        killed, poller: Poller(), until: Monotonic.now() + ProcessEnding.patience)
      if killed.contains(where: { !$0.hasEnded }) { break }
    }
    return count
  }

  /// The process that holds `lock`; nil when the lock is free, or its holder cannot be seen from here or is
  /// no process of looop's.
  /// One that has just started may not have signed the lock yet and is given `patience` for it.
  package static func holder(
    of lock: String, poller: Poller, within patience: Duration
  ) throws(LooopError) -> ProcessHandle? {
    let limit = Monotonic.now() + patience
    while true {
      switch try DirectoryLock.holder(lock) {
      case .free, .hidden: return nil
      case .unsigned: break
      case .process(let pid):
        let handle = try ProcessHandle.hold(pid) { () throws(LooopError) in
          try DirectoryLock.holder(lock).pid == pid && LoopProcess.otherProgram(pid) == nil
        }
        if let handle { return handle }
      }
      guard Monotonic.now() < limit else { return nil }
      poller.turn(until: Monotonic.now() + .milliseconds(10))
    }
  }
}
