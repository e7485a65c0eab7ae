internal import Base
internal import Core
internal import Sensors

/// What is left to do for a sensor that was just written.
enum SensorNotes {
  static func tell(of name: Identifier, _ wiring: Wiring) {
    do throws(LooopError) {
      let sensor = try wiring.knownSensor(name.text)
      for need in try wiring.sheet(of: sensor).needs {
        Console.note("looop: \(Untrusted.oneLine(need))")
      }
      Console.note("looop: see what it says with `looop sensor run \(name)`.")
    } catch {
      // It is written as it was wished; what stood beside it does not fit.
      Console.note("looop: it does not run yet: \(Untrusted.oneLine(error.description))")
    }
  }
}
