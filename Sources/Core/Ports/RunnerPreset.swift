package import Base

/// How to launch one agent CLI: data, read from a preset file.
package struct RunnerPreset: Sendable, Equatable {
  package var name: String
  package var title: String
  package var description: String
  /// The program looked for on `PATH`, empty when the commands need none.
  package var binary: String
  package var installHint: String
  /// The `Runner.id` of the adapter that reads its stream.
  package var adapter: String
  /// Recommended: tools off, prompt on standard input.
  package var tickCommand: String
  package var workerCommand: String
  /// A worker on a screen of its own, with all that makes it start without a key pressed; empty when
  /// there is none.
  package var terminalCommand: String
  /// A session at the human's terminal that begins with a brief and has looop's MCP server; empty when
  /// there is none.
  package var conciergeCommand = ""
  /// As the original's documentation gives them.
  package var documentedTickCommand: String
  package var documentedWorkerCommand: String
  package var environment: [String: String]
  /// Names of variables the agent needs from the user's environment; one that ends in `*` stands for
  /// all that begin so.
  package var passEnvironment: [String]
  /// Names, as above, of variables that its calls do not get: by the marks that an agent leaves on what
  /// it starts, the CLI would take itself for a part of that agent's session.
  package var dropEnvironment: [String] = []
  /// What shows without a call that its CLI is logged in: names of variables, as above, and paths, which
  /// begin with `/`, `~/` or `$NAME/`. Empty where nothing shows it.
  package var login: [String] = []
  /// The versions it works with, as in `>=1.2`; nil when all do.
  package var needs: VersionNeed?
  /// The versions whose hooks can rule what a worker does before it is done; nil where that is not known.
  package var hooks: VersionNeed?
  /// The shell command that prints the version; empty for the program with `--version`.
  package var versionCommand = ""
  /// The commands for a version that lacks something the others use; nil when one does for all.
  package var older: OlderCommands?
  /// How long an `ask` may block before the agent ends the call; nil for no limit.
  package var askWait: Duration?
  /// A title of the agent's screen that holds one of these means that it is at work.
  package var busyTitles: [String]
  /// What its workers must know beyond the contract.
  package var workerNote: String
  /// Which schema of a move its CLI is given.
  package var answerSchema = AnswerSchema.strict
  /// What its models cost, for runs whose CLI reports no money.
  package var prices: Prices
  /// The versions of the CLI it was tried with, in words; empty for none.
  package var testedWith: String
  /// The digest of the user's own preset file; it changes with every edit.
  package var digest = ""
  /// What only its adapter understands.
  package var options: AdapterOptions?

  package init(
    name: String, title: String, description: String, binary: String, installHint: String,
    adapter: String, tickCommand: String, workerCommand: String, terminalCommand: String = "",
    documentedTickCommand: String, documentedWorkerCommand: String,
    environment: [String: String], passEnvironment: [String], askWait: Duration?,
    busyTitles: [String] = [], workerNote: String = "", prices: Prices = Prices(),
    testedWith: String = "", options: AdapterOptions? = nil
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.binary = binary
    self.installHint = installHint
    self.adapter = adapter
    self.tickCommand = tickCommand
    self.workerCommand = workerCommand
    self.terminalCommand = terminalCommand
    self.documentedTickCommand = documentedTickCommand
    self.documentedWorkerCommand = documentedWorkerCommand
    self.environment = environment
    self.passEnvironment = passEnvironment
    self.askWait = askWait
    self.busyTitles = busyTitles
    self.workerNote = workerNote
    self.prices = prices
    self.testedWith = testedWith
    self.options = options
  }
}

extension RunnerPreset {
  /// Commands for versions below one; empty where the newest one does.
  package struct OlderCommands: Sendable, Equatable {
    package var below: ProgramVersion
    package var tickCommand: String
    package var workerCommand: String

    package init(below: ProgramVersion, tickCommand: String, workerCommand: String) {
      self.below = below
      self.tickCommand = tickCommand
      self.workerCommand = workerCommand
    }
  }

  /// The environment of a call, of which `own` is the caller's: a value of the user's own outranks the
  /// preset's, and marks of another agent's session are left out.
  package func environment(of own: [String: String]) -> [String: String] {
    var result = own
    for name in VariableNames.matching(dropEnvironment, in: own) { result[name] = nil }
    return result.merging(environment) { own, _ in own }
  }

  /// Its own command for workers of that kind; empty when it has none.
  package func command(for kind: WorkerKind) -> String {
    kind == .terminal ? terminalCommand : workerCommand
  }

  /// Whether `command` is one of its own for workers, word for word, and so nothing a person made.
  package func offers(_ command: String) -> Bool {
    [workerCommand, terminalCommand, older?.workerCommand].contains(command) && !command.isEmpty
  }

  /// With the commands that the CLI in that version understands.
  package func fit(for version: ProgramVersion?) -> RunnerPreset {
    guard let older, let version, version < older.below else { return self }
    var preset = self
    if !older.tickCommand.isEmpty { preset.tickCommand = older.tickCommand }
    if !older.workerCommand.isEmpty { preset.workerCommand = older.workerCommand }
    return preset
  }
}

/// A schema of a move, by what the CLI demands of one.
package enum AnswerSchema: String, Sendable, CaseIterable {
  /// Every field is required, as some providers demand.
  case strict
  /// Only the action must: the CLI checks answers itself, and each that lacks a field costs a call.
  case lenient

  package var schema: JSONValue {
    switch self {
    case .strict: MoveSchema.strictSchema
    case .lenient: MoveSchema.lenientSchema
    }
  }
}

/// Settings of an adapter that Core carries and never reads.
package struct AdapterOptions: Sendable, Equatable {
  package let value: any Equatable & Sendable

  package init(_ value: any Equatable & Sendable) { self.value = value }

  package static func == (left: Self, right: Self) -> Bool {
    func isSame<Value: Equatable>(_ value: Value) -> Bool { value == right.value as? Value }
    return isSame(left.value)
  }
}
