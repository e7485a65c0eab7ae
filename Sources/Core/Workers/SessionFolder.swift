/// The paths of one session, and what its files say.
///
/// `session.json` is written once by the starter, `status.json` once by the supervisor at the end,
/// `done.json` by the worker's own `done`. While the lock is held the worker is alive.
struct SessionFolder {
  static let statusName = "status.json"
  static let doneName = "done.json"

  let path: String

  var session: String { "\(path)/session.json" }
  var status: String { "\(path)/\(Self.statusName)" }
  var done: String { "\(path)/\(Self.doneName)" }
  var brief: String { "\(path)/prompt.md" }
  var output: String { "\(path)/output.log" }
  var lock: String { "\(path)/lock" }
  var supervisorErrors: String { "\(path)/supervisor.stderr" }

  /// Nil when there is no such session.
  func worker(_ id: Identifier) throws(LooopError) -> Worker? {
    guard let session = try Record.read(session) else { return nil }
    guard let generation = session["generation"]?.string, let command = session["command"]?.string
    else { throw Record.corrupt(self.session, "it has no generation or no command") }
    // The lock is looked at before the status: a worker that ends in between reads as ended.
    let isHeld = try DirectoryLock.isHeld(lock)
    let status = try Record.read(status)
    let lastWord = try Record.read(done)
    let ended = status.flatMap(Worker.State.init)
    return Worker(
      id: id, generation: generation,
      goal: session["goal"]?.string.flatMap(Identifier.init(valid:)),
      kind: session["kind"]?.string.flatMap(WorkerKind.init(rawValue:)) ?? .headless,
      command: command, startedAt: session["started_at"]?.int ?? 0,
      endedAt: status?["ended_at"]?.int, state: ended ?? (isHeld ? .running : .lost),
      saidDone: lastWord?["ok"]?.bool, report: lastWord?["text"]?.string)
  }
}

extension FileWatcher {
  /// Watches what tells a session's end and its last word, of every session there is now: they come
  /// and go, so it is to be called again before each wait.
  public func watchSessions(of directory: DataDirectory) {
    // Not to be listed now is no reason to stop: whoever reads the sessions says what is wrong.
    for name in (try? Folder.names(in: directory.sessions)) ?? [] {
      watch("\(directory.sessions)/\(name)") {
        $0 == SessionFolder.statusName || $0 == SessionFolder.doneName
      }
    }
  }
}
