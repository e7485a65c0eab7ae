internal import Base
internal import Core

/// A preset, for a program and for a person. Only the names of variables are ever shown: a value
/// may be a secret.
struct RunnerRender {
  let preset: RunnerPreset
  /// Where its program is; nil when it is not found, or when it needs none.
  let path: String?
  /// How a worker started by its worker command runs.
  let kind: WorkerKind
  /// What the config uses it for: `tick`, `worker`.
  let uses: [String]
  /// The user's own file it comes from; nil for a shipped preset.
  let file: String?
  /// Why it is parked; nil when it is not.
  let parked: ParkedRunner?

  var isFound: Bool { path != nil || preset.binary.isEmpty }

  private var located: String {
    path.map(Untrusted.oneLine) ?? (preset.binary.isEmpty ? "needs no program" : "not found")
  }

  // MARK: In a list

  /// Name, title, location of the program, and remarks.
  var cells: [String] {
    var notes = [kind.rawValue]
    if !preset.testedWith.isEmpty { notes.append("tested with \(preset.testedWith)") }
    if file != nil { notes.append("your own preset") }
    if !uses.isEmpty { notes.append("the config's \(uses.joined(separator: " and "))") }
    if let parked { notes.append(parked.text) }
    return [preset.name, preset.title, located, notes.joined(separator: "; ")]
  }

  /// Like `cells`, for a preset whose file is invalid.
  static func cells(broken name: String, _ error: LooopError) -> [String] {
    [name, "broken", error.message]
  }

  // MARK: Whole

  func text(columns: Int?) -> String {
    let commands = [
      ("tick", preset.tickCommand), ("worker", preset.workerCommand),
      ("terminal", preset.terminalCommand), ("concierge", preset.conciergeCommand),
      ("below \(preset.older?.below.text ?? "")", preset.older?.tickCommand ?? ""),
      ("documented tick", preset.documentedTickCommand),
      ("documented worker", preset.documentedWorkerCommand),
    ]
    let facts = [
      ("runner", "\(preset.name): \(preset.title)"), ("about", preset.description),
      ("program", isFound ? located : "not found. \(preset.installHint)"),
      ("comes from", file ?? "looop itself"), ("tested with", preset.testedWith),
      ("needs", preset.needs?.text ?? ""), ("hooks since", preset.hooks?.text ?? ""),
      ("adapter", preset.adapter),
      ("parked", parked?.text ?? ""),
      ("worker kind", kind.rawValue), ("used by config", uses.joined(separator: " and ")),
    ]
    let names = [
      ("sets", preset.environment.keys.sorted().joined(separator: " ")),
      ("passes", preset.passEnvironment.joined(separator: " ")),
      ("drops", preset.dropEnvironment.joined(separator: " ")),
      ("login seen by", preset.login.joined(separator: " ")),
      ("ask waits", preset.askWait.map { "\($0.seconds) s" } ?? ""),
      ("worker note", preset.workerNote),
    ]
    let models = preset.prices.models.sorted { $0.key < $1.key }
    let rows = models.map { model, price in
      (
        "",
        "\(model): \(price.input) in, \(price.output) out, \(price.cacheRead) read from cache,"
          + " \(price.cacheWrite) written to it"
      )
    }
    let prices = [("prices", rows.isEmpty ? "" : "US dollars per million tokens")] + rows
    return (facts + commands + names + prices).filter { !$0.1.isEmpty }
      .flatMap { TextLayout.labelled($0, width: 19, Untrusted.oneLine($1), columns: columns) }
      .joined(separator: "\n")
  }
}

/// A preset in `runner list --json`.
struct RunnerRow: Shaped {
  var name: String
  var title = ""
  var binary = ""
  var path: String?
  var isFound = false
  var testedWith = ""
  var kind: WorkerKind?
  var uses: [String] = []
  var file: String?
  var parked: ParkedRunner?
  var error: String?

  static let shape = Shape<RunnerRow> { field in
    field("name", \.name, "the preset's name")
    field("title", \.title, "its name for people")
    field("binary", \.binary, "the program it needs; empty for none")
    field("path", \.path, "where that is")
    field("found", \.isFound, "whether it is there")
    field("tested_with", \.testedWith, "the version it was tried with")
    field("kind", \.kind, "how its workers run")
    field("uses", \.uses, "what the config uses it for: `tick`, `worker`")
    field("file", \.file, "your own file that it comes from; null when it ships with looop")
    field("parked", \.parked, "why it is left alone now")
    field("error", \.error, "what is wrong with its file")
  }

  /// A preset whose file is not acceptable.
  static func broken(_ name: String, _ error: LooopError) -> RunnerRow {
    RunnerRow(name: name, error: error.message)
  }
}

extension RunnerRender: Shaped {
  var row: RunnerRow {
    RunnerRow(
      name: preset.name, title: preset.title, binary: preset.binary, path: path, isFound: isFound,
      testedWith: preset.testedWith, kind: kind, uses: uses, file: file, parked: parked)
  }

  static let shape = Shape<RunnerRender> { field in
    field.part(RunnerRow.shape, { $0.row })
    field.version()
    field("description", \.preset.description, "what it is")
    field("install_hint", \.preset.installHint, "how to install its program")
    field("adapter", \.preset.adapter, "what reads its stream")
    field("tick_command", \.preset.tickCommand, "the command of a decision, without hands")
    field("worker_command", \.preset.workerCommand, "the command of a headless worker")
    field("terminal_command", \.preset.terminalCommand, "the command of a worker on a screen")
    field("concierge_command", \.preset.conciergeCommand, "the command of `looop concierge`")
    field(
      "documented_tick_command", \.preset.documentedTickCommand,
      "the command of a decision as its makers document it")
    field(
      "documented_worker_command", \.preset.documentedWorkerCommand,
      "the command of a worker as its makers document it")
    field("env", { $0.preset.environment.keys.sorted() }, "the variables it sets")
    field("pass_env", \.preset.passEnvironment, "the variables it passes on")
    field("drop_env", \.preset.dropEnvironment, "the variables its calls do not get")
    field("login", \.preset.login, "what shows a login without a call: variables and paths")
    field("needs", { $0.preset.needs?.text }, "the versions it works with; null for all")
    field("hooks", { $0.preset.hooks?.text }, "the versions whose hooks can rule a worker")
    field("ask_wait", \.preset.askWait, "seconds a blocking `ask` of its agent may take")
    field("worker_note", \.preset.workerNote, "instructions for its workers")
    field("prices", { $0.preset.prices.models }, "US dollars for a million tokens, by model")
  }
}
