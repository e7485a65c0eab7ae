internal import ArgumentParser
internal import Base
internal import Core

/// Every verb. A new one is a file in `Verbs` and a line here.
enum VerbTable {
  static let all: [VerbEntry] = [
    VerbEntry("init", .everyday, InitCommand.self),
    VerbEntry("up", .everyday, UpCommand.self),
    VerbEntry("down", .everyday, DownCommand.self),
    VerbEntry("pause", .everyday, PauseCommand.self),
    VerbEntry("resume", .everyday, ResumeCommand.self),
    VerbEntry("watch", .everyday, WatchCommand.self),
    VerbEntry("demo", .everyday, DemoCommand.self, data: false),
    VerbEntry("help", .everyday, HelpCommand.self, inside: true, data: false),
    VerbEntry("version", .everyday, VersionCommand.self, inside: true, data: false) {
      VersionCommand.say(json: $1)
    },
    VerbEntry("state", .contract, StateCommand.self, inside: true) {
      wiring, json throws(LooopError) in try StateCommand.say(wiring, json: json)
    },
    VerbEntry("wait", .contract, WaitCommand.self),
    VerbEntry("asks", .contract, AsksCommand.self, inside: true),
    VerbEntry("ask", .contract, AskCommand.self, inside: true),
    VerbEntry("answer", .contract, AnswerCommand.self),
    VerbEntry("done", .contract, DoneCommand.self, inside: true),
    VerbEntry("goal", .contract, GoalCommand.self),
    VerbEntry("playbook", .contract, PlaybookCommand.self),
    VerbEntry("sensor", .contract, SensorCommand.self),
    VerbEntry("push", .contract, PushCommand.self, inside: true),
    VerbEntry("runner", .contract, RunnerCommand.self),
    VerbEntry("run", .contract, RunCommand.self),
    VerbEntry("worker", .contract, WorkerCommand.self),
    VerbEntry("kill", .contract, KillCommand.self),
    VerbEntry("beat", .contract, BeatCommand.self),
    VerbEntry("journal", .contract, JournalCommand.self, inside: true),
    VerbEntry("cost", .contract, CostCommand.self),
    VerbEntry("schema", .contract, SchemaCommand.self, data: false),
    VerbEntry("pulse", .hidden, PulseCommand.self),
    VerbEntry("supervise", .hidden, SuperviseCommand.self, inside: true),
    VerbEntry("demo-tick", .hidden, DemoTickCommand.self, inside: true, data: false),
    VerbEntry("demo-worker", .hidden, DemoWorkerCommand.self, inside: true, data: false),
  ]

  static func entry(_ name: String) -> VerbEntry? { all.first { $0.name == name } }
}
