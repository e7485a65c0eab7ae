internal import Base
internal import Core

/// Puts kept decisions to a runner again, and compares what it says with what was said.
struct DecisionReplays {
  /// So many failed calls in a row end a series: the next would fail too.
  private static let mostFailures = 3

  private let wiring: Wiring
  private let children: ChildGroup
  private let call: ReplayCall
  private let playbook: String?
  private let budget: BudgetGuard
  private let isJSON: Bool
  private var report: ReplayReport

  init(
    _ wiring: Wiring, runner: String?, playbook: String?, isJSON: Bool
  ) throws(LooopError) {
    var settings = try wiring.chosenSettings()
    if let runner {
      let preset = try wiring.knownPreset(runner)
      settings.tickCommand = try RunnerUse(wiring).tick(of: preset)
      settings.runner = preset.name
    }
    try wiring.open()
    self.wiring = wiring
    self.playbook = playbook
    self.isJSON = isJSON
    children = ChildGroup(poller: Poller(stop: try StopSignal()))
    call = try ReplayCall(wiring.loop, settings: settings, children: children)
    budget = wiring.loop.budget(settings.caps)
    report = ReplayReport(runner: call.runnerName, hasPlaybook: playbook != nil)
  }

  private var isStopped: Bool { children.poller.isStopping }

  // MARK: One

  mutating func replay(_ run: RunRecord) throws(LooopError) -> Int32 {
    announce("1 call")
    let prompt = try prompt(of: run)
    guard let replayed = try put(prompt, of: run) else {
      throw try budget.refusal(wiring.loop.mailbox.contents())
    }
    report.add(replayed)
    if isJSON {
      Console.say(json: wiring.redacted(report))
    } else {
      let render = ReplayedRunRender(
        replayed, hasPlaybook: playbook != nil, isShort: prompt.isShort, now: wiring.clock.now(),
        sheet: wiring.factSheet)
      Console.say(render.text)
    }
    return replayed.comparison.change == .failed ? ExitStatusCode.failed : ExitStatusCode.ok
  }

  // MARK: Many

  mutating func replay(_ runs: [RunRecord], calls: Int) throws(LooopError) -> Int32 {
    announce("at most \(min(calls, runs.count)) calls")
    var left = runs[...]
    while report.stop == nil, let run = left.first {
      if report.asked == calls {
        report.stop = .calls
      } else {
        try replay(next: run)
        if report.stop != .budget { left.removeFirst() }
      }
      if isStopped { report.stop = .signal }
      if !Console.takesOutput { break }
    }
    report.notAsked = left.count
    if report.stop == .budget, report.asked == 0 {
      throw try budget.refusal(wiring.loop.mailbox.contents())
    }
    if isJSON {
      Console.say(json: wiring.redacted(report))
    } else {
      Console.say(ReplayedRunRender.summary(report))
    }
    let isVain = report.asked > 0 && report.failed == report.asked
    return isVain || report.stop == .signal ? ExitStatusCode.failed : ExitStatusCode.ok
  }

  private mutating func replay(next run: RunRecord) throws(LooopError) {
    let prompt: KeptPrompt
    do throws(LooopError) { prompt = try self.prompt(of: run) } catch {
      report.skip(run, because: error.message)
      return say(ReplayedRunRender.line(of: run, skippedBecause: error.message))
    }
    guard let replayed = try put(prompt, of: run) else {
      report.stop = .budget
      return
    }
    report.add(replayed)
    say(ReplayedRunRender.line(of: replayed))
    let failures = report.runs.suffix(Self.mostFailures).count { $0.change == .failed }
    if replayed.isVain || failures == Self.mostFailures { report.stop = .failures }
  }

  private func say(_ line: String) { if !isJSON { Console.say(wiring.redacted(line)) } }

  private func announce(_ calls: String) {
    guard Console.isErrorTerminal else { return }
    Console.note(
      "looop: asking \(call.runnerName), \(calls), which may take minutes. Ctrl-C stops it.")
  }

  // MARK: The call

  /// Throws for a run that cannot be put again.
  private func prompt(of run: RunRecord) throws(LooopError) -> KeptPrompt {
    if let problem = run.problems.first { throw problem }
    guard run.answer.value != nil else {
      throw LooopError(
        .badData, code: "E_RUN_PART", "The run \(run.name) has no answer to compare with.",
        hint: "`looop runs show \(run.name)` shows what it has.")
    }
    let prompt = try KeptPrompt.of(run)
    guard let playbook else { return prompt }
    return try prompt.with(
      playbook: playbook, limit: call.promptLimit, wiring.redaction)
  }

  /// Nil when a cap forbids the call.
  private func put(
    _ prompt: KeptPrompt, of run: RunRecord
  ) throws(LooopError) -> ReplayedRun? {
    guard let was = run.answer.value,
      let said = try call.make(prompt, of: run, wiring.loop.mailbox.contents())
    else { return nil }
    let now = RunAnswer(said.outcome)
    return ReplayedRun(
      run: run, comparison: MoveComparison(was: was, now: now),
      rulings: .init(
        was: was.decision.map(call.ruling), now: now.decision.map(call.ruling)),
      said: said, runner: call.runnerName)
  }
}
