internal import Base
internal import Core
internal import Sensors

extension Wiring {
  /// The sensor of that name, enabled or not. Throws `E_SENSOR_UNKNOWN`, or what is wrong with its
  /// files, both as bad data.
  func knownSensor(_ text: String) throws(LooopError) -> ScriptSensor {
    let name = try Identifier(text, "sensor")
    let found: ScriptSensor?
    do throws(LooopError) { found = try sensors.sensor(named: name) } catch {
      throw error.with(kind: .badData)
    }
    guard let found else { throw try noSensor(name) }
    return found
  }

  func noSensor(_ name: Identifier) throws(LooopError) -> LooopError {
    let known = try sensors.entries().map(\.name.text)
    let ships = ShippedSensors.all.contains { $0.name == name.text }
    return LooopError(
      .badData, code: "E_SENSOR_UNKNOWN", "There is no sensor \(name).",
      hint: ships
        ? "It ships with looop: `looop sensor add \(name)` installs it."
        : Nearest.hint(name.text, in: known, else: "`looop sensor list` lists them."))
  }

  /// The shipped sensor of that name; throws `E_SENSOR_UNKNOWN`.
  func shippedSensor(_ name: String) throws(LooopError) -> ShippedSensors.Entry {
    if let entry = ShippedSensors.all.first(where: { $0.name == name }) { return entry }
    let shown = Untrusted.quoted(name, bytes: 80)
    throw LooopError(
      .badData, code: "E_SENSOR_UNKNOWN", "No sensor '\(shown)' ships with looop.",
      hint: Nearest.hint(
        name, in: ShippedSensors.all.map(\.name),
        else: "`looop sensor list --shipped` lists those that do."))
  }

  /// Everything about a sensor, as its files and this machine are now.
  func sheet(of sensor: ScriptSensor) throws(LooopError) -> SensorSheet {
    try sensors.sheet(of: sensor, searchPath: environment["PATH"])
  }

  func inbox(of sensor: Identifier) -> Inbox {
    Inbox(directory: directory, sensor: sensor, clock: clock)
  }

  /// The last reading of a sensor; a broken one reads as none, as it does for the pulse, and is one
  /// more of `problems`.
  func lastReading(
    of sensor: Identifier, noting problems: inout [LooopError]
  ) throws(LooopError) -> Reading? {
    try Record.noting(&problems) { () throws(LooopError) in try loop.snapshots.reading(of: sensor) }
  }
}
