package import Base

/// Asks for one move, and deals with what a runner may do instead of answering: what passes is tried
/// again within the beat, who needs rest is parked, and another stands in.
package final class Decide {
  private let catalog: any RunnerCatalog
  private let settings: Settings
  private let lot: ParkingLot
  private let call: RunnerCall
  private let events: EventLog
  private let poller: Poller
  /// The wait before each further try of what passes by itself.
  private let delays: [Duration]

  package init(
    settings: Settings, catalog: any RunnerCatalog, lot: ParkingLot, call: RunnerCall,
    events: EventLog, poller: Poller, delays: [Duration] = [.seconds(1), .seconds(4)]
  ) {
    self.catalog = catalog
    self.settings = settings
    self.lot = lot
    self.call = call
    self.events = events
    self.poller = poller
    self.delays = delays
  }

  /// What is put to the runner.
  struct Question {
    let run: RunFolder
    /// The prompt; true for the short one, without what changes most.
    let prompt: (_ isShort: Bool) -> String
    /// What was read of the mailbox, where a yes to more budget stands.
    let mailbox: Mailbox.Contents
    /// Leaves nothing behind but the run's folder and the ledger.
    let isDryRun: Bool
  }

  /// What came of it.
  struct Answer {
    var outcome: RunnerOutcome
    let runner: String
    let calls: Int
    /// Lines no adapter knows, of the last call.
    let unrecognised: Int
    let cost: Cost
    /// The runner is at rest now.
    var isParked = false
  }

  /// Whether anybody can be asked now.
  enum Ready {
    case runners([TickRunner])
    /// Everybody is at rest: this one is back first.
    case parked(ParkedRunner)
  }

  func ready() throws(LooopError) -> Ready {
    var ready: [TickRunner] = []
    var resting: ParkedRunner?
    for runner in try TickRunner.all(settings, catalog) {
      guard let parked = try lot.holding(runner.preset, settings) else {
        ready.append(runner)
        continue
      }
      resting = parked.isBack(before: resting) ? parked : resting
    }
    if ready.isEmpty, let resting { return .parked(resting) }
    return .runners(ready)
  }

  /// Nil when a cap forbids the first call. Throws only when looop's own files fail.
  func answer(
    _ question: Question, from runners: [TickRunner]
  ) throws(LooopError) -> Answer? {
    var calls = 0
    var last: Answer?
    for runner in runners {
      guard var answer = try ask(runner, question, &calls) else { break }
      if !question.isDryRun, !poller.isStopping {
        answer.isParked = try parks(runner.preset, after: answer.outcome)
      }
      last = answer
      if !answer.isParked { break }
    }
    return last
  }

  /// Whether the runner is at rest now. One that answered is done with any rest it had.
  private func parks(
    _ preset: RunnerPreset, after outcome: RunnerOutcome
  ) throws(LooopError) -> Bool {
    guard case .failed(let failure, _) = outcome else {
      try lot.settle(preset.name)
      return false
    }
    guard failure.rests else { return false }
    let parked = try lot.park(preset, failure, settings)
    events.append("runner.parked", ["text": .string(parked.text)])
    return true
  }

  /// Asks one runner, again where that can help. Each try is a call of its own, and the last one that
  /// the caps allowed counts; nil when they allowed none.
  private func ask(
    _ runner: TickRunner, _ question: Question, _ calls: inout Int
  ) throws(LooopError) -> Answer? {
    let started = Monotonic.now()
    var last: Answer?
    var tries = 0
    var isShort = false
    while true {
      let prompt = isShort ? question.run.shortPrompt : question.run.prompt
      try AtomicFile.replace(prompt, question.prompt(isShort).utf8)
      let made = try call.make(
        runner, prompt: prompt, number: calls + 1, of: question.run, question.mailbox)
      guard let result = made else { return last }
      calls += 1
      let answer = Answer(
        outcome: result.outcome, runner: runner.preset.name, calls: calls,
        unrecognised: result.unrecognised, cost: result.cost)
      last = answer
      guard case .failed(let failure, _) = result.outcome else { return answer }
      switch failure.failureClass {
      case .transient where tries < delays.count:
        let delay = max(delays[tries], failure.retryAfter ?? .zero)
        let elapsed = Monotonic.now() - started
        // What takes long is left to the backoff: the world goes on meanwhile.
        guard elapsed + delay <= settings.tickTimeout / 2, rest(delay) else { return answer }
        tries += 1
      case .context where !isShort: isShort = true
      default: return answer
      }
      if poller.isStopping { return answer }
    }
  }

  /// Waits; false when the pulse is told to stop meanwhile.
  private func rest(_ time: Duration) -> Bool {
    let limit = Monotonic.now() + time
    while !poller.isStopping, Monotonic.now() < limit { poller.turn(until: limit) }
    return !poller.isStopping
  }
}

extension ParkedRunner {
  /// Whether it can be asked again before `other`; one that waits for the human is last.
  fileprivate func isBack(before other: ParkedRunner?) -> Bool {
    guard let other else { return true }
    return (until ?? .max) < (other.until ?? .max)
  }
}

extension Decide.Answer {
  /// As `decision.json` of a run folder keeps it.
  var json: JSONValue {
    var record = outcome.json.object ?? [:]
    record["runner"] = .string(runner)
    record["calls"] = .int(calls)
    record["unrecognised"] = .int(unrecognised)
    record.merge(cost.json)
    return .object(record)
  }
}
