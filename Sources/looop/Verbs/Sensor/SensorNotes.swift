internal import Base
internal import Core
internal import Sensors

/// What a newly written sensor still needs.
enum SensorNotes {
  static func show(for name: Identifier, _ wiring: Wiring) {
    do throws(LooopError) {
      let sensor = try wiring.knownSensor(name.text)
      for need in try wiring.sheet(of: sensor).needs {
        Console.note("looop: \(Untrusted.oneLine(need))")
      }
      Console.note("looop: see its reading with `looop sensor run \(name)`.")
    } catch {
      // The files are written as asked; another file beside them is in the way.
      Console.note("looop: it does not run yet: \(Untrusted.oneLine(error.description))")
    }
  }
}
