package import Base

/// The files of one session.
///
/// `session.json` is written once by the starter, `status.json` by the supervisor, `done.json` by the
/// worker's own `done`. While the lock is held the worker is alive.
struct SessionFolder {
  static let statusName = "status.json"
  static let doneName = "done.json"
  /// How the name of a session's folder begins until it is complete.
  static let stagedPrefix = ".new-"

  let path: String

  var session: String { "\(path)/session.json" }
  var status: String { "\(path)/\(Self.statusName)" }
  var done: String { "\(path)/\(Self.doneName)" }
  /// Who ordered its end, and why.
  var stop: String { "\(path)/stop.json" }
  /// Says that the log has the loss of this worker.
  var lost: String { "\(path)/lost.json" }
  var brief: String { "\(path)/prompt.md" }
  /// What the worker starts to reach the loop.
  var program: String { "\(path)/looop" }
  /// For people: what the agent said and did; of a terminal agent the bytes of its screen.
  var output: String { "\(path)/output.log" }
  /// What a headless agent printed, verbatim.
  var stream: String { "\(path)/stream.jsonl" }
  var errors: String { "\(path)/stderr.log" }
  var usage: String { "\(path)/usage.json" }
  var lock: String { "\(path)/lock" }
  /// For the order to end, and for the record of the end: both are written on a full disk too.
  var roomForOrder: KeptRoom { KeptRoom("\(path)/.room-order") }
  var roomForEnd: KeptRoom { KeptRoom("\(path)/.room-end") }
  var supervisorErrors: String { "\(path)/supervisor.stderr" }
  /// Where the check and its verdict are kept once the id is in use again.
  var formerCheck: String { "\(path)/verify.cmd" }
  var formerVerdict: String { "\(path)/verify.json" }

  /// Nil when there is no such session. `verdict` is the file of its check.
  func worker(_ id: Identifier, verdict: String) throws(LooopError) -> Worker? {
    guard let session = try SessionRecord.read(session, id) else { return nil }
    // The lock is read before the status, so that a worker that ends in between reads as ended.
    let isHeld = try DirectoryLock.isHeld(lock)
    let status = try SessionStatus.read(status, generation: session.generation)
    let lastWord = try Record.read(done).flatMap { try? LastWord($0) }
    var worker = Worker(
      id: id, generation: session.generation, goal: session.goal, kind: session.agent.kind,
      runner: session.agent.runner, command: session.agent.command, startedAt: session.startedAt,
      endedAt: status.flatMap { if case .ended = $0.phase { $0.at } else { nil } },
      state: Self.state(status, isHeld: isHeld, boot: session.boot),
      saidDone: lastWord?.isSuccess, report: lastWord?.text,
      problem: status?.problem, wasStopped: status?.wasStopped ?? false,
      verification: try Verification.read(verdict, generation: session.generation))
    worker.ending = status?.ending
    if case .lost(let loss) = worker.state {
      worker.ending = WorkerEnding(.lost, why: loss.rawValue)
    }
    worker.isUnchecked = session.verify != nil && worker.verification == nil && !worker.isAlive
    return worker
  }

  private static func state(
    _ status: SessionStatus?, isHeld: Bool, boot: String
  ) -> Worker.State {
    switch status?.phase {
    case .ended(let state): return state
    case .stuck(let line) where isHeld: return .stuck(line)
    case _ where isHeld: return .running
    default:
      // Either is empty where the system does not say.
      let isEarlierBoot = ![boot, ""].contains(Machine.boot) && !boot.isEmpty
      return .lost(isEarlierBoot ? .boot : .supervisor)
    }
  }
}

extension FileWatcher {
  /// Watches the status and the last word of every session there is now. Sessions come and go, so call
  /// it again before each wait.
  package func watchSessions(of directory: DataDirectory) {
    // A folder that cannot be listed is reported by the next reader of the sessions.
    for name in (try? Folder.names(in: directory.sessions)) ?? [] {
      watch("\(directory.sessions)/\(name)") {
        $0 == SessionFolder.statusName || $0 == SessionFolder.doneName
      }
    }
  }
}
