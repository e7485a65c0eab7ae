/// Asks the runner for one move: prompt out, stream in, outcome back.
public final class Decide {
  /// A runner that prints more than this in one call is out of its mind.
  static let streamLimit = 256 << 20

  private let directory: DataDirectory
  private let settings: Settings
  private let catalog: any RunnerCatalog
  private let ledger: Ledger
  private let children: ChildGroup
  private let environment: [String: String]

  public init(
    directory: DataDirectory, settings: Settings, catalog: any RunnerCatalog, ledger: Ledger,
    children: ChildGroup, environment: [String: String]
  ) {
    self.directory = directory
    self.settings = settings
    self.catalog = catalog
    self.ledger = ledger
    self.children = children
    self.environment = environment
  }

  /// The prompt of `run` stands in its folder; the stream goes there too. Throws only when looop's
  /// own files fail: whatever the runner does is an outcome.
  func outcome(of run: RunFolder) throws(LooopError) -> RunnerOutcome {
    let (preset, template) = try runner()
    let launch = try PromptFile.place(
      run.prompt, command: template, spare: "\(directory.prompts)/\(run.beat).md")
    defer { launch.cleanUp() }
    var reader = try catalog.runner(for: preset).makeStream()
    let log = try OutputLog(path: run.stream, limit: Self.streamLimit)

    // The spend is on the disk before it can happen: a kill cannot hide it.
    try ledger.recordStart(call: run.beat, runner: preset.name)
    var lines = LineSplitter()
    let result = children.run(command(launch, preset, run)) { chunk in
      log.write(chunk)
      lines.add(chunk) { _ = reader.read(line: $0) }
    }
    lines.finish { _ = reader.read(line: $0) }
    let outcome = reader.finish(
      exit: result.status, stderrTail: String(decoding: result.errorTail, as: UTF8.self),
      parse: DecisionParser.parse)
    try ledger.recordEnd(
      call: run.beat, outcome: outcome.label, milliseconds: result.milliseconds,
      usage: outcome.usage)
    return outcome
  }

  /// The config's command outranks its preset's; a command alone tells its preset by its words.
  private func runner() throws(LooopError) -> (RunnerPreset, String) {
    guard let name = settings.runner ?? settings.tickCommand.map(catalog.presetName(forCommand:))
    else {
      throw LooopError(
        .config, "E_NOT_INITIALISED", "No runner is chosen.", hint: "Run `looop init` first.")
    }
    let preset = try catalog.preset(named: name)
    let template = settings.tickCommand ?? preset.tickCommand
    guard !template.isEmpty else {
      throw LooopError(
        .config, "E_NO_TICK_COMMAND", "The runner \(name) has no tick command.",
        hint: "Set tick_command in the config.")
    }
    return (preset, template)
  }

  private func command(
    _ launch: PromptFile, _ preset: RunnerPreset, _ run: RunFolder
  ) -> Command {
    // The user's own value of a variable outranks the preset's.
    var environment = environment.merging(preset.environment) { own, _ in own }
    environment[Marks.run] = run.beat
    return Command(
      arguments: Command.shell(launch.command), environment: environment,
      workingDirectory: directory.path, input: launch.input,
      capture: .streamed(limit: Self.streamLimit), deadline: settings.tickTimeout * 1_000)
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

  /// As `decision.json` of a run folder keeps it.
  var json: JSONValue {
    switch self {
    case .move(let decision, _): ["kind": "move", "move": decision.json]
    case .text(let text, let problem, _):
      ["kind": "text", "text": .string(text), "problem": .string(problem)]
    case .failed(let failure, _):
      [
        "kind": "failure", "class": .string(failure.failureClass.rawValue),
        "message": .string(failure.message), "retry_after_s": JSONValue(failure.retryAfter),
      ]
    }
  }
}
