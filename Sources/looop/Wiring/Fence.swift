internal import Base
internal import CSys
internal import Core

/// Keeps the loop's own children from speaking for the human: they may ask and report, never answer
/// or steer. It guards against confusion and injection, not against a hostile process of the same
/// user (docs/security.md).
struct Fence {
  let wiring: Wiring

  private enum Side {
    case outside, inside
    /// Who cannot be seen, in words.
    case unknown(String)
  }

  /// How long a process that takes the lock may take to sign it.
  private static let patience = Duration.seconds(2)

  func check(_ entry: VerbEntry) throws(LooopError) {
    guard !entry.isAllowedInside else { return }
    try demandOutside(entry.name)
  }

  /// Refuses the verb of that name to a child of the loop.
  func demandOutside(_ verb: String) throws(LooopError) {
    switch try side(verb) {
    case .outside: return
    case .inside:
      throw LooopError(
        .notAllowed, code: "E_INSIDE",
        "`looop \(verb)` is for the human; this process was started by the loop itself.",
        hint:
          "From inside the loop use `looop ask`, `looop done`, `looop state`, `looop asks` or `looop push`."
      )
    case .unknown(let who):
      throw LooopError(
        .notAllowed, code: "E_UNSEEN",
        "`looop \(verb)` is for the human, and \(who) cannot be seen"
          + " from here: it runs outside of this container or name space, or there is no /proc.",
        hint:
          "Run it where the loop runs: `docker exec -it CONTAINER looop \(verb) …` for a loop in"
          + " a container, or on the host, which sees the processes of its containers.")
    }
  }

  /// By the marks in the environment, by a parent that keeps the loop or a worker going, or, where the
  /// holder of a lock cannot be seen, unknown.
  private func side(_ verb: String) throws(LooopError) -> Side {
    if Marks.isInside(wiring.environment) { return .inside }
    // Whatever the files say, and whether they are there at all.
    if try LoopProcess.isAncestor(of: wiring.directory.path) { return .inside }
    let pulses = try pulse(verb).map { ("the process that holds the loop", $0) }
    let workers = try wiring.loop.fleet.supervisors().map { ("the worker \($0.worker)", $0.holder) }
    let holders = pulses + workers
    let pids = holders.compactMap { $0.1.pid }
    if !pids.isEmpty, !Set(pids).isDisjoint(with: Ancestry.pids()) { return .inside }
    let unseen = holders.first { $0.1 == .hidden || $0.1.pid.map(Ancestry.canSee) == false }
    return unseen.map { .unknown($0.0) } ?? .outside
  }

  /// Who holds the loop. While no process signed, those count that can be seen to hold it.
  private func pulse(_ verb: String) throws(LooopError) -> [DirectoryLock.Holder] {
    let lock = wiring.directory.lock
    // Its starter was checked, and passed the lock on.
    if verb == "pulse", DirectoryLock.isPassed(lock) { return [] }
    let limit = Monotonic.now() + Self.patience
    while true {
      let holder = try DirectoryLock.holder(lock)
      guard holder == .unsigned else { return [holder] }
      let lockers = LoopProcess.lockers(of: lock)
      if !lockers.isEmpty { return lockers.map { .process($0) } }
      guard Monotonic.now() < limit else { return [.hidden] }
      usleep(10_000)
    }
  }
}
