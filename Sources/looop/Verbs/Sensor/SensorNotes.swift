internal import Base
internal import Core
internal import Sensors

/// What a newly written sensor still needs.
enum SensorNotes {
  static func needs(of name: Identifier, _ wiring: Wiring) -> [String] {
    do throws(LooopError) {
      return try wiring.sheet(of: try wiring.knownSensor(name.text)).needs
    } catch {
      // The files are written as asked; another file beside them is in the way.
      return ["It does not run yet: \(error.description)"]
    }
  }

  static func showRun(of name: Identifier) {
    Console.note("looop: see its reading with `looop sensor run \(name)`.")
  }
}

extension LooopError {
  /// A sensor's file that is wrong is bad data to every verb of sensors.
  var asBadData: LooopError {
    kind == .config ? LooopError(.badData, code: code, message, hint: hint) : self
  }
}
