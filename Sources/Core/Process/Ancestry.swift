internal import CSys

/// Who started this process.
public enum Ancestry {
  /// The pids of this process's parents, nearest first.
  public static func pids() -> [Int32] {
    var chain: [pid_t] = []
    var pid = getppid()
    while pid > 1, chain.count < 64 {
      chain.append(pid)
      pid = ProcessTable.Entry.of(pid)?.parent ?? 0
    }
    return chain
  }
}
