internal import ArgumentParser
internal import Base
internal import Core

struct BeatCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "beat", abstract: "Run one beat here and now: sense, decide, act.")
  static let examples = [Example("looop beat --dry-run")]

  @Flag(help: "Decide and show the move; change nothing.") var dryRun = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let settings = try wiring.chosenSettings()
    try wiring.demandFolder()
    try wiring.open()
    var keeper: LockKeeper?
    if !dryRun {
      let lock = try DirectoryLock.acquire(wiring.directory.lock)
      guard let lock else {
        let holder = try LoopHolder(wiring)
        if let refusal = holder.refusal("Nothing was done", again: "looop beat") { throw refusal }
        throw LooopError(
          .pending, code: "E_PULSE_UP", "The pulse is up and runs the beats itself.",
          hint: "Use --dry-run to look, or `looop down` first.")
      }
      try LoopHolder.demandNoOther(wiring, undone: "Nothing was done")
      try lock.sign(loopOf: wiring.directory)
      keeper = LockKeeper(
        lock, file: wiring.directory.lock, neighbour: wiring.directory.formatFile)
      try FormerPulse(wiring.loop).sweep()
    }
    for warning in settings.warnings { Console.note("looop: \(warning)") }
    wiring.tellFormerSettings()
    let poller = Poller(stop: try StopSignal(), permanent: keeper.map { [$0] } ?? [])
    if Console.isErrorTerminal {
      Console.note(
        "looop: running one beat; a call to the runner may take minutes. Ctrl-C stops it.")
    }
    let children = ChildGroup(poller: poller)
    let beat = SingleBeat(
      wiring.loop, settings: settings, children: children, occasion: .init(isDryRun: dryRun),
      keeper: keeper)
    let outcome = beat.run(sensesAll: true)
    if keeper?.isLost == true {
      throw LooopError(
        .failed, code: "E_LOCK",
        "The beat was cut short: its lock was removed or replaced, or the data dir was.",
        hint: "What it was doing is not recorded; `looop state` shows what is there now.")
    }
    if !dryRun { record(outcome, wiring) }
    if json {
      Console.say(json: wiring.redacted(outcome))
    } else {
      Console.say(wiring.redacted(OutcomeRender.text(outcome)))
    }
    switch outcome {
    // Stopped, it did nothing of what it was called for.
    case .failed, .skipped(.stopping): return ExitStatusCode.failed
    case .acted, .ranApproved, .held, .wouldAct, .skipped: return ExitStatusCode.ok
    }
  }

  private func record(_ outcome: BeatOutcome, _ wiring: Wiring) {
    OutcomeLog(events: wiring.loop.events).record(outcome)
    // A beat that found nothing changed replaces no file.
    if case .skipped(.unchanged) = outcome { return }
    var report = ActivityReport(wiring.directory)
    report.wakes(at: wiring.clock.now())
    report.ended(outcome.report, at: wiring.clock.now())
    var last = Activity()
    last.isStopping = true
    report.say(last)
  }
}
