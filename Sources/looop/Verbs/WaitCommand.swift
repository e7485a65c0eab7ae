internal import ArgumentParser
internal import Base
internal import Core

struct WaitCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Block until the loop needs you, or something changed.",
    discussion: "Exit 0: matched; 75: timed out; 69: no pulse is up.")

  @Flag(help: "Wait only for an ask without an answer.") var onlyAsks = false
  @Flag(
    help:
      "Wait only for what needs action: asks, stuck, failed or lost workers, a parked runner, a failed beat."
  )
  var actionable = false
  @Option(help: "Give up after this long (90s, 5m, …).") var timeout: String?
  @Option(help: "Wait only for what is newer than this token from `state` or `wait`.") var after:
    String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let longest = try timeout.map(TimeLimit.duration)
    let limit = longest.map { Monotonic.now() + $0 }
    let given = try after.map { text throws(LooopError) in try WorldToken(text: text) }
    try wiring.open()

    let watcher = FileWatcher()
    let poller = Poller(permanent: [watcher])
    var token = given
    var pulse: ProcessHandle?
    var isTold = false
    watch(wiring.directory, with: watcher)
    while true {
      watcher.acknowledge()
      if !onlyAsks { watcher.watchSessions(of: wiring.directory) }
      if !onlyAsks, !actionable { _ = watcher.watchOutside(wiring.directory.links) }
      let state = try StateReport(wiring)
      let changed = matches(state, token)
      if !changed.isEmpty { return report(state, changed) }
      // Without a token from the caller, "newer" means newer than this call.
      token = token ?? state.token
      if pulse == nil {
        pulse = try DirectoryLock.holder(wiring.directory.lock).flatMap(ProcessHandle.init)
      }
      guard let pulse, !pulse.hasEnded else {
        throw LooopError(
          .pulseDown, code: "E_PULSE_DOWN", "No pulse is up, so nothing will happen.",
          hint: "Start it with `looop up`.")
      }
      if let limit, limit <= Monotonic.now() {
        throw LooopError(.pending, code: "E_TIMEOUT", "Nothing happened in that time.")
      }
      if !isTold, Console.isErrorTerminal {
        Console.note(explanation(longest))
        isTold = true
      }
      watcher.wait(poller, until: limit, orEndOf: pulse)
    }
  }

  /// Explains the wait to a person.
  private func explanation(_ longest: Duration?) -> String {
    let what =
      onlyAsks
      ? "an ask that needs you"
      : actionable
        ? "an ask, a stuck or failed worker, a parked runner or a failed beat"
        : "anything to change"
    let limit = longest.map { " for at most \($0.exactText)" } ?? ""
    return "looop: waiting\(limit) for \(what); Ctrl-C stops waiting."
  }

  /// The items that end the wait.
  private func matches(_ state: StateReport, _ token: WorldToken?) -> [Item.Name] {
    let pending = Set(state.world.mailbox.pending.map { Item.Name(.ask, $0.id.text) })
    let newer = token.map { Set($0.newer(state.items).map(\.name)) }
    let isNew = { (name: Item.Name) in after == nil || newer?.contains(name) == true }
    if onlyAsks { return pending.filter(isNew).sorted() }
    if actionable {
      let failed = state.world.workers.filter { $0.hasFailed || state.world.isStuck($0) }
        .map { Item.Name(.session, $0.id.text) }
      var names = pending.union(failed).filter(isNew).sorted()
      // A failed beat and a parked runner are not items; they are listed apart.
      if after == nil {
        if state.lastFailure != nil { names.append(Item.Name(.problem, "beat")) }
        names += state.world.resting(now: state.now).map {
          Item.Name(.problem, "runner-\($0.runner)")
        }
      }
      return names
    }
    return newer?.sorted() ?? []
  }

  private func report(_ state: StateReport, _ changed: [Item.Name]) -> Int32 {
    if json {
      Console.say(json: WaitReport(state: state, changed: changed))
      return ExitStatusCode.ok
    }
    for name in changed {
      if let ask = state.world.mailbox.asks.first(where: { Item.Name(.ask, $0.id.text) == name }) {
        Console.say(AskRender.text(ask, state.world.mailbox, now: state.now))
      } else {
        Console.say(([name.text] + words(name, state)).joined(separator: ": "))
      }
    }
    return ExitStatusCode.ok
  }

  /// The text of a problem that is not an item of the world.
  private func words(_ name: Item.Name, _ state: StateReport) -> [String] {
    if name == Item.Name(.problem, "beat") {
      return [Untrusted.quoted(state.lastFailure ?? "", bytes: 300)]
    }
    return state.world.resting(now: state.now)
      .filter { Item.Name(.problem, "runner-\($0.runner)") == name }.map(\.text)
  }

  private func watch(_ directory: DataDirectory, with watcher: FileWatcher) {
    // Watches only what can match: the kernel takes milliseconds to release a folder with a single
    // watcher, and the pulse watches these two anyway.
    for folder in [directory.asks, directory.answers] { watcher.watch(folder) }
    if onlyAsks { return }
    watcher.watch(directory.path) { $0 == "PLAYBOOK.md" || $0 == ".state.json" }
    if !actionable {
      for folder in [directory.goals, directory.snapshots] { watcher.watch(folder) }
    }
    watcher.watch(directory.sessions)
  }
}
