internal import CSys

/// The one place that runs short children: several at once, each with its own deadline and output
/// limit, each in its own session, all in the process's one poll.
///
/// When `run` returns, nothing it started is left: groups are killed while their leader is still
/// a zombie, and what left its group is swept as this process's adopted child.
package final class ChildGroup: PollSource {
  private let poller: Poller
  private let width: Int
  /// The time between SIGTERM and SIGKILL once this process is told to stop.
  private let stopGrace: Duration
  private let sweepsOrphans: Bool
  private var running: [Child] = []
  /// Children that live on by themselves; a sweep must not touch them.
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

  package var descriptors: [Int32] { running.flatMap(\.descriptors) }
  package var deadline: Monotonic? { running.compactMap(\.deadline).min() }
  package func handle(ready: Set<Int32>) { for child in running { child.handle(ready: ready) } }

  /// A started process that outlives this one, as `Detached` starts them.
  package func release(_ pid: Int32) { detached.insert(pid) }

  package func run(
    _ command: Command, onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil
  ) -> CommandResult {
    run([command], onOutput: onOutput)[0]
  }

  /// Runs all of `commands`, at most `width` at once; the results stand in the same order.
  package func run(
    _ commands: [Command], onOutput: ((ArraySlice<UInt8>) -> OutputState)? = nil
  ) -> [CommandResult] {
    var results = [CommandResult?](repeating: nil, count: commands.count)
    var next = 0
    while next < commands.count || !running.isEmpty {
      filling: while next < commands.count, running.count < width {
        if poller.isStopping {
          results[next] = Self.unrun(.interrupted)
        } else {
          switch Child.start(commands[next], index: next, onOutput: onOutput) {
          case .success(let child): running.append(child)
          // Descriptors and processes come back with those that end.
          case .failure(let problem) where problem.isShortage && !running.isEmpty: break filling
          case .failure(let problem): results[next] = Self.unrun(.notStarted(problem.reason))
          }
        }
        next += 1
      }
      guard !running.isEmpty else { continue }
      poller.turn([self])
      if poller.isStopping {
        for child in running { child.end(because: .interrupted, grace: stopGrace) }
      }
      for child in running { if let result = child.result { results[child.index] = result } }
      running.removeAll { $0.result != nil }
    }
    sweep()
    return results.compactMap { $0 }
  }

  private static func unrun(_ status: ProcessOutcome) -> CommandResult {
    CommandResult(status: status, output: [], errorTail: [], duration: .zero)
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
