internal import ArgumentParser
internal import Core

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Start, end and list agents at work.",
    subcommands: [Start.self, Kill.self, List.self])

  struct Start: Verb {
    static let configuration = CommandConfiguration(
      commandName: "start", abstract: "Start a worker with a brief.")

    @Argument(help: "The worker's id.") var id: String
    @Argument(help: "The brief, or - for standard input.") var brief: String?
    @Option(help: "The goal it serves.") var goal: String?
    @Option(help: "The preset to start it with.") var runner: String?
    @Option(help: "The command to start it with.") var command: String?
    @Option(help: "headless or terminal.") var kind: String?
    @Option(help: "Where it starts.") var cwd: String?
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let id = try Identifier.unreserved(id, "worker")
      var wishes = WorkerWishes(runner: runner, command: command, workingDirectory: cwd)
      wishes.goal = try goal.map { name throws(LooopError) in try Identifier(name, "goal") }
      if let kind {
        guard let known = WorkerKind(rawValue: kind) else {
          throw LooopError(
            .usage, "E_USAGE", "'\(Untrusted.oneLine(kind))' is no kind of worker.",
            hint: "Use headless or terminal.")
        }
        wishes.kind = known
      }
      let text = try Body.text(brief, what: "brief")
      let settings =
        command == nil && runner == nil ? try wiring.chosenSettings() : try wiring.settings()
      try wiring.open()
      let order = try wiring.orders(settings ?? Settings()).order(id, brief: text, wishes)
      _ = try wiring.fleet.start(
        order, maximum: (settings ?? Settings()).maxWorkers, contract: PromptTexts.workerContract)
      Console.say("worker \(id) started")
      return ExitStatusCode.ok
    }
  }

  struct Kill: Verb {
    static let configuration = CommandConfiguration(
      commandName: "kill", abstract: "End a worker and everything it started.")

    @Argument(help: "The worker's id.") var id: String
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 { try KillCommand.end(id, wiring) }
  }

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the workers and how they fare.")

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let world = try wiring.observedWorld()
      if json {
        Console.say(.array(world.workers.map { $0.json(isWaiting: world.isWaiting($0)) }))
      } else {
        if world.workers.isEmpty { Console.note("No worker has been started.") }
        for worker in world.workers {
          let state = WorkerRender.state(of: worker, in: world)
          let age = Duration.text(max(0, wiring.clock.now() - worker.startedAt))
          Console.say("\(worker.id)\t\(state)\tstarted \(age) ago")
        }
      }
      return ExitStatusCode.ok
    }
  }
}
