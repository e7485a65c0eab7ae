internal import ArgumentParser
internal import Sensors

extension LineCompletion {
  static func candidate(_ type: any ParsableCommand.Type) -> Candidate {
    Candidate(
      value: type.configuration.commandName ?? "", meaning: type.configuration.abstract)
  }

  /// An option by its long name.
  static func candidate(_ option: CommandSheet.Parameter) -> Candidate {
    Candidate(value: option.names.last ?? "", meaning: option.meaning)
  }
}

/// The sensors that ship with looop.
enum ShippedSensorNames {
  static var all: [String] { ShippedSensors.all.map(\.name) }
}
