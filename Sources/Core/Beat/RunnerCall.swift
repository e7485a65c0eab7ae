package import Base

/// One call of a runner: started in the ledger, prompt in, stream out, ended in the ledger.
package final class RunnerCall {
  /// A runner that prints more than this in one call is ended.
  static let streamLimit = 256 << 20
  /// How long a CLI has to exit after its last word.
  static let farewell = Duration.seconds(10)

  private let loop: Loop
  private let settings: Settings
  private let budget: BudgetGuard
  private let children: ChildGroup
  /// Whether the log has its calls: those of a dry run are in the ledger alone.
  private let isTold: Bool

  package init(
    _ loop: Loop, settings: Settings, children: ChildGroup, isTold: Bool = true
  ) {
    self.isTold = isTold
    self.loop = loop
    self.settings = settings
    budget = loop.budget(settings.caps)
    self.children = children
  }

  /// A prompt, and who is asked.
  struct Request {
    let runner: TickRunner
    /// The prompt's file.
    let prompt: String
    /// Which call of the run it is, from 1.
    let number: Int
    let run: RunFolder
    /// The mailbox as this beat read it; it may hold a yes to more budget.
    let mailbox: Mailbox.Contents
  }

  /// What came of it.
  struct Answer {
    let outcome: RunnerOutcome
    /// Lines of the stream that the adapter does not know.
    let unrecognised: Int
    let cost: Cost
    let duration: Duration
    let end: CallEnd
  }

  typealias Ending = (Result<Answer, LooopError>) -> Void

  /// Makes the call; false when a cap forbids it. Fails only when looop's own files do: whatever the
  /// runner does is an outcome.
  func start(_ request: Request, whenEnded: @escaping Ending) throws(LooopError) -> Bool {
    let runner = request.runner
    let run = request.run
    let schema = CommandTemplate.wantsSchema(runner.template) ? run.schema : nil
    if let schema {
      try AtomicFile.replace(schema, JSONWriter.line(runner.preset.answerSchema.schema))
    }
    let launch = try PromptFile.place(
      request.prompt, command: runner.template,
      spare: "\(loop.directory.prompts)/\(run.beat).md", schema: schema)
    var isStarted = false
    defer { if !isStarted { launch.cleanUp() } }
    var reader = RunReader(try loop.runners.runner(for: runner.preset))
    let log = try Recording(path: run.stream(request.number), limit: Self.streamLimit)

    // On the disk before anything is spent, so that a kill cannot hide it.
    let call = LedgerCall(
      id: request.number == 1 ? run.beat : "\(run.beat).\(request.number)", kind: .tick,
      runner: runner.preset.name)
    guard try budget.start(call, request.mailbox) else { return false }
    isStarted = true
    if isTold { loop.events.append(started: call, run: run) }
    let onOutput = { (chunk: ArraySlice<UInt8>) -> OutputState in
      log.write(chunk)
      reader.read(chunk)
      return reader.hasEnded ? .ended(farewell: Self.farewell) : .open
    }
    let startedAt = loop.clock.now()
    children.start([command(launch, runner: runner, run: run)], onOutput: onOutput) {
      [self] results in
      launch.cleanUp()
      do throws(LooopError) {
        let answer = try end(
          call, of: run, since: startedAt, reader: &reader, runner: runner, results[0])
        whenEnded(.success(answer))
      } catch { whenEnded(.failure(error)) }
    }
    return true
  }

  /// As `start`, and waits; nil when a cap forbids the call.
  func make(_ request: Request) throws(LooopError) -> Answer? {
    var ended: Result<Answer, LooopError>?
    guard try start(request, whenEnded: { ended = $0 }) else { return nil }
    children.wait { ended != nil }
    return try ended?.get()
  }

  private func end(
    _ started: LedgerCall, of run: RunFolder, since startedAt: Int, reader: inout RunReader,
    runner: TickRunner, _ result: CommandResult
  ) throws(LooopError) -> Answer {
    var call = started
    _ = reader.readRest()
    let redaction = loop.store.redaction
    let stray = StrayDecision.advice(in: loop.directory.path, since: startedAt)
    let end = CallEnd(status: result.status, errors: result.errors(redaction))
    let outcome = reader.outcome(end, redaction)
      .advised([stray, runner.advice].compactMap(\.self), isStray: stray != nil)
    var usage = outcome.usage
    usage.use(try loop.runners.model(ofCommand: runner.template, preset: runner.preset))
    let cost = runner.preset.prices.cost(of: usage)
    if case .move(let decision, _) = outcome { call.goal = decision.goal?.text }
    if isTold {
      loop.events.append(ended: call, run: run, outcome, cost, duration: result.duration)
    }
    try loop.ledger.recordEnd(
      call, outcome: outcome.label, duration: result.duration, usage: usage, cost: cost)
    return Answer(
      outcome: outcome, unrecognised: reader.unrecognised, cost: cost,
      duration: result.duration, end: end)
  }

  private func command(
    _ launch: PromptFile, runner: TickRunner, run: RunFolder
  ) -> Command {
    var environment = runner.preset.environment(of: loop.store.childEnvironment)
    environment[Marks.run] = run.beat
    return Command(
      arguments: Command.shell(launch.command), environment: environment,
      workingDirectory: loop.directory.path, input: launch.input,
      capture: .streamed(limit: Self.streamLimit), deadline: settings.tickTimeout,
      silence: settings.tickSilence == .zero ? nil : settings.tickSilence)
  }
}
