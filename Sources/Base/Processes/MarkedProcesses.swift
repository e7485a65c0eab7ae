internal import CSys

/// Processes found by their environment: what escaped every group, session and parent.
package enum MarkedProcesses {
  /// Kills every process whose environment names `dataDirectory`, by whatever path, and `matches`,
  /// except this process and its ancestors. Returns how many; throws as `find` does.
  package static func end(
    dataDirectory: String, where matches: ([String]) -> Bool
  ) throws(LooopError) -> Int {
    try ProcessHandle.killAll { () throws(LooopError) in
      try held(dataDirectory: dataDirectory, where: matches) { _ in true }
    }
  }

  /// The same for every process whose environment has one of the variables `names`.
  package static func end(
    dataDirectory: String, having names: [String]
  ) throws(LooopError) -> Int {
    try end(dataDirectory: dataDirectory) { hasOne(of: names, $0) }
  }

  /// As above, of what no process of looop waits for any more: a verb of the human's that still runs
  /// keeps its children.
  package static func endLeftBehind(
    dataDirectory: String, having names: [String]
  ) throws(LooopError) -> Int {
    try ProcessHandle.killAll { () throws(LooopError) in
      try held(dataDirectory: dataDirectory, where: { hasOne(of: names, $0) }) { pid in
        !isWaitedFor(pid)
      }
    }
  }

  private static func held(
    dataDirectory: String, where matches: ([String]) -> Bool, if isMeant: (Int32) -> Bool
  ) throws(LooopError) -> [ProcessHandle] {
    var handles: [ProcessHandle] = []
    for pid in try find(dataDirectory: dataDirectory, where: matches) {
      let handle = try ProcessHandle.hold(pid) { () throws(LooopError) in
        guard let environment = try environment(of: pid), isMeant(pid) else { return false }
        return isOf(dataDirectory, environment) && matches(environment)
      }
      if let handle { handles.append(handle) }
    }
    return handles
  }

  /// Whether that process is of that data dir and has one of those variables.
  package static func isMarked(
    _ pid: Int32, dataDirectory: String, having names: [String]
  ) -> Bool {
    let environment = (try? environment(of: pid)) ?? nil
    return environment.map { isOf(dataDirectory, $0) && hasOne(of: names, $0) } ?? false
  }

  /// Whether a looop is among its ancestors. The first process of the machine adopts every orphan,
  /// whatever it runs.
  private static func isWaitedFor(_ pid: Int32) -> Bool {
    Ancestry.pids(of: pid).contains { $0 != 1 && OwnProgram.isRun(by: $0) }
  }

  private static func hasOne(of names: [String], _ environment: [String]) -> Bool {
    environment.contains { entry in names.contains { entry.hasPrefix("\($0)=") } }
  }

  /// The pids of such processes. Throws when they cannot be looked for: `E_PROC` where there is no /proc,
  /// `E_READ` where it cannot be read now.
  package static func find(
    dataDirectory: String, where matches: ([String]) -> Bool
  ) throws(LooopError) -> [Int32] {
    let spared = Set(Ancestry.pids() + [getpid()])
    var found: [Int32] = []
    for pid in try pids() where !spared.contains(pid) {
      guard let seen = try environment(of: pid) else { continue }
      if matches(seen), isOf(dataDirectory, seen) { found.append(pid) }
    }
    return found
  }

  private static func isOf(_ dataDirectory: String, _ environment: [String]) -> Bool {
    let mark = "\(Marks.dataDirectory)="
    guard let said = environment.first(where: { $0.hasPrefix(mark) })?.dropFirst(mark.utf8.count)
    else { return false }
    return FileFacts.areSame(String(said), dataDirectory)
  }

  /// Every process there is; throws as `find` does. None where the system has no /proc.
  static func pids() throws(LooopError) -> [Int32] {
    #if os(Linux)
      // Without its own folder it is not the real one, as where another file system covers it.
      guard let names = try Folder.entries(of: "/proc"), names.contains("\(getpid())") else {
        throw LooopError(.failed, code: "E_PROC", "There is no /proc.")
      }
      return names.compactMap { Int32($0) }
    #else
      return []
    #endif
  }

  static func environment(of pid: Int32) throws(LooopError) -> [String]? {
    try words(in: "environ", of: pid)
  }

  /// The words of a file of /proc; nil when its process has ended, or belongs to another user. Throws
  /// when the machine has no descriptor or no memory left to read it with.
  static func words(in file: String, of pid: Int32) throws(LooopError) -> [String]? {
    let path = "/proc/\(pid)/\(file)"
    do throws(LooopError) {
      let bytes = try AtomicFile.read(path)
      return bytes?.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    } catch {
      if isShort(ofMeansToOpen: path) { throw error }
      // A shortage that is over by now.
      let bytes = (try? AtomicFile.read(path)) ?? nil
      return bytes?.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  static func isShort(ofMeansToOpen path: String) -> Bool {
    let fd = Calls.open(path, O_RDONLY | O_NONBLOCK)
    if fd >= 0 { close(fd) }
    return [EMFILE, ENFILE, ENOMEM].contains(-fd)
  }
}
