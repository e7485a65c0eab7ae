package import Base

/// The workers of a data dir: who there is, and what they said.
package struct Fleet: Sendable {
  /// How much of a worker's report the next prompt shows; the file holds all of it.
  static let reportShown = 4 << 10

  let store: Store

  package init(store: Store) { self.store = store }

  var directory: DataDirectory { store.directory }
  var clock: Clock { store.clock }

  /// As a supervisor gets it: it reads the same presets, wherever it starts and whatever else it is
  /// not given.
  var environment: [String: String] {
    store.process.environment.merging([Marks.config: store.process.configFile]) { $1 }
  }

  package struct Roll: Sendable, Equatable {
    package var workers: [Worker] = []
    /// Former lives of ids that are in use again, as far as they ended lately.
    package var formerLives: [Worker] = []
    package var problems: [LooopError] = []
  }

  /// Every session there is, the ended ones that are still kept included.
  package func roll() throws(LooopError) -> Roll {
    var roll = Roll()
    for name in try Folder.entries(of: directory.sessions) ?? [] {
      let life = FormerLife(folder: name)
      guard let id = life?.id ?? Identifier(valid: name) else { continue }
      if let life, clock.now() - life.endedAt > CrashLoop.window.seconds { continue }
      let folder = SessionFolder(path: "\(directory.sessions)/\(name)")
      let worker = try Record.noting(&roll.problems) { () throws(LooopError) -> Worker? in
        try folder.worker(
          id, verdict: life == nil ? directory.verdict(id) : folder.formerVerdict)
      }
      guard let worker else { continue }
      if life == nil { roll.workers.append(worker) } else { roll.formerLives.append(worker) }
    }
    roll.workers.sort { $0.id < $1.id }
    return roll
  }

  package func worker(_ id: Identifier) throws(LooopError) -> Worker? {
    try folder(id).worker(id, verdict: directory.verdict(id))
  }

  /// What a person reads of that worker.
  package func outputFile(of id: Identifier) -> String { folder(id).output }

  /// A worker's own word at the end of its work: a report, and whether it went well.
  package func recordDone(
    _ id: Identifier, isSuccess: Bool, report: String
  ) throws(LooopError) {
    guard let worker = try worker(id), worker.isAlive else {
      throw LooopError(
        .badData, code: "E_WORKER_UNKNOWN", "No worker \(id) is at work.",
        hint: "`looop worker list` lists the workers.")
    }
    let report = store.redaction.text(report)
    let name = directory.report(id, worker.generation)
    try Deed.prepare { () throws(LooopError) in
      try AtomicFile.replace(name, "\(report)\n".utf8)
    }
    let word = LastWord(
      isSuccess: isSuccess, at: clock.now(), report: name,
      text: Untrusted.clipped(report, bytes: Self.reportShown))
    do throws(LooopError) {
      try AtomicFile.replace(folder(id).done, JSONWriter.line(word.json))
    } catch { throw error.of("The report of \(id)") }
  }

  /// Every living supervisor, as far as it has signed.
  package func supervisors()
    throws(LooopError) -> [(worker: Identifier, holder: DirectoryLock.Holder)]
  {
    var holders: [(worker: Identifier, holder: DirectoryLock.Holder)] = []
    for name in try Folder.names(in: directory.sessions) ?? [] {
      guard let id = Identifier(valid: name) else { continue }
      switch try DirectoryLock.holder(folder(id).lock) {
      case .free, .unsigned: break
      case let holder: holders.append((id, holder))
      }
    }
    return holders
  }

  /// Removes sessions that ended longer ago than `age`, and what was put aside.
  package func forget(olderThan age: Duration) throws(LooopError) {
    // An id that is to be forgotten may be taken up again at this moment; another time will do.
    guard let lock = try lockStarts(within: .milliseconds(20)) else { return }
    defer { withExtendedLifetime(lock) {} }
    let limit = clock.now() - age.seconds
    for worker in try roll().workers where !worker.isAlive {
      guard (worker.endedAt ?? worker.startedAt) < limit else { continue }
      Folder.remove(folder(worker.id).path)
      for path in [directory.check(worker.id), directory.verdict(worker.id)] { Folder.remove(path) }
    }
    for name in try Folder.entries(of: directory.sessions) ?? [] {
      let isOver = FormerLife(folder: name).map { $0.endedAt < limit } ?? false
      // Left by a start that was cut short: the lock rules out one that is under way.
      guard isOver || name.hasPrefix(SessionFolder.stagedPrefix) else { continue }
      Folder.remove("\(directory.sessions)/\(name)")
    }
  }

  /// Keeps everybody else from starting a worker; nil when somebody does for so long.
  func lockStarts(within patience: Duration) throws(LooopError) -> DirectoryLock? {
    try DirectoryLock.acquire("\(directory.sessions)/.lock", within: patience)
  }

  func folder(_ id: Identifier) -> SessionFolder {
    SessionFolder(path: "\(directory.sessions)/\(id)")
  }
}
