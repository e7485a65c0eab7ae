package import Base

/// Runs a sensor that is not in use, or not by the loop, to learn what it would say. Nothing is
/// kept.
package struct SensorTrial {
  package struct Run: Sendable {
    package let command: Command
    package let result: CommandResult
    package let observation: Observation
  }

  private let children: ChildGroup
  private let snapshots: Snapshots
  private let environment: [String: String]

  package init(
    children: ChildGroup, directory: DataDirectory, environment: [String: String]
  ) {
    self.children = children
    snapshots = Snapshots(directory: directory)
    self.environment = environment
  }

  /// One run. Throws `E_SENSOR_NEEDS` when something it needs is not there, `E_STOPPED` when looop
  /// is told to stop meanwhile.
  package func run(_ sensor: any Sensor) throws(LooopError) -> Run {
    let command = try sensor.command(
      in: SensorSetting(environment: environment, lastReading: snapshots.file(sensor.name)))
    let result = children.run(command)
    if result.status == .interrupted {
      throw LooopError(.failed, "E_STOPPED", "Stopped while the sensor \(sensor.name) was tried.")
    }
    return Run(command: command, result: result, observation: sensor.observe(result))
  }

  /// The places of the signal that are other ones with every run, as pointers: a decision for each
  /// run is what they would cost. Empty for a signal that stands still.
  ///
  /// The world may change between two runs, so a difference counts only when a third run has one in
  /// the same place.
  package func restlessPlaces(
    of sensor: any Sensor, after first: Run
  ) throws(LooopError) -> [String] {
    let second = try run(sensor)
    let moved = Self.differences(first, second, of: sensor)
    guard !moved.isEmpty else { return [] }
    let again = Set(Self.differences(second, try run(sensor), of: sensor))
    // A run that failed meanwhile says nothing of the places, and is no sign of rest.
    if second.observation.problem != nil || again.contains("") { return moved }
    return moved.filter(again.contains)
  }

  /// Throws `E_SENSOR_TRIAL` when the sensor does not work, or its signal never rests.
  package func check(_ sensor: any Sensor) throws(LooopError) {
    let first = try run(sensor)
    if let problem = first.observation.problem {
      throw Self.failure(
        sensor, "does not work: \(Untrusted.quoted(problem, bytes: 500))",
        Self.lastWords(first.observation))
    }
    let places = try restlessPlaces(of: sensor, after: first)
    guard places.isEmpty else {
      let names = places.map { $0.isEmpty ? "as a whole" : "at \(Untrusted.oneLine($0))" }
      throw Self.failure(
        sensor, "has a signal that is another one with every run: \(names.joined(separator: ", "))",
        "Put what moves by itself into the detail, or into the manifest's wake.ignore.")
    }
  }

  private static func differences(
    _ left: Run, _ right: Run, of sensor: any Sensor
  ) -> [String] {
    let (left, right) = (left.observation, right.observation)
    // One that fails once is unsteady as a whole.
    guard left.status == right.status else { return [""] }
    // What does not count costs nothing.
    let ignored = sensor.wake.ignored
    return JSONDifference.pointers(
      ignored.removed(from: left.signal), ignored.removed(from: right.signal))
  }

  private static func lastWords(_ observation: Observation) -> String? {
    observation.detail["stderr"]?.string.map {
      "It said: \(Untrusted.quoted($0, bytes: 500))"
    }
  }

  private static func failure(
    _ sensor: any Sensor, _ problem: String, _ hint: String?
  ) -> LooopError {
    LooopError(
      .badData, "E_SENSOR_TRIAL", "The sensor \(sensor.name), when tried, \(problem).", hint: hint)
  }
}
