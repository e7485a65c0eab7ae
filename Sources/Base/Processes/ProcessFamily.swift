internal import CSys

/// Everything an agent has running beside its own leader: what descends from this process, what is
/// in the leader's session, and what carries the agent's mark. Tools of agents lead sessions of
/// their own, so a signal to the leader's group reaches none of them.
package final class ProcessFamily: PollSource {
  private let leader: Int32
  private let marked: () -> [Int32]?
  private var handles: [ProcessTable.Entry: ProcessHandle] = [:]
  /// Whether the last `gather` could look at all that there is.
  private var isWhole = true

  /// `marked` gives the pids that carry the agent's mark now; nil when that cannot be told.
  package init(leader: Int32, marked: @escaping () -> [Int32]?) {
    self.leader = leader
    self.marked = marked
  }

  /// Refreshes the members. Call it before signalling the leader: once the leader is gone, its
  /// children have lost their parent.
  package func gather() {
    reap()
    let own = getpid()
    let (table, marked) = (ProcessTable.now(), marked())
    isWhole = table != nil && marked != nil
    // Those of before are members still.
    var members = Set(table?.family(of: [own, leader]) ?? [])
    for pid in marked ?? [] { if let entry = ProcessTable.Entry.of(pid) { members.insert(entry) } }
    handles = handles.filter { !$0.value.hasEnded }
    for entry in members
    where entry.pid != own && entry.pid != leader && !entry.isZombie && handles[entry] == nil {
      handles[entry] = ProcessHandle.hold(entry.pid) { entry.isCurrent }
    }
  }

  /// Whether all members of the last `gather` have ended; false when it could not look.
  package var isGone: Bool { isWhole && handles.values.allSatisfy(\.hasEnded) }

  /// Whether the leader's process group is empty. An agent behind a shell outlives its leader: the
  /// shell ends at the first signal.
  package func isGroupGone() -> Bool {
    guard handles.allSatisfy({ $0.key.group != leader || $0.value.hasEnded }) else { return false }
    gather()
    return isWhole && handles.allSatisfy { $0.key.group != leader || $0.value.hasEnded }
  }

  package func signal(_ number: Int32) {
    for handle in handles.values where !handle.hasEnded { handle.signal(number) }
  }

  /// Kills whatever is there, and what that starts meanwhile.
  package func end() {
    ProcessHandle.killAll {
      gather()
      return handles.values.filter { !$0.hasEnded }
    }
  }

  /// Reaps children that have ended, adopted orphans included. The leader is left, so that the id of
  /// its group cannot be reused.
  package func reap() {
    for pid in AdoptedChildren.pids() where pid != leader { waitpid(pid, nil, WNOHANG) }
  }

  package var descriptors: [Int32] { handles.values.flatMap(\.descriptors) }
  package var deadline: Monotonic? { handles.values.compactMap(\.deadline).min() }
  package func handle(ready: Set<Int32>) {
    for handle in handles.values { handle.handle(ready: ready) }
  }
}
