internal import CSys

/// The one place that runs short children: several at once, each with its own deadline and output
/// limit, each in its own session, all in the process's one poll.
///
/// When no batch is running, nothing that was started is left: groups are killed while their leader
/// is still a zombie, and what left its group is adopted by this process and killed.
package final class ChildGroup: PollSource {
  /// Commands that were started together, and the callback for when all of them have ended.
  private final class Batch {
    let commands: [Command]
    let onOutput: ((ArraySlice<UInt8>) -> OutputState)?
    let whenEnded: ([CommandResult]) -> Void
    var results: [CommandResult?]
    var started = 0

    init(
      _ commands: [Command], onOutput: ((ArraySlice<UInt8>) -> OutputState)?,
      whenEnded: @escaping ([CommandResult]) -> Void
    ) {
      self.commands = commands
      self.onOutput = onOutput
      self.whenEnded = whenEnded
      results = Array(repeating: nil, count: commands.count)
    }

    var hasEnded: Bool { started == commands.count && results.allSatisfy { $0 != nil } }
  }

  package let poller: Poller
  private let width: Int
  /// The time between SIGTERM and SIGKILL once the group is stopped.
  private let stopGrace: Duration
  private let sweepsOrphans: Bool
  private var batches: [Batch] = []
  private var running: [(child: Child, batch: Batch)] = []
  /// When true, nothing more is started.
  package private(set) var isStopping = false
  /// Children that outlive this process; a sweep must spare them.
  private var detached: Set<Int32> = []

  /// Without `sweepsOrphans` what its children leave behind lives on, as with a plain shell.
  package init(
    poller: Poller, width: Int = 16, stopGrace: Duration = .seconds(2), sweepsOrphans: Bool = true
  ) {
    self.poller = poller
    self.width = width
    self.stopGrace = stopGrace
    self.sweepsOrphans = sweepsOrphans
    if sweepsOrphans { _ = csys_become_subreaper() }
  }

  // MARK: In the poll

  package var descriptors: [Int32] { running.flatMap(\.child.descriptors) }

  package var deadline: Monotonic? {
    // What could not be started has ended already and is reported at the next turn.
    if batches.contains(where: \.hasEnded) { return Monotonic(nanoseconds: 0) }
    return running.compactMap(\.child.deadline).min()
  }

  package func handle(ready: Set<Int32>) {
    for (child, _) in running { child.handle(ready: ready) }
    for (child, batch) in running { batch.results[child.index] = child.result }
    running.removeAll { $0.child.result != nil }
    fill()
    reap()
    let ended = batches.filter(\.hasEnded)
    batches.removeAll(where: \.hasEnded)
    for batch in ended { batch.whenEnded(batch.results.compactMap(\.self)) }
  }

  // MARK: Starting and ending

  /// Spares a started process that is to outlive this one, as `Detached` starts them.
  package func release(_ pid: Int32) { detached.insert(pid) }

  /// Starts `commands`, at most `width` at once over all batches. `whenEnded` is called in a later
  /// turn of the poll, with the results in the same order.
  package func start(
    _ commands: [Command], onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil,
    whenEnded: @escaping ([CommandResult]) -> Void
  ) {
    batches.append(Batch(commands, onOutput: onOutput, whenEnded: whenEnded))
    fill()
  }

  /// Ends what is running, as `interrupted`, and starts nothing more.
  package func stop() {
    isStopping = true
    for (child, _) in running { child.end(because: .interrupted, grace: stopGrace) }
    fill()
  }

  /// Runs all of `commands` and waits for them; being told to stop ends them.
  package func run(
    _ commands: [Command], onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil
  ) -> [CommandResult] {
    var results: [CommandResult]?
    if poller.isStopping { stop() }
    start(commands, onOutput: onOutput) { results = $0 }
    wait { results != nil }
    return results ?? []
  }

  /// Turns the poll until `isOver`, which the end of a batch makes true; being told to stop ends what
  /// runs.
  package func wait(until isOver: () -> Bool) {
    while !isOver() {
      poller.turn([self])
      if poller.isStopping { stop() }
    }
  }

  package func run(
    _ command: Command, onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil
  ) -> CommandResult {
    run([command], onOutput: onOutput)[0]
  }

  private func fill() {
    for batch in batches {
      while batch.started < batch.commands.count {
        let index = batch.started
        if isStopping {
          batch.results[index] = Self.unrun(.interrupted)
        } else {
          guard running.count < width else { return }
          switch Child.start(batch.commands[index], index: index, onOutput: batch.onOutput) {
          case .success(let child): running.append((child, batch))
          // Descriptors and processes are freed as running children end.
          case .failure(let problem) where problem.isShortage && !running.isEmpty: return
          case .failure(let problem):
            batch.results[index] = Self.unrun(
              .notStarted(problem.reason, isPassing: problem.isPassing))
          }
        }
        batch.started += 1
      }
    }
  }

  private static func unrun(_ status: ProcessOutcome) -> CommandResult {
    CommandResult(status: status, output: [], errorTail: [], duration: .zero)
  }

  /// Ends adopted orphans and reaps detached children, unless children of its own still run.
  package func reap() {
    if running.isEmpty { sweep() }
  }

  /// Ends every adopted orphan and reaps every detached child that has ended.
  private func sweep() {
    guard sweepsOrphans else { return }
    // Each round may orphan the children of what it killed; a fork bomb gets no endless chase.
    for _ in 0..<64 {
      var foundOrphan = false
      for pid in AdoptedChildren.pids() {
        if detached.contains(pid) {
          if waitpid(pid, nil, WNOHANG) == pid { detached.remove(pid) }
        } else {
          foundOrphan = true
          kill(pid, SIGKILL)
          waitpid(pid, nil, 0)
        }
      }
      if !foundOrphan { return }
    }
  }
}

/// The children this process has now, its own and those it adopted as subreaper.
enum AdoptedChildren {
  static func pids() -> [Int32] {
    // Linux only; elsewhere there is no subreaper and the file does not exist.
    let path = "/proc/self/task/\(getpid())/children"
    let text = (try? AtomicFile.readText(path)) ?? nil
    return (text ?? "").split(separator: " ").compactMap { Int32($0) }
  }
}
