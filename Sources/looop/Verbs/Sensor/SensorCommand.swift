internal import ArgumentParser
internal import Base
internal import Core

/// The workbench for the observers of the outside world: a file for each of its verbs.
struct SensorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor", abstract: "Add, run and look after the observers of the outside world.",
    subcommands: [
      Add.self, New.self, Write.self, Lint.self, Test.self, Run.self, Show.self, List.self,
      Remove.self,
    ])
}
