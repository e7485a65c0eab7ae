internal import Base
internal import Core
internal import Sensors

/// What is left to do after a sensor was written.
enum SensorNotes {
  static func show(of name: Identifier, _ wiring: Wiring) {
    do throws(LooopError) {
      let sensor = try wiring.knownSensor(name.text)
      for need in try wiring.sheet(of: sensor).needs {
        Console.note("looop: \(Untrusted.oneLine(need))")
      }
      Console.note("looop: try it with `looop sensor run \(name)`.")
    } catch {
      // It was written as asked; another file of the sensor does not fit it.
      Console.note("looop: it does not run yet: \(Untrusted.oneLine(error.description))")
    }
  }
}
