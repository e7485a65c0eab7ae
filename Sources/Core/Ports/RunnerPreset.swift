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
  /// As the original's documentation gives them.
  package var documentedTickCommand: String
  package var documentedWorkerCommand: String
  package var environment: [String: String]
  /// Names of variables the agent needs from the user's environment.
  package var passEnvironment: [String]
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
