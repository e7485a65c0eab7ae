internal import ArgumentParser
internal import Base
internal import Core

extension RunnerCommand {
  struct Test: Verb {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Check that a runner is ready, by default without a call.",
      discussion: "Exits 1 when a check failed.")
    static let examples = [Example("looop runner test demo")]

    @Argument(help: "The preset's name.") var name: String
    @Flag(help: "Also make one real decision; it costs one call.") var live = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      // What it tries are the config's commands.
      _ = try wiring.settings()
      let preset = try wiring.knownPreset(name)
      let use = try RunnerUse(wiring)
      let children = ChildGroup(poller: Poller(stop: try StopSignal()))
      let checkup = RunnerCheckup(preset: preset, use: use, wiring: wiring, children: children)
      var checks = try checkup.run()
      if live {
        checks = try LiveCheck(preset: preset, use: use, wiring: wiring).adding(
          to: checks, children)
      }
      let isReady = !checks.contains { $0.status == .failed }
      if json {
        Console.say(
          json: RunnerCheckupReport(runner: preset.name, isReady: isReady, checks: checks))
      } else {
        let columns = Console.outputColumns
        for line in checks.flatMap({ $0.lines(columns: columns) }) { Console.say(line) }
      }
      return isReady ? ExitStatusCode.ok : ExitStatusCode.failed
    }
  }
}
