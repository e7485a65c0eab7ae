internal import Base
internal import Core

/// What a `wait` looks for. Whoever waits passes the time between two looks in its own way: the verb in a
/// poll of its own, `mcp` beside all else that it serves.
struct ContractWait {
  enum Scope {
    case anything
    /// An ask without an answer.
    case asks
    /// Whatever needs action: asks, stuck, failed or lost workers, a parked runner, a failed beat.
    case actionable
  }

  let scope: Scope
  /// What the caller has seen.
  private let given: WorldToken?
  private var token: WorldToken?
  /// Nil until the first look that found nothing.
  private(set) var pulse: ProcessHandle?

  init(_ scope: Scope, after given: WorldToken?) {
    self.scope = scope
    self.given = given
    token = given
  }

  /// Watches only what can match: the kernel takes milliseconds to release a folder with a single
  /// watcher, and the pulse watches these two anyway.
  func watch(_ directory: DataDirectory, with watcher: FileWatcher) {
    for folder in [directory.asks, directory.answers] { watcher.watch(folder) }
    if scope == .asks { return }
    watcher.watch(directory.path) { ["PLAYBOOK.md", ".state.json", "paused"].contains($0) }
    watcher.watch(directory.parked)
    if scope == .anything {
      for folder in [directory.goals, directory.snapshots] { watcher.watch(folder) }
    }
    watcher.watch(directory.sessions)
  }

  /// Watches what may have come since the last look.
  func follow(_ wiring: Wiring, with watcher: FileWatcher) throws(LooopError) {
    if scope != .asks { watcher.watchSessions(of: wiring.directory) }
    if scope == .anything { _ = try watcher.watchOutside(wiring.directory.links()) }
  }

  /// The state now, and what of it ends the wait, by name: empty when the wait goes on. Throws
  /// `E_PULSE_DOWN` when nothing will come.
  mutating func look(
    _ wiring: Wiring
  ) throws(LooopError) -> (state: StateReport, changed: [Item.Name]) {
    let state = try wiring.sightings.once { () throws(LooopError) in
      try StateReport(wiring, isShown: false)
    }
    let changed = matches(state)
    if !changed.isEmpty { return (state, changed) }
    // Without a token from the caller, "newer" means newer than this call.
    token = token ?? state.token
    if pulse == nil {
      // Held without a descriptor when none is left: it is no less up.
      pulse = try DirectoryLock.holder(wiring.directory.lock).pid.flatMap { pid in
        ProcessHandle.hold(pid) { true }
      }
    }
    guard let pulse, !pulse.hasEnded else {
      throw LooopError(
        .pulseDown, code: "E_PULSE_DOWN", "No pulse is up, so nothing will happen.",
        hint: "Start it with `looop up`.")
    }
    return (state, [])
  }

  private func matches(_ state: StateReport) -> [Item.Name] {
    let isNew = { (item: Item) in given == nil || token?.newer([item]).isEmpty == false }
    let concerns = state.concerns.filter { isNew($0.mark) }.map(\.name)
    switch scope {
    case .asks: return concerns.filter { $0.kind == .ask }
    case .actionable: return concerns
    case .anything: break
    }
    guard let token else { return [] }
    // Workers and asks are items already; a failed beat and a parked runner are concerns only.
    let others = state.concerns.filter { $0.name == $0.mark.name && $0.name.kind == .problem }
    let newer = token.newer(state.items) + token.newer(others.map(\.mark))
    return Set(newer.map(\.name)).sorted()
  }
}
