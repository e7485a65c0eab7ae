internal import ArgumentParser
internal import Base

/// Every verb. A new one is a file in `Verbs` and a line here.
enum VerbTable {
  static let all: [VerbEntry] = [
    VerbEntry("init", in: .everyday, InitCommand.self),
    VerbEntry("up", in: .everyday, UpCommand.self),
    VerbEntry("down", in: .everyday, DownCommand.self),
    VerbEntry("pause", in: .everyday, PauseCommand.self),
    VerbEntry("resume", in: .everyday, ResumeCommand.self),
    VerbEntry("watch", in: .everyday, WatchCommand.self),
    VerbEntry("why", in: .everyday, WhyCommand.self, inside: true),
    VerbEntry("recap", in: .everyday, RecapCommand.self),
    VerbEntry("concierge", in: .everyday, ConciergeCommand.self),
    VerbEntry("doctor", in: .everyday, DoctorCommand.self, inside: true, data: false),
    VerbEntry("demo", in: .everyday, DemoCommand.self, data: false),
    VerbEntry("help", in: .everyday, HelpCommand.self, inside: true, data: false),
    VerbEntry("version", in: .everyday, VersionCommand.self, inside: true, data: false) {
      VersionCommand.say(json: $1)
    },
    VerbEntry("state", in: .contract, StateCommand.self, inside: true) {
      wiring, json throws(LooopError) in try StateCommand.say(wiring, json: json)
    },
    VerbEntry("wait", in: .contract, WaitCommand.self),
    VerbEntry("asks", in: .contract, AsksCommand.self, inside: true),
    VerbEntry("ask", in: .contract, AskCommand.self, inside: true),
    VerbEntry("answer", in: .contract, AnswerCommand.self),
    VerbEntry("done", in: .contract, DoneCommand.self, inside: true),
    VerbEntry("notify", in: .contract, NotifyCommand.self),
    VerbEntry("goal", in: .contract, GoalCommand.self),
    VerbEntry("playbook", in: .contract, PlaybookCommand.self),
    VerbEntry("sensor", in: .contract, SensorCommand.self),
    VerbEntry("push", in: .contract, PushCommand.self, inside: true),
    VerbEntry("runner", in: .contract, RunnerCommand.self),
    VerbEntry("run", in: .contract, RunCommand.self),
    VerbEntry("runs", in: .contract, RunsCommand.self),
    VerbEntry("replay", in: .contract, ReplayCommand.self),
    VerbEntry("worker", in: .contract, WorkerCommand.self),
    VerbEntry("kill", in: .contract, KillCommand.self),
    VerbEntry("screenshot", in: .contract, ScreenshotCommand.self),
    VerbEntry("beat", in: .contract, BeatCommand.self),
    VerbEntry("journal", in: .contract, JournalCommand.self, inside: true),
    VerbEntry("events", in: .contract, EventsCommand.self),
    VerbEntry("cost", in: .contract, CostCommand.self),
    VerbEntry("service", in: .contract, ServiceCommand.self),
    VerbEntry("mcp", in: .contract, MCPCommand.self, inside: true),
    VerbEntry("schema", in: .contract, SchemaCommand.self, data: false),
    VerbEntry("completions", in: .contract, CompletionsCommand.self, inside: true, data: false),
    VerbEntry("complete", in: .hidden, CompleteCommand.self, inside: true, data: false),
    VerbEntry("pulse", in: .hidden, PulseCommand.self),
    VerbEntry("supervise", in: .hidden, SuperviseCommand.self, inside: true),
    VerbEntry("demo-tick", in: .hidden, DemoTickCommand.self, inside: true, data: false),
    VerbEntry("demo-worker", in: .hidden, DemoWorkerCommand.self, inside: true, data: false),
  ]

  static func entry(_ name: String) -> VerbEntry? { all.first { $0.name == name } }
}
