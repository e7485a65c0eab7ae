/// How to launch one agent CLI: data, read from a preset file.
public struct RunnerPreset: Sendable, Equatable {
  public var name: String
  public var title: String
  public var description: String
  /// The program looked for on `PATH`, empty when the commands need none.
  public var binary: String
  public var installHint: String
  /// The `Runner.id` of the adapter that reads its stream.
  public var adapter: String
  /// Recommended: tools off, prompt on standard input.
  public var tickCommand: String
  public var workerCommand: String
  /// A worker on a screen of its own, with all that makes it start without a key pressed; empty when
  /// there is none.
  public var terminalCommand: String
  /// As the original's documentation gives them.
  public var documentedTickCommand: String
  public var documentedWorkerCommand: String
  public var environment: [String: String]
  /// Names of variables the agent needs from the user's environment.
  public var passEnvironment: [String]
  /// Seconds a blocking `ask` may take before the agent ends the call; nil for no limit.
  public var askWait: Int?
  /// A title of the agent's screen that holds one of these means that it is at work.
  public var busyTitles: [String]
  /// What its workers must know beyond the contract.
  public var workerNote: String
  /// What its models cost, for runs whose CLI reports no money.
  public var prices: Prices
  /// The versions of the CLI it was tried with, in words; empty for none.
  public var testedWith: String
  /// What it prints, for an adapter that must be told.
  public var stream: StreamFormat

  /// What an edit of its launching changes.
  public var fingerprint: String {
    let environment = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let parts = [name, adapter, tickCommand, workerCommand, terminalCommand] + environment
    return Digest.sha256(parts.joined(separator: "\u{0}"))
  }

  public init(
    name: String, title: String, description: String, binary: String, installHint: String,
    adapter: String, tickCommand: String, workerCommand: String, terminalCommand: String = "",
    documentedTickCommand: String, documentedWorkerCommand: String,
    environment: [String: String], passEnvironment: [String], askWait: Int?,
    busyTitles: [String] = [], workerNote: String = "", prices: Prices = Prices(),
    testedWith: String = "", stream: StreamFormat = .mixed
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
    self.stream = stream
  }
}
