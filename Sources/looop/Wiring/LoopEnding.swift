internal import Base
internal import Core

/// Ends the processes that keep a loop going, whatever its files say, and knows which of them live on.
struct LoopEnding {
  private let directory: DataDirectory
  private let poller: Poller
  /// What could not be ended, in words.
  private(set) var survivors: [String] = []
  /// Why processes could not be looked for: what else of the loop lives is not known then.
  private(set) var blindness: LooopError?

  /// How long a process that takes the lock may take to sign it or to let go of it.
  private static let patience = Duration.seconds(2)
  private static let grace = Duration.seconds(5)

  init(_ directory: DataDirectory, poller: Poller) {
    self.directory = directory
    self.poller = poller
  }

  private struct Found {
    let name: String
    let pid: Int32
    let handle: ProcessHandle
    let isStray: Bool

    var text: String { "\(name) (pid \(pid))" }
  }

  /// Ends every pulse and every beat by hand of this data dir. Returns what it did, in words; none when
  /// nothing was up. Throws when the holder of the lock cannot be seen, or the lock not be looked at.
  mutating func endPulses() throws(LooopError) -> [String] {
    let limit = Monotonic.now() + Self.patience
    var problem: LooopError?
    var found: [Found] = []
    while true {
      var holder = DirectoryLock.Holder.free
      // What cannot be looked at does not keep what can be seen from being ended.
      do throws(LooopError) { holder = try DirectoryLock.holder(directory.lock) } catch {
        problem = error
      }
      found = pulses(holder)
      guard found.isEmpty, holder == .unsigned, Monotonic.now() < limit else { break }
      poller.turn(until: Monotonic.now() + .milliseconds(10))
    }
    end(found, grace: Self.grace) {
      Console.note("looop: waiting at most 5 seconds for the pulse to end.")
    }
    if found.isEmpty, let problem { throw problem }
    var lines = found.contains { !$0.isStray } ? ["the pulse is down"] : []
    for one in found where one.isStray {
      lines.append("a pulse that had lost its lock is down (pid \(one.pid))")
    }
    return survivors.isEmpty ? lines : []
  }

  private mutating func pulses(_ holder: DirectoryLock.Holder) -> [Found] {
    var found = hold { $0.role == .pulse || $0.role == .beat && $0.hasLock ? "the pulse" : nil }
    if let pid = holder.pid, !found.contains(where: { $0.pid == pid }),
      let handle = ProcessHandle.hold(
        pid,
        if: {
          (try? DirectoryLock.holder(directory.lock)) == .process(pid)
            && LoopProcess.otherProgram(pid, than: directory.path) == nil
        })
    {
      found.append(Found(name: "the pulse", pid: pid, handle: handle, isStray: false))
    }
    return found
  }

  /// The processes of this data dir that have a name for `name`. What cannot be looked for is noted:
  /// it does not keep from ending what can be seen.
  private mutating func hold(_ name: (LoopProcess) -> String?) -> [Found] {
    var found: [Found] = []
    do throws(LooopError) {
      for one in try LoopProcess.all(of: directory.path) {
        guard let name = name(one) else { continue }
        let handle = try ProcessHandle.hold(one.pid) { () throws(LooopError) in
          try LoopProcess.of(one.pid, directory.path) == one
        }
        guard let handle else { continue }
        found.append(
          Found(
            name: name, pid: one.pid, handle: handle, isStray: one.isStray(of: directory.path)))
      }
    } catch { blindness = blindness ?? error }
    return found
  }

  /// Ends the pulses and beats whose lock was removed or replaced; returns their pids.
  mutating func endStrays() -> [Int32] {
    let path = directory.path
    let strays = hold { $0.isStray(of: path) ? "a pulse that has lost its lock" : nil }
    end(strays, grace: Self.grace)
    return strays.map(\.pid)
  }

  /// Ends the supervisors that no session shows any more; returns their workers.
  mutating func endSupervisors() -> [String] {
    let supervisors = hold { one in
      guard case .supervisor(let worker) = one.role else { return nil }
      return "the worker \(Untrusted.word(worker))"
    }
    end(supervisors, grace: Fleet.endingTime)
    return supervisors.map(\.name)
  }

  /// Ends the notifiers, by who holds their locks; returns their names.
  mutating func endNotifiers() -> [String] {
    var found: [Found] = []
    do throws(LooopError) {
      for folder in try NotifierFolder.all(directory) {
        guard let pid = try DirectoryLock.holder(folder.lock).pid else { continue }
        let handle = try ProcessHandle.hold(pid) { () throws(LooopError) in
          try DirectoryLock.holder(folder.lock).pid == pid && LoopProcess.role(of: pid) == .notifier
        }
        guard let handle else { continue }
        found.append(
          Found(name: "the notifier \(folder.name)", pid: pid, handle: handle, isStray: false))
      }
    } catch { blindness = blindness ?? error }
    end(found, grace: Self.grace)
    return found.map(\.name)
  }

  private mutating func end(_ found: [Found], grace: Duration, onDelay: () -> Void = {}) {
    ProcessHandle.end(found.map(\.handle), grace: grace, poller: poller, onDelay: onDelay)
    survivors += found.filter { !$0.handle.hasEnded }.map(\.text)
  }

  /// Throws when anything still lives, when the lock of the loop is still held, or when not all of it
  /// could be looked for.
  func demandEnd(_ others: [String]) throws(LooopError) {
    var living = survivors + others
    if living.isEmpty, let holder = try heldStill() { living.append(holder) }
    try demandNone(living)
    if let blindness { throw Self.unseen(blindness) }
  }

  /// Throws when not all could be looked for, unless the machine shows no process at all: whoever starts
  /// a loop there has to do without.
  func demandSight() throws(LooopError) {
    if let blindness, blindness.code != "E_PROC" { throw blindness }
  }

  static func unseen(_ problem: LooopError) -> LooopError {
    LooopError(
      .failed, code: "E_PROC",
      "Whether anything of this loop still runs is not known: \(problem.message)",
      hint: problem.hint ?? "Run `looop down` again where its processes can be seen.")
  }

  /// Throws when something of what was found still lives.
  func demandEndOfFound() throws(LooopError) { try demandNone(survivors) }

  private func demandNone(_ living: [String]) throws(LooopError) {
    guard !living.isEmpty else { return }
    throw LooopError(
      .failed, code: "E_ALIVE",
      "Not everything of this loop could be ended. Still alive: \(living.joined(separator: ", ")).",
      hint:
        "Run `looop down` again, as the user that started it and where its processes can be seen.")
  }

  /// Who holds the lock though all that was found has ended.
  private func heldStill() throws(LooopError) -> String? {
    let limit = Monotonic.now() + Self.patience
    while true {
      let holder = try DirectoryLock.holder(directory.lock)
      switch holder {
      case .free: return nil
      case .process(let pid):
        guard let program = LoopProcess.otherProgram(pid, than: directory.path) else {
          return "the pulse (pid \(pid))"
        }
        throw LoopHolder.another(program, pid, undone: "Not ended", lock: directory.lock)
      case .unsigned, .hidden: break
      }
      guard Monotonic.now() < limit else {
        if holder == .hidden {
          return
            "the pulse, which runs in a container or on a machine that cannot be seen from here"
        }
        let pids = LoopProcess.lockers(of: directory.lock).map { "\($0)" }.joined(separator: ", ")
        return "a process that holds \(directory.lock)\(pids.isEmpty ? "" : " (pid \(pids))")"
      }
      poller.turn(until: Monotonic.now() + .milliseconds(10))
    }
  }
}
