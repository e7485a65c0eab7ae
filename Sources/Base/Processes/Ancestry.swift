internal import CSys

/// Who started this process.
package enum Ancestry {
  /// The pids of this process's parents, nearest first.
  package static func pids() -> [Int32] {
    var chain: [Int32] = []
    var pid = getppid()
    while pid > 1, chain.count < 64 {
      chain.append(pid)
      pid = ProcessTable.Entry.of(pid)?.parent ?? 0
    }
    return chain
  }
}
