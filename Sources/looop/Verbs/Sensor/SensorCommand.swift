internal import ArgumentParser

/// The verbs for sensors, one file each.
struct SensorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor", abstract: "Add, run and manage the observers of the outside world.",
    subcommands: [
      Add.self, New.self, Write.self, Lint.self, Test.self, Run.self, Show.self, List.self,
      Enable.self, Disable.self, Remove.self,
    ])
}
