internal import ArgumentParser
internal import Base
internal import Core

struct InitCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Choose the agent CLI that thinks and works; required before `up`.",
    discussion: """
      Shows a picker at a terminal and numbered questions on a pipe. To skip both:
      looop init --runner NAME [--seed-commands].
      """)
  static let examples = [Example("looop init"), Example("looop init --runner demo")]

  @Option(help: "The preset to use; skips the questions.") var runner: String?
  @Flag(help: "Use the commands as the original documents them.") var seedCommands = false
  @Option(help: "Use this command for a decision.") var tickCommand: String?
  @Option(help: "Use this command for a worker.") var workerCommand: String?
  @Option(
    name: .customLong("pass-env"),
    help: "Let workers have this variable of yours; repeatable, NAME* for all that begin so.")
  var passing: [String] = []
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try wiring.checkConfigOwner()
    let former = try RunnerWiring(configAt: wiring.configFile)
    let check = CommandCheck(catalog: wiring.loop.runners, configuredKind: former.workerKind)
    guard passing.allSatisfy(VariableNames.isAcceptable) else {
      throw LooopError(
        .usage, code: "E_VARIABLE", "--pass-env takes the name of a variable, such as TOKEN.",
        hint: "A value of its own is set where looop is started.")
    }
    let chosen =
      if let runner { try named(runner, check: check, wiring) } else {
        try asked(former, check: check, wiring)
      }
    guard var offer = chosen else {
      try wiring.open()
      Console.say("config   \(ShellQuote.word(wiring.configFile)) (kept as it is)")
      try demandUsable(wiring)
      return ExitStatusCode.ok
    }
    let version = try version(of: &offer, wiring)
    for line in Self.summary(offer) + version { Console.say(line) }
    var made = RunnerWiring(offer)
    made.passing = passing + (try passed(by: offer.preset, former: former, wiring))
    let deed = "The config \(wiring.configFile)"
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in try made.write(to: wiring.configFile) }
    do throws(LooopError) { try wiring.open() } catch {
      throw .done(deed, but: error)
    }
    if let doubt { throw doubt.of(deed) }
    Console.say("config   \(ShellQuote.word(wiring.configFile))")
    try demandUsable(wiring, after: deed)
    Console.say("next     looop up")
    return ExitStatusCode.ok
  }

  /// Throws what `up` would say next: the keys that it kept may be what is wrong. `deed` is what was
  /// done by then.
  private func demandUsable(_ wiring: Wiring, after deed: String? = nil) throws(LooopError) {
    do throws(LooopError) { _ = try wiring.chosenSettings() } catch {
      guard error.code == "E_CONFIG" else { throw deed.map { .done($0, but: error) } ?? error }
      throw LooopError(
        error.kind, code: error.code,
        "The runner is chosen, and the config cannot be used yet: \(error.message)",
        hint: error.hint)
    }
  }

  // MARK: Beside the commands

  /// What is to be said of the program's version. `offer` gets the commands for it.
  private func version(
    of offer: inout RunnerOffer, _ wiring: Wiring
  ) throws(LooopError) -> [String] {
    let preset = offer.preset
    guard case .found(let program) = offer.place, preset.needs != nil || preset.older != nil else {
      return []
    }
    let children = ChildGroup(poller: Poller(stop: try StopSignal()))
    let environment = preset.environment(of: wiring.loop.store.childEnvironment)
    let result = children.run(ProgramProbe.version(program, of: preset, environment))
    guard
      let version = ProgramProbe.versionLine(result).flatMap(ProgramProbe.number)
        .flatMap(ProgramVersion.init)
    else { return [] }
    if let need = preset.needs, version < need.least {
      return [
        "version  \(version.text) is too old: the preset needs \(need.text)."
          + (preset.installHint.isEmpty ? "" : " \(preset.installHint)")
      ]
    }
    guard offer.fit(to: version), let older = preset.older else { return [] }
    return [
      "version  \(version.text): the commands are those for versions below \(older.below.text)"
    ]
  }

  /// Variables that are set, that an agent at work may need, and that it gets only when the human says
  /// so: asks for a yes where it asks at all, else says how.
  private func passed(
    by preset: RunnerPreset, former: RunnerWiring, _ wiring: Wiring
  ) throws(LooopError) -> [String] {
    let known = VariableNames.matching(
      preset.passEnvironment + former.passing + passing, in: wiring.environment)
    let names = Self.offered.filter { wiring.environment[$0] != nil && !known.contains($0) }
    guard !names.isEmpty else { return [] }
    let all = names.joined(separator: " ")
    if runner != nil {
      let options = names.map { "--pass-env \($0)" }.joined(separator: " ")
      Console.say("env      workers do not get \(all), unless you add \(options)")
      return []
    }
    let word = try Console.readLine(prompt: "Let workers have \(all)? [y/N]: ") ?? ""
    return ["y", "yes"].contains(word.lowercased()) ? names : []
  }

  /// By these an agent at work reaches what is not its model.
  private static let offered = [
    "GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GH_HOST", "GITLAB_TOKEN", "GITEA_TOKEN",
    "BITBUCKET_TOKEN", "LINEAR_API_KEY", "JIRA_API_TOKEN", "NPM_TOKEN", "CARGO_REGISTRY_TOKEN",
    "HF_TOKEN", "DOCKER_HOST", "KUBECONFIG",
  ]

  // MARK: Without a question

  private func named(
    _ name: String, check: CommandCheck, _ wiring: Wiring
  ) throws(LooopError) -> RunnerOffer {
    let offer = offer(try wiring.knownPreset(name), former: nil, wiring)
    let commands = offer.commands
    guard !seedCommands || !offer.preset.documentedTickCommand.isEmpty else {
      throw LooopError(
        .usage, code: "E_NO_COMMAND", "The original documents no commands for \(name).",
        hint: "Leave out --seed-commands.")
    }
    let missing = [CommandForm.Role.tick, .worker].filter { commands[$0].isEmpty }.map(\.rawValue)
    guard missing.isEmpty else {
      let options = missing.map { "--\($0)-command '…'" }.joined(separator: " ")
      throw LooopError(
        .usage, code: "E_NO_COMMAND",
        "The preset \(name) has no \(missing.joined(separator: " and no ")) command.",
        hint: "Use `looop init --runner \(name) \(options)`;"
          + " {{prompt_file}} is the file with the prompt; without it the prompt comes on standard input."
      )
    }
    if let problem = check.problem(commands, offer.preset) {
      throw LooopError(
        .usage, code: "E_COMMAND",
        "The \(problem.command.rawValue) command cannot be used: \(problem.text)",
        hint: "Set a different one with --\(problem.command.rawValue)-command.")
    }
    return offer
  }

  // MARK: Asking

  private func asked(
    _ former: RunnerWiring, check: CommandCheck, _ wiring: Wiring
  ) throws(LooopError) -> RunnerOffer? {
    let current = former.runner ?? former.tick.map(wiring.loop.runners.presetName(forCommand:))
    for case .broken(_, let error) in try wiring.loop.runners.entries() {
      Console.note("looop: \(Untrusted.oneLine(error.message))")
    }
    let offers = try wiring.loop.runners.presets().map {
      offer($0, former: $0.name == current ? former : nil, wiring)
    }
    let suggestion =
      offers.firstIndex { $0.preset.name == current } ?? offers.firstIndex(where: \.isInstalled)
      ?? 0
    let numbered = NumberedPicker(offers: offers, suggestion: suggestion, check: check)
    let changesNothing =
      tickCommand == nil && workerCommand == nil && passing.isEmpty && !seedCommands
    guard wiring.terminal.hasWindow else {
      return try numbered.pick(
        keepsFormer: former.isWired && changesNothing && !Console.isInputTerminal)
    }
    let state = PickerState(offers, selected: suggestion, check: check)
    guard
      let picker = TerminalPicker(
        state, stop: try StopSignal(resizes: true), hasColors: wiring.terminal.hasColors)
    else { return try numbered.pick(keepsFormer: false) }
    guard let chosen = picker.pick(environment: wiring.loop.store.childEnvironment) else {
      throw LooopError(
        .failed, code: "E_CANCELLED", "Cancelled: nothing was written.",
        hint: "To skip the questions: `looop init --runner NAME`.")
    }
    return chosen
  }

  private func offer(
    _ preset: RunnerPreset, former: RunnerWiring?, _ wiring: Wiring
  ) -> RunnerOffer {
    let place: RunnerOffer.Place =
      preset.binary.isEmpty
      ? .needless : wiring.program(preset.binary).map(RunnerOffer.Place.found) ?? .missing
    return RunnerOffer(
      preset, place: place, configured: former.map { ($0.tick, $0.worker) },
      prefersDocumented: seedCommands, tick: tickCommand, worker: workerCommand)
  }

  private static func summary(_ offer: RunnerOffer) -> [String] {
    let place =
      switch offer.place {
      case .needless: "needs no program"
      case .missing: "not found. \(offer.preset.installHint)"
      case .found(let path): path
      }
    return [
      "runner   \(offer.preset.name) (\(place))", "tick     \(offer.commands.tick)",
      "worker   \(offer.commands.worker)",
    ].map(Untrusted.visible)
  }
}

extension RunnerOffer {
  fileprivate var isInstalled: Bool { if case .found = place { true } else { false } }
}
