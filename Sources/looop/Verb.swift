internal import ArgumentParser
internal import Core

/// One verb: its words are its stored properties, its work is `execute`.
protocol Verb: ParsableCommand {
  var place: Place { get }
  /// Does the work; the result is the exit code. What goes wrong is thrown.
  func execute(_ wiring: Wiring) throws(LooopError) -> Int32
}

extension Verb {
  /// Never called: `Main` calls `execute` with the wiring.
  func run() {}
}

/// Which loop of this machine a verb is about.
struct Place: ParsableArguments {
  @Option(help: "The data dir of the loop (default: $LOOOP_DATA_DIR, else the user's own).")
  var dataDir: String?
}

/// One line of the table of verbs.
struct VerbEntry: Sendable {
  enum Group: String, CaseIterable, Sendable {
    case everyday = "Everyday"
    case contract = "Contract (also as `looop _ VERB`)"
    case hidden
  }

  let name: String
  let group: Group
  let type: any ParsableCommand.Type
  /// Whether a child of the loop may run it.
  let isAllowedInside: Bool

  init(
    _ name: String, _ group: Group, _ type: any ParsableCommand.Type, inside: Bool = false
  ) {
    self.name = name
    self.group = group
    self.type = type
    isAllowedInside = inside
  }
}

/// Every verb. A new one is a file in `Verbs` and a line here.
enum VerbTable {
  static let all: [VerbEntry] = [
    VerbEntry("init", .everyday, InitCommand.self),
    VerbEntry("up", .everyday, UpCommand.self),
    VerbEntry("down", .everyday, DownCommand.self),
    VerbEntry("pause", .everyday, PauseCommand.self),
    VerbEntry("resume", .everyday, ResumeCommand.self),
    VerbEntry("watch", .everyday, WatchCommand.self),
    VerbEntry("demo", .everyday, DemoCommand.self),
    VerbEntry("help", .everyday, HelpCommand.self, inside: true),
    VerbEntry("version", .everyday, VersionCommand.self, inside: true),
    VerbEntry("state", .contract, StateCommand.self, inside: true),
    VerbEntry("wait", .contract, WaitCommand.self),
    VerbEntry("asks", .contract, AsksCommand.self, inside: true),
    VerbEntry("ask", .contract, AskCommand.self, inside: true),
    VerbEntry("answer", .contract, AnswerCommand.self),
    VerbEntry("done", .contract, DoneCommand.self, inside: true),
    VerbEntry("goal", .contract, GoalCommand.self),
    VerbEntry("playbook", .contract, PlaybookCommand.self),
    VerbEntry("sensor", .contract, SensorCommand.self),
    VerbEntry("run", .contract, RunCommand.self),
    VerbEntry("worker", .contract, WorkerCommand.self),
    VerbEntry("kill", .contract, KillCommand.self),
    VerbEntry("beat", .contract, BeatCommand.self),
    VerbEntry("journal", .contract, JournalCommand.self, inside: true),
    VerbEntry("schema", .contract, SchemaCommand.self),
    VerbEntry("pulse", .hidden, PulseCommand.self),
    VerbEntry("supervise", .hidden, SuperviseCommand.self, inside: true),
    VerbEntry("demo-tick", .hidden, DemoTickCommand.self, inside: true),
    VerbEntry("demo-worker", .hidden, DemoWorkerCommand.self, inside: true),
  ]

  static var visible: [VerbEntry] { all.filter { $0.group != .hidden } }
  static func entry(_ name: String) -> VerbEntry? { all.first { $0.name == name } }
}
