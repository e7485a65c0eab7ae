internal import CSys

/// Who started this process, and which processes carry looop's marks.
public enum Ancestry {
  /// The pids of this process's parents, nearest first.
  public static func pids() -> [Int32] {
    var chain: [pid_t] = []
    var pid = getppid()
    while pid > 1, chain.count < 64 {
      chain.append(pid)
      pid = csys_process_parent(pid)
    }
    return chain
  }
}

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
    let mark = "LOOOP_DATA_DIR="
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
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var result: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let pid = pid_t(name) { result.append(pid) }
    }
    return result
  }

  private static func environment(of pid: pid_t) -> [String]? {
    let fd = csys_open("/proc/\(pid)/environ", O_RDONLY, 0)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while case let count = read(fd, &buffer, buffer.count), count > 0 {
      bytes.append(contentsOf: buffer[0..<count])
    }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
