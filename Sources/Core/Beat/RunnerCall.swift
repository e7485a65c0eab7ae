package import Base

/// One call of a runner: started in the ledger, prompt in, stream out, ended in the ledger.
package final class RunnerCall {
  /// A runner that prints more than this in one call is out of its mind.
  static let streamLimit = 256 << 20
  /// How long a CLI has to exit once it said its last word.
  static let farewell = Duration.seconds(10)

  private let directory: DataDirectory
  private let settings: Settings
  private let catalog: any RunnerCatalog
  private let ledger: Ledger
  private let budget: BudgetGuard
  private let children: ChildGroup
  private let environment: [String: String]

  package init(
    directory: DataDirectory, settings: Settings, catalog: any RunnerCatalog, ledger: Ledger,
    budget: BudgetGuard, children: ChildGroup, environment: [String: String]
  ) {
    self.directory = directory
    self.settings = settings
    self.catalog = catalog
    self.ledger = ledger
    self.budget = budget
    self.children = children
    self.environment = environment
  }

  /// What came of it.
  struct Result {
    let outcome: RunnerOutcome
    /// Lines of the stream that the adapter does not know.
    let unrecognised: Int
    let cost: Cost
  }

  /// Puts the prompt at `prompt` to `runner`, as the `number`th call of `run`. Nil when a cap forbids
  /// it; `mailbox` has the human's yes to more. Throws only when looop's own files fail: whatever the
  /// runner does is an outcome.
  func make(
    _ runner: TickRunner, prompt: String, number: Int, of run: RunFolder,
    _ mailbox: Mailbox.Contents
  ) throws(LooopError) -> Result? {
    let schema = CommandTemplate.wantsSchema(runner.template) ? run.schema : nil
    if let schema { try AtomicFile.replace(schema, JSONWriter.line(MoveSchema.strictSchema)) }
    let launch = try PromptFile.place(
      prompt, command: runner.template, spare: "\(directory.prompts)/\(run.beat).md",
      schema: schema)
    defer { launch.cleanUp() }
    var reader = RunReader(try catalog.runner(for: runner.preset))
    let log = try Recording(path: run.stream(number), limit: Self.streamLimit)

    // The spend is on the disk before it can happen: a kill cannot hide it.
    var call = LedgerCall(
      id: number == 1 ? run.beat : "\(run.beat).\(number)", kind: .tick,
      runner: runner.preset.name)
    guard try budget.start(call, mailbox) else { return nil }
    let result = children.run(command(launch, runner, run)) { chunk in
      log.write(chunk)
      reader.read(chunk)
      return reader.hasEnded ? .ended(farewell: Self.farewell) : .open
    }
    _ = reader.readRest()
    let outcome = reader.finish(
      exit: result.status, stderrTail: String(decoding: result.errorTail, as: UTF8.self))
    var usage = outcome.usage
    usage.model = usage.model ?? catalog.model(ofCommand: runner.template)
    let cost = runner.preset.prices.cost(of: usage)
    if case .move(let decision, _) = outcome { call.goal = decision.goal?.text }
    try ledger.recordEnd(
      call, outcome: outcome.label, duration: result.duration, usage, cost)
    return Result(outcome: outcome, unrecognised: reader.unrecognised, cost: cost)
  }

  private func command(
    _ launch: PromptFile, _ runner: TickRunner, _ run: RunFolder
  ) -> Command {
    // The user's own value of a variable outranks the preset's.
    var environment = environment.merging(runner.preset.environment) { own, _ in own }
    environment[Marks.run] = run.beat
    return Command(
      arguments: Command.shell(launch.command), environment: environment,
      workingDirectory: directory.path, input: launch.input,
      capture: .streamed(limit: Self.streamLimit), deadline: settings.tickTimeout,
      silence: settings.tickSilence == .zero ? nil : settings.tickSilence)
  }
}

extension RunnerOutcome {
  /// One word for the ledger.
  var label: String {
    switch self {
    case .move: "move"
    case .text: "text"
    case .failed(let failure, _): failure.failureClass.rawValue
    }
  }

  /// As `decision.json` of a run folder and `runner replay` have it.
  package var json: JSONValue {
    switch self {
    case .move(let decision, _): ["kind": "move", "move": decision.json]
    case .text(let text, let problem, _):
      ["kind": "text", "text": .string(text), "problem": .string(problem)]
    case .failed(let failure, _):
      [
        "kind": "failure", "class": .string(failure.failureClass.rawValue),
        "retry_after_s": JSONValue(failure.retryAfter?.seconds),
        "message": .string(failure.message),
      ]
    }
  }
}
