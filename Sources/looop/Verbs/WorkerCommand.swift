internal import ArgumentParser
internal import Base
internal import Core

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Start, end, list and show agents at work.",
    subcommands: [Start.self, Kill.self, List.self, Show.self, Log.self])

  struct Start: Verb {
    static let configuration = CommandConfiguration(
      commandName: "start", abstract: "Start a worker with a brief.")
    static let examples = [
      Example("looop worker start fix Fix the link in README.md. --goal ship")
    ]

    @Argument(help: "The worker's id.") var id: String
    @Argument(help: "The brief in your words; none, or -: from standard input.")
    var brief: [String] = []
    @Option(help: "The goal it serves.") var goal: String?
    @Option(help: "The preset to start it with.") var runner: String?
    @Option(help: "The command to start it with.") var command: String?
    @Option(help: "headless or terminal.") var kind: String?
    @Option(help: "A command, run after the worker ends, that succeeds if the work is done.")
    var verify: String?
    @Option(help: "The folder it starts in.") var cwd: String?
    @Option(help: "Pass this variable of your environment to the worker; repeatable.")
    var env: [String] = []
    @Option(help: "End it after this long (90s, 5m, 2h; 0: never).") var timeout: String?
    @OptionGroup var source: TextFile
    @OptionGroup var note: JournalNote
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let id = try Identifier.unreserved(id, "worker")
      let request = try request(wiring)
      let settings =
        command == nil && runner == nil
        ? try wiring.chosenSettings() : try wiring.settings() ?? Settings()
      if cwd == nil, settings.workdir == nil { try wiring.demandFolder() }
      try wiring.open()
      let order = try wiring.orders(settings).order(id, request)
      _ = try wiring.loop.fleet.start(order, maximum: settings.maxWorkers)
      note.record(wiring)
      Console.say("worker \(id) started")
      return ExitStatusCode.ok
    }

    private func request(_ wiring: Wiring) throws(LooopError) -> WorkerRequest {
      var request = WorkerRequest(
        WorkerTask(brief: "", runner: runner, command: command, verify: verify),
        workingDirectory: try cwd.map { path throws(LooopError) in try wiring.absolute(path) })
      if let kind {
        guard let known = WorkerKind(rawValue: kind) else {
          throw LooopError(
            .usage, code: "E_USAGE", "'\(Untrusted.oneLine(kind))' is not a worker kind.",
            hint: Nearest.hint(
              kind, in: WorkerKind.allCases.map(\.rawValue), else: "Use headless or terminal."))
        }
        request.kind = known
      }
      for name in env {
        guard wiring.environment[name] != nil else {
          throw LooopError(
            .usage, code: "E_ENV", "The variable '\(Untrusted.oneLine(name))' is not set here.",
            hint: "Give only its name and set it in this shell; looop writes its value to no file.")
        }
      }
      request.environment = env
      request.timeout = try timeout.map { text throws(LooopError) in
        try TimeLimit.duration(text)
      }
      if let runner { _ = try wiring.knownPreset(runner) }
      if let goal {
        // A new data dir comes with a goal.
        try wiring.open()
        request.goal = try wiring.knownGoal(goal)
      }
      // Last: what else is wrong is reported before standard input is read.
      request.task.brief = try Body.text(brief, from: source, what: "brief")
      return request
    }
  }

  struct Kill: Verb {
    static let configuration = CommandConfiguration(
      commandName: "kill", abstract: "End a worker and everything it started.")
    static let examples = [Example("looop worker kill notes", at: .worker)]
    var touch: Touch { .stops }

    @Argument(help: "The worker's id.") var id: String
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 { try KillCommand.end(id, wiring) }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one worker: why it failed, report, asks, past lives.")
    static let examples = [Example("looop worker show notes", at: .worker)]
    var touch: Touch { .reads }

    @Argument(help: "The worker's id.") var id: String
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let id = try Identifier(id, "worker")
      guard let story = try WorkerStory.of(id, in: wiring.loop) else {
        throw try wiring.unknownWorker(id)
      }
      if json {
        Console.say(json: wiring.redacted(story))
      } else {
        let render = WorkerShowRender(
          story: story, now: wiring.clock.now(), sheet: wiring.factSheet)
        Console.say(render.text)
      }
      return ExitStatusCode.ok
    }
  }
}
