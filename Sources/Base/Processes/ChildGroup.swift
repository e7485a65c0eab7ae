internal import CSys

/// The one place that runs short children: several at once, each with its own deadline and output
/// limit, each in its own session, all in the process's one poll.
///
/// What a child leaves behind ends with it: its group is killed while the leader is still a zombie;
/// what left the group is adopted by this process, and killed once every child that may have started
/// it has ended.
package final class ChildGroup: PollSource {
  /// Commands that were started together, and the callback for when all of them have ended.
  package final class Batch {
    fileprivate let commands: [Command]
    fileprivate let onOutput: ((ArraySlice<UInt8>) -> OutputState)?
    fileprivate let whenEnded: ([CommandResult]) -> Void
    /// Nothing of it starts before; nil to start at once.
    fileprivate let earliest: Monotonic?
    fileprivate var results: [CommandResult?]
    fileprivate var started = 0

    fileprivate init(
      _ commands: [Command], after earliest: Monotonic?,
      onOutput: ((ArraySlice<UInt8>) -> OutputState)?,
      whenEnded: @escaping ([CommandResult]) -> Void
    ) {
      self.commands = commands
      self.earliest = earliest
      self.onOutput = onOutput
      self.whenEnded = whenEnded
      results = Array(repeating: nil, count: commands.count)
    }

    fileprivate var hasEnded: Bool { started == commands.count && results.allSatisfy { $0 != nil } }
  }

  package let poller: Poller
  /// How many commands of one batch run at once.
  private let width: Int
  /// The time between SIGTERM and SIGKILL once the group is stopped.
  private let stopGrace: Duration
  private let sweepsOrphans: Bool
  /// Whether an orphan is to be killed, and not only reaped.
  private let endsOrphan: (Int32) -> Bool
  private var batches: [Batch] = []
  private var running: [(child: Child, batch: Batch)] = []
  /// When true, nothing more is started.
  package private(set) var isStopping = false
  /// Children that outlive this process; a sweep must spare them.
  private var detached: Set<Int32> = []
  private var orphans = Orphans()
  /// When to start again what could not start for lack of descriptors or processes.
  private var retryAt: Monotonic?
  /// The end of a child frees some, but the one that is awaited may hang.
  private static let retryPause = Duration.milliseconds(250)

  /// Without `sweepsOrphans` what its children leave behind lives on, as with a plain shell. Orphans
  /// that are not `endsOrphan`'s live on too, and are reaped once they have ended.
  package init(
    poller: Poller, width: Int = 16, stopGrace: Duration = .seconds(2), sweepsOrphans: Bool = true,
    endsOrphan: @escaping (Int32) -> Bool = { _ in true }
  ) {
    self.endsOrphan = endsOrphan
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
    let beginnings = batches.filter { $0.started == 0 }.map(\.earliest)
    return (running.map(\.child.deadline) + [retryAt] + beginnings).compactMap(\.self).min()
  }

  package func handle(ready: Set<Int32>) {
    for (child, _) in running { child.handle(ready: ready) }
    for (child, batch) in running { batch.results[child.index] = child.result }
    let before = running.count
    running.removeAll { $0.child.result != nil }
    if running.count < before || running.isEmpty { reap() }
    fill()
    let ended = batches.filter(\.hasEnded)
    batches.removeAll(where: \.hasEnded)
    for batch in ended { batch.whenEnded(batch.results.compactMap(\.self)) }
  }

  // MARK: Starting and ending

  /// Spares a started process that is to outlive this one, as `Detached` starts them.
  package func release(_ pid: Int32) { detached.insert(pid) }

  /// Starts `commands`, at most `width` of them at once and none before `earliest`. `whenEnded` is
  /// called in a later turn of the poll, with the results in the same order.
  @discardableResult
  package func start(
    _ commands: [Command], after earliest: Monotonic? = nil,
    onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil,
    whenEnded: @escaping ([CommandResult]) -> Void
  ) -> Batch {
    let batch = Batch(commands, after: earliest, onOutput: onOutput, whenEnded: whenEnded)
    batches.append(batch)
    fill()
    return batch
  }

  /// Ends what runs of `batch`, as `interrupted`.
  package func end(_ batch: Batch) {
    for (child, owner) in running where owner === batch {
      child.end(because: .interrupted, grace: stopGrace)
    }
  }

  /// Ends what is running, as `interrupted`, and starts nothing more.
  package func stop() {
    isStopping = true
    for (child, _) in running { child.end(because: .interrupted, grace: stopGrace) }
    fill()
  }

  /// Ends what is running and waits for that; no callback hears of it.
  package func abandon() {
    stop()
    batches = []
    while !running.isEmpty { poller.turn([self]) }
  }

  /// Runs all of `commands` and waits for them; being told to stop ends them.
  package func run(
    _ commands: [Command], after earliest: Monotonic? = nil,
    onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil
  ) -> [CommandResult] {
    var results: [CommandResult]?
    if poller.isStopping { stop() }
    start(commands, after: earliest, onOutput: onOutput) { results = $0 }
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
    _ command: Command, after earliest: Monotonic? = nil,
    onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil
  ) -> CommandResult {
    run([command], after: earliest, onOutput: onOutput)[0]
  }

  private func fill() {
    retryAt = nil
    for batch in batches {
      if let earliest = batch.earliest, !isStopping, Monotonic.now() < earliest { continue }
      while batch.started < batch.commands.count {
        let index = batch.started
        if isStopping {
          batch.results[index] = Self.unrun(.interrupted)
        } else {
          guard running.count(where: { $0.batch === batch }) < width else { break }
          switch Child.start(batch.commands[index], index: index, onOutput: batch.onOutput) {
          case .success(let child): running.append((child, batch))
          case .failure(let problem) where problem.isShortage && !running.isEmpty:
            retryAt = .now() + Self.retryPause
            return
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

  /// Kills the orphans whose possible parents have all ended, and reaps the detached children that
  /// have ended.
  package func reap() {
    guard sweepsOrphans else { return }
    // Each round may orphan the children of what it killed; a fork bomb gets no endless chase.
    for _ in 0..<64 {
      let leaders = Set(running.map(\.child.pid))
      let adopted = Set(AdoptedChildren.pids()).subtracting(leaders)
      let parentless = orphans.update(adopted.subtracting(detached), running: leaders)
      for pid in adopted.intersection(detached) where waitpid(pid, nil, WNOHANG) == pid {
        detached.remove(pid)
      }
      // Once a process has ended, nothing says whose it was.
      let living = parentless.filter { waitpid($0, nil, WNOHANG) != $0 }
      let ending = living.filter(endsOrphan)
      for pid in ending {
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
      }
      if ending.isEmpty, living.count == parentless.count { return }
    }
  }
}

/// The adopted processes, each with the children that may have started it: those that ran when it
/// was first seen. A process that left its parent's group and session names it no more.
struct Orphans {
  private var parents: [Int32: Set<Int32>] = [:]

  /// `adopted` are there now, and `running` the children; returns those whose possible parents have
  /// all ended.
  mutating func update(_ adopted: Set<Int32>, running: Set<Int32>) -> [Int32] {
    var known: [Int32: Set<Int32>] = [:]
    for pid in adopted { known[pid] = (parents[pid] ?? running).intersection(running) }
    parents = known.filter { !$1.isEmpty }
    return known.filter { $1.isEmpty }.map(\.key).sorted()
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
