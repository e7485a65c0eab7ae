internal import CSys

/// A process of looop that keeps a loop or a worker going, found by what it is and not by a lock: one
/// whose lock was removed holds nothing that others could ask for.
package struct LoopProcess: Sendable, Equatable {
  package enum Role: Sendable, Equatable {
    /// About to start a pulse, whose lock it holds.
    case starter
    case pulse, beat
    /// Of the worker with that id.
    case supervisor(String)
    /// Sends questions to the human.
    case notifier
  }

  package let pid: Int32
  package let role: Role
  /// The lock of a loop that it has open.
  private let lock: Lock?

  private struct Lock: Equatable {
    let identity: [UInt64]?
    /// The path that its folder has now, or had when it was removed.
    let folder: String
  }

  /// The lock of a loop, below its data dir.
  package static let lockName = "/.lock/lock"

  /// Those of this data dir, this process and its ancestors aside. Throws when they cannot be looked for,
  /// as `MarkedProcesses.find` does.
  package static func all(of dataDirectory: String) throws(LooopError) -> [LoopProcess] {
    let spared = Set(Ancestry.pids() + [getpid()])
    var found: [LoopProcess] = []
    for pid in try MarkedProcesses.pids() where !spared.contains(pid) {
      if let process = try of(pid, dataDirectory) { found.append(process) }
    }
    return found
  }

  /// Whether one of this process's ancestors is one of this data dir. Throws when it cannot be looked at.
  package static func isAncestor(of dataDirectory: String) throws(LooopError) -> Bool {
    for pid in Ancestry.pids() {
      switch try of(pid, dataDirectory)?.role {
      case .pulse, .beat, .supervisor, .notifier: return true
      case .starter, nil: continue
      }
    }
    return false
  }

  /// Whether it keeps the loop going with a lock that other processes do not find.
  package func isStray(of dataDirectory: String) -> Bool {
    guard role == .pulse || role == .beat, let lock, let own = lock.identity else { return false }
    return !FileFacts.isAt("\(dataDirectory)\(Self.lockName)", own)
  }

  /// Whether it has a lock of a loop open: a beat that only looks does not.
  package var hasLock: Bool { lock != nil }

  /// The process that has this pid now, when it is one of this data dir.
  package static func of(
    _ pid: Int32, _ dataDirectory: String
  ) throws(LooopError) -> LoopProcess? {
    let words = try MarkedProcesses.words(in: "cmdline", of: pid) ?? []
    guard let role = role(words, pid) else { return nil }
    let lock = try lock(of: pid)
    let isThisLock = lock?.identity.map { FileFacts.isAt("\(dataDirectory)\(lockName)", $0) }
    let process = LoopProcess(pid: pid, role: role, lock: lock)
    if isThisLock == true, FileFacts.identity(of: dataDirectory) != nil { return process }
    // In another mount name space the same path is another folder.
    guard OwnProgram.target(of: "/proc/\(pid)/ns/mnt") == OwnProgram.target(of: "/proc/self/ns/mnt")
    else { return nil }
    let resolved = resolved(dataDirectory)
    if let lock, AtomicFile.folder(of: lock.folder) == resolved { return process }
    // Its lock is in a folder of its own below.
    if role == .notifier, let lock, lock.folder.hasPrefix("\(resolved)/") { return process }
    var said = option("--data-dir", in: words)
    if said == nil { said = try variable(Marks.dataDirectory, of: pid) }
    return said.map { FileFacts.areSame($0, dataDirectory) } == true ? process : nil
  }

  /// What the process that has this pid now does, whichever loop it is of; nil when it is no process of
  /// looop's that keeps something going, and when it cannot be looked at.
  package static func role(of pid: Int32) -> Role? { role(seenWords(of: pid), pid) }

  /// None when they cannot be read.
  private static func seenWords(of pid: Int32) -> [String] {
    ((try? MarkedProcesses.words(in: "cmdline", of: pid)) ?? nil) ?? []
  }

  /// The name of the program that has this pid now, when it can be seen to be no looop, or none of that
  /// data dir: what holds a lock of looop's need not be looop.
  package static func otherProgram(_ pid: Int32, than dataDirectory: String? = nil) -> String? {
    let words = seenWords(of: pid)
    guard pid != getpid(), let program = words.first else { return nil }
    if role(words, pid) != nil {
      guard let dataDirectory, isKnownToBeOfAnother(pid, than: dataDirectory) else { return nil }
    }
    return Untrusted.word(program.split(separator: "/").last.map(String.init) ?? program)
  }

  /// Of which loop a process is, what it has open tells; one that cannot be looked at may be of this one.
  private static func isKnownToBeOfAnother(_ pid: Int32, than dataDirectory: String) -> Bool {
    do throws(LooopError) {
      guard try !descriptors(of: pid).isEmpty else { return false }
      return try of(pid, dataDirectory) == nil
    } catch { return false }
  }

  /// The processes, this one included, by whose open file the lock at `path` is held: it may have been
  /// passed on. Asks every descriptor there is, so only where no process signed the lock. None when they
  /// cannot be looked for: the holder is a hidden one then.
  package static func lockers(of path: String) -> [Int32] {
    guard let lock = FileFacts.identity(of: path) else { return [] }
    return ((try? MarkedProcesses.pids()) ?? []).filter { pid in
      ((try? descriptors(of: pid)) ?? []).contains { fd in
        guard FileFacts.identity(of: "/proc/\(pid)/fd/\(fd)") == lock else { return false }
        let facts = (try? AtomicFile.readText("/proc/\(pid)/fdinfo/\(fd)")) ?? nil
        return facts?.contains("FLOCK") == true
      }
    }
  }

  // MARK: What it is

  private static func role(_ words: [String], _ pid: Int32) -> Role? {
    var rest = words.dropFirst()
    if rest.first == "_" { rest.removeFirst() }
    let role: Role
    switch rest.first {
    case "pulse": role = .pulse
    case "up": role = rest.contains("--foreground") ? .pulse : .starter
    case "beat" where !rest.contains("--dry-run"): role = .beat
    case "supervise": role = .supervisor(rest.dropFirst().first ?? "")
    case "notify": role = .notifier
    default: return nil
    }
    return isLooop(words, pid) ? role : nil
  }

  private static func isLooop(_ words: [String], _ pid: Int32) -> Bool {
    // A detached process has this name whatever the file's is.
    let name = words.first?.split(separator: "/").last
    return name?.hasPrefix("looop") == true || OwnProgram.isRun(by: pid)
  }

  private static func option(_ name: String, in words: [String]) -> String? {
    if let given = words.first(where: { $0.hasPrefix("\(name)=") }) {
      return String(given.dropFirst(name.utf8.count + 1))
    }
    guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
    return words[place + 1]
  }

  private static func variable(
    _ name: String, of pid: Int32
  ) throws(LooopError) -> String? {
    try MarkedProcesses.environment(of: pid)?.first { $0.hasPrefix("\(name)=") }
      .map { String($0.dropFirst(name.utf8.count + 1)) }
  }

  // MARK: What it holds

  private static func lock(of pid: Int32) throws(LooopError) -> Lock? {
    let files = try descriptors(of: pid).compactMap { name -> (name: String, path: String)? in
      guard var path = OwnProgram.target(of: "/proc/\(pid)/fd/\(name)") else { return nil }
      if path.hasSuffix(" (deleted)") { path.removeLast(" (deleted)".utf8.count) }
      return (name, path)
    }
    // Its folder may have another name by now: there the signature beside it tells it from other locks.
    let found =
      files.first { $0.path.hasSuffix(lockName) }
      ?? files.first { file in
        file.path.hasSuffix("/lock")
          && files.contains { $0.path == HolderFile.path(beside: file.path) }
      }
    return found.map { file in
      Lock(
        identity: FileFacts.identity(of: "/proc/\(pid)/fd/\(file.name)"),
        folder: AtomicFile.folder(of: file.path))
    }
  }

  private static func descriptors(of pid: Int32) throws(LooopError) -> [String] {
    let folder = "/proc/\(pid)/fd"
    do throws(LooopError) { return try Folder.entries(of: folder) ?? [] } catch {
      if MarkedProcesses.isShort(ofMeansToOpen: folder) { throw error }
      // It has ended, or belongs to another user; or there was a shortage that is over by now.
      return (try? Folder.entries(of: folder)) ?? nil ?? []
    }
  }

  /// Without links; as it stands when it leads nowhere.
  private static func resolved(_ path: String) -> String {
    let route = PathRoute(path)
    return route.end == .folder ? route.target : path
  }
}
