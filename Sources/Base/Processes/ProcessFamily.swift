internal import CSys

/// Everything an agent has running beside its own leader: what descends from this process, what is
/// in the leader's session, and what carries the agent's mark. Tools of agents lead sessions of
/// their own, so a signal to the leader's group reaches none of them.
///
/// Each member is held by a descriptor, so that no process is hit that got a member's pid later.
package final class ProcessFamily: PollSource {
  private let leader: Int32
  private let marked: () -> [Int32]
  private var handles: [ProcessTable.Entry: ProcessHandle] = [:]
  /// Members for which no descriptor was to be had; their start is looked at before each signal.
  private var unheld: Set<ProcessTable.Entry> = []

  /// `marked` gives the pids that carry the agent's mark now.
  package init(leader: Int32, marked: @escaping () -> [Int32]) {
    self.leader = leader
    self.marked = marked
  }

  /// Looks again who belongs to it. To be called before the leader is signalled: once that is gone,
  /// its children are nobody's.
  package func gather() {
    reap()
    let own = getpid()
    let table = ProcessTable.now()
    var members = Set(table.family(of: [own, leader]))
    for pid in marked() { if let entry = ProcessTable.Entry.of(pid) { members.insert(entry) } }
    handles = handles.filter { !$0.value.hasEnded }
    unheld = unheld.filter { $0.isCurrent && ProcessTable.Entry.of($0.pid)?.isZombie == false }
    for entry in members
    where entry.pid != own && entry.pid != leader && !entry.isZombie && handles[entry] == nil {
      if let handle = ProcessHandle(entry.pid) {
        // Looked at again once it is held: the pid cannot have changed hands.
        if entry.isCurrent { handles[entry] = handle }
      } else if entry.isCurrent {
        unheld.insert(entry)
      }
    }
  }

  /// Whether none of those last gathered is left.
  package var isGone: Bool {
    handles.values.allSatisfy(\.hasEnded)
      && unheld.allSatisfy { ProcessTable.Entry.of($0.pid).map { $0.isZombie } ?? true }
  }

  /// Whether nobody is left of the leader's own group. An agent behind a shell outlives its leader
  /// there: the shell goes at the first signal.
  package func isGroupGone() -> Bool {
    guard handles.allSatisfy({ $0.key.group != leader || $0.value.hasEnded }) else { return false }
    gather()
    return handles.allSatisfy { $0.key.group != leader || $0.value.hasEnded }
  }

  package func signal(_ number: Int32) {
    for handle in handles.values where !handle.hasEnded { handle.signal(number) }
    for entry in unheld where entry.isCurrent { kill(entry.pid, number) }
  }

  /// Ends at once whatever is there, and what that starts meanwhile; a fork bomb gets no endless
  /// chase.
  package func end() {
    for _ in 0..<64 {
      gather()
      if isGone { return }
      signal(SIGKILL)
      let poller = Poller()
      ProcessHandle.waitForAll(
        Array(handles.values), poller: poller,
        until: Monotonic.now() + .seconds(1))
    }
  }

  /// Takes leave of children that have ended, orphans that this process adopted among them; the
  /// leader stays, so that the number of its group stays its own.
  package func reap() {
    for pid in AdoptedChildren.pids() where pid != leader { waitpid(pid, nil, WNOHANG) }
  }

  package var descriptors: [Int32] { handles.values.flatMap(\.descriptors) }
  package var deadline: Monotonic? { nil }
  package func handle(ready: Set<Int32>) {
    for handle in handles.values { handle.handle(ready: ready) }
  }
}
