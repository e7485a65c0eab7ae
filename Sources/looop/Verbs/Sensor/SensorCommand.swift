internal import ArgumentParser
internal import Core

/// The workbench for the observers of the outside world: a file for each of its verbs.
struct SensorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor", abstract: "Write and list the observers of the outside world.",
    subcommands: [Write.self, List.self])
}
