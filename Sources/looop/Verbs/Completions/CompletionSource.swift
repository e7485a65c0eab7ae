internal import Core

/// Where the values of a word or an option come from.
enum CompletionSource: Equatable {
  /// Things of the loop, read from its data dir.
  enum Thing: CaseIterable {
    case ask, goal, sensor, worker, run, runner, parkedRunner, playbookCopy
  }

  /// Text that only the person knows.
  case text
  case files, folders
  case words([String])
  case things(Thing)
  case shippedSensors, schemas, topics

  /// By verb and word, else by the word alone, whatever the verb. A word that is called `id` or `name`
  /// must be here; a test looks.
  static func of(_ parameter: CommandSheet.Parameter, in verb: String) -> CompletionSource {
    let name = parameter.names.last ?? parameter.value
    return ofVerbs["\(verb) \(name)"] ?? anywhere[name] ?? .text
  }

  static let ofVerbs: [String: CompletionSource] = [
    "answer id": .things(.ask), "asks id": .things(.ask),
    "goal write id": .things(.goal), "goal archive id": .things(.goal),
    "goal show id": .things(.goal),
    "worker kill id": .things(.worker), "worker show id": .things(.worker),
    "worker log id": .things(.worker), "kill id": .things(.worker),
    "screenshot id": .things(.worker), "watch worker": .things(.worker),
    "watch --session": .things(.worker), "worker start id": .text,
    "sensor run name": .things(.sensor), "sensor show name": .things(.sensor),
    "sensor rm name": .things(.sensor), "sensor enable name": .things(.sensor),
    "sensor disable name": .things(.sensor), "sensor test name": .things(.sensor),
    "sensor write name": .things(.sensor), "sensor lint names": .things(.sensor),
    "sensor add name": .shippedSensors, "sensor new name": .text,
    "sensor write script": .files, "sensor write --manifest": .files,
    "push name": .things(.sensor), "push file": .files,
    "runs show id": .things(.run), "replay id": .things(.run), "replay --playbook": .files,
    "runner show name": .things(.runner), "runner test name": .things(.runner),
    "runner replay name": .things(.runner), "runner replay file": .files,
    "runner replay --stderr": .files, "runner unpark name": .things(.parkedRunner),
    "playbook show copy": .things(.playbookCopy), "schema name": .schemas,
    "help words": .topics, "run command": .files,
    "worker start --kind": .words(WorkerKind.allCases.map(\.rawValue)),
    "cost --by": .words(CostReport.Grouping.allCases.map(\.rawValue)),
    "events --code": .words(EventCodes.words),
    "completions shell": .words(CompletionsCommand.shells),
    "init --recipe": .words(Recipe.all.map(\.name)), "notify --name": .text,
    "service install --name": .text, "service uninstall --name": .text,
    "service status --name": .text,
  ]

  static let anywhere: [String: CompletionSource] = [
    "--data-dir": .folders, "--file": .files, "--in": .folders, "--cases": .folders,
    "--from": .folders, "--cwd": .folders, "--out": .files, "--html": .files,
    "--goal": .things(.goal), "--runner": .things(.runner), "--worker": .things(.worker),
    "--sensor": .things(.sensor),
  ]
}
