internal import CSys

/// Processes found by their environment: what escaped every group, session and parent.
package enum MarkedProcesses {
  /// Kills every process whose environment names `dataDirectory`, by whatever path, and `matches`,
  /// except this process and its ancestors. Returns how many.
  package static func end(
    dataDirectory: String, where matches: ([String]) -> Bool
  ) -> Int {
    ProcessHandle.killAll {
      find(dataDirectory: dataDirectory, where: matches).compactMap { pid in
        ProcessHandle.hold(pid) {
          environment(of: pid).map { isOf(dataDirectory, $0) && matches($0) } == true
        }
      }
    }
  }

  /// The same for every process whose environment has one of the variables `names`.
  package static func end(dataDirectory: String, having names: [String]) -> Int {
    end(dataDirectory: dataDirectory) { hasOne(of: names, $0) }
  }

  /// As above, of what no process of looop waits for any more: a verb of the human's that still runs
  /// keeps its children.
  package static func endLeftBehind(dataDirectory: String, having names: [String]) -> Int {
    ProcessHandle.killAll {
      find(dataDirectory: dataDirectory) { hasOne(of: names, $0) }.compactMap { pid in
        ProcessHandle.hold(pid) {
          guard let environment = environment(of: pid), !isWaitedFor(pid) else { return false }
          return isOf(dataDirectory, environment) && hasOne(of: names, environment)
        }
      }
    }
  }

  /// Whether that process is of that data dir and has one of those variables.
  package static func isMarked(
    _ pid: Int32, dataDirectory: String, having names: [String]
  ) -> Bool {
    environment(of: pid).map { isOf(dataDirectory, $0) && hasOne(of: names, $0) } ?? false
  }

  /// Whether a looop is among its ancestors. The first process of the machine adopts every orphan,
  /// whatever it runs.
  private static func isWaitedFor(_ pid: Int32) -> Bool {
    Ancestry.pids(of: pid).contains { $0 != 1 && OwnProgram.isRun(by: $0) }
  }

  private static func hasOne(of names: [String], _ environment: [String]) -> Bool {
    environment.contains { entry in names.contains { entry.hasPrefix("\($0)=") } }
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
    return FileFacts.areSame(String(said), dataDirectory)
  }

  /// Why such processes cannot be looked for here, and those that run would not be found; nil when they
  /// can.
  package static func problem() -> LooopError? {
    #if os(Linux)
      do throws(LooopError) {
        // Without its own folder it is not the real one, as where another file system covers it.
        guard try AtomicFile.read("/proc/self/environ") != nil,
          try Folder.entries(of: "/proc")?.contains("\(getpid())") == true
        else { throw LooopError(.failed, code: "E_PROC", "There is no /proc.") }
      } catch { return error }
    #endif
    return nil
  }

  static func pids() -> [Int32] {
    // Without /proc nothing is found, and nothing is killed.
    ((try? Folder.entries(of: "/proc")) ?? nil ?? []).compactMap { Int32($0) }
  }

  static func environment(of pid: Int32) -> [String]? {
    // Unreadable: it has ended, or belongs to another user.
    let bytes = (try? AtomicFile.read("/proc/\(pid)/environ")) ?? nil
    return bytes?.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
