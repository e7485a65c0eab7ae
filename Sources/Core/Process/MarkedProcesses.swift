internal import CSys

/// Processes found by their environment: what escaped every group, session and parent.
public enum MarkedProcesses {
  /// Ends at once every process whose environment says that it belongs to `dataDirectory`, by
  /// whatever path, and that `matches`, but for this process and its parents. Returns how many.
  ///
  /// The mark is read again once the process is held by a descriptor, so no reused pid is hit.
  public static func end(
    dataDirectory: String, where matches: ([String]) -> Bool
  ) -> Int {
    let spared = Set(Ancestry.pids() + [getpid()])
    let mark = "\(Marks.dataDirectory)="
    let home = FileFacts.identity(of: dataDirectory)
    var count = 0
    for pid in pids() where !spared.contains(pid) {
      guard let seen = environment(of: pid), matches(seen),
        let said = seen.first(where: { $0.hasPrefix(mark) })?.dropFirst(mark.utf8.count),
        said == dataDirectory || home != nil && FileFacts.identity(of: String(said)) == home
      else { continue }
      let fd = csys_exit_fd(pid)
      guard fd >= 0 else { continue }
      defer { close(fd) }
      guard environment(of: pid) == seen else { continue }
      if csys_signal_exit_fd(fd, pid, SIGKILL) == 0 { count += 1 }
    }
    return count
  }

  private static func pids() -> [pid_t] {
    // Without /proc nothing is found, and nothing is ended.
    ((try? Folder.entries(of: "/proc")) ?? nil ?? []).compactMap { pid_t($0) }
  }

  private static func environment(of pid: pid_t) -> [String]? {
    // Not to be read: it has ended, or it is another user's and none of ours.
    let bytes = (try? AtomicFile.read("/proc/\(pid)/environ")) ?? nil
    return bytes?.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
