internal import CSys

/// Who started this process.
package enum Ancestry {
  /// The pids of this process's parents, nearest first.
  package static func pids() -> [Int32] { chain(from: getppid()) }

  /// The pids of that process's parents, nearest first.
  static func pids(of pid: Int32) -> [Int32] {
    chain(from: ProcessTable.Entry.of(pid)?.parent ?? 0)
  }

  private static func chain(from first: Int32) -> [Int32] {
    var chain: [Int32] = []
    var pid = first
    // The first process of a container may be a pulse.
    while pid > 0, chain.count < 64 {
      chain.append(pid)
      pid = ProcessTable.Entry.of(pid)?.parent ?? 0
    }
    return chain
  }

  /// Whether this process can see that one at all: a process of another name space has no pid here, and
  /// without /proc there is nothing to see.
  package static func canSee(_ pid: Int32) -> Bool { ProcessTable.Entry.of(pid) != nil }
}
