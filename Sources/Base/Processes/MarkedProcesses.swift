internal import CSys

/// Processes found by their environment: what escaped every group, session and parent.
package enum MarkedProcesses {
  /// A killed process may take so long to be gone on a loaded machine.
  private static let patience = Duration.seconds(2)

  /// Ends at once every process whose environment says that it belongs to `dataDirectory`, by
  /// whatever path, and that `matches`, but for this process and its parents. Returns how many, once
  /// they are gone.
  package static func end(
    dataDirectory: String, where matches: ([String]) -> Bool
  ) -> Int {
    var count = 0
    // What one of them starts while it is looked for is found by the next round; a fork bomb gets no
    // endless chase, and what does not go when it is killed is waited for once.
    for _ in 0..<64 {
      let killed = endOnce(dataDirectory, matches)
      count += killed.count
      if killed.isEmpty || killed.contains(where: { !$0.hasEnded }) { break }
    }
    return count
  }

  private static func endOnce(
    _ dataDirectory: String, _ matches: ([String]) -> Bool
  ) -> [ProcessHandle] {
    var killed: [ProcessHandle] = []
    for pid in find(dataDirectory: dataDirectory, where: matches) {
      // The mark is read again once the process is held by a descriptor, so no reused pid is hit.
      guard let handle = ProcessHandle(pid),
        environment(of: pid).map({ isOf(dataDirectory, $0) && matches($0) }) == true
      else { continue }
      if handle.signal(SIGKILL) { killed.append(handle) }
    }
    ProcessHandle.waitForAll(
      killed, poller: Poller(), until: Monotonic.now() + patience)
    return killed
  }

  /// The pids of such processes.
  package static func find(dataDirectory: String, where matches: ([String]) -> Bool) -> [Int32] {
    let spared = Set(Ancestry.pids() + [getpid()])
    return pids().filter { pid in
      guard !spared.contains(pid), let seen = environment(of: pid) else { return false }
      return matches(seen) && isOf(dataDirectory, seen)
    }
  }

  private static func isOf(_ dataDirectory: String, _ environment: [String]) -> Bool {
    let mark = "\(Marks.dataDirectory)="
    guard let said = environment.first(where: { $0.hasPrefix(mark) })?.dropFirst(mark.utf8.count)
    else { return false }
    if said == dataDirectory { return true }
    let home = FileFacts.identity(of: dataDirectory)
    return home != nil && FileFacts.identity(of: String(said)) == home
  }

  private static func pids() -> [Int32] {
    // Without /proc nothing is found, and nothing is ended.
    ((try? Folder.entries(of: "/proc")) ?? nil ?? []).compactMap { Int32($0) }
  }

  private static func environment(of pid: Int32) -> [String]? {
    // Not to be read: it has ended, or it is another user's and none of ours.
    let bytes = (try? AtomicFile.read("/proc/\(pid)/environ")) ?? nil
    return bytes?.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
