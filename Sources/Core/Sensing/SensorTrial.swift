package import Base

/// Runs a sensor that is not in use, or not by the loop, to learn what it would say. Nothing is
/// recorded.
package struct SensorTrial {
  package struct Run: Sendable {
    package let command: Command
    package let result: CommandResult
    package let observation: Observation
  }

  private let children: ChildGroup
  private let snapshots: Snapshots
  private let environment: [String: String]

  /// As the loop itself would run them.
  package init(store: Store, children: ChildGroup) {
    self.init(
      directory: store.directory, children: children, environment: store.sensorEnvironment)
  }

  package init(
    directory: DataDirectory, children: ChildGroup, environment: [String: String]
  ) {
    self.children = children
    snapshots = Snapshots(directory: directory)
    self.environment = environment
  }

  // MARK: One run

  /// Runs the sensor and waits for it. Throws `E_SENSOR_NEEDS` when something it needs is missing,
  /// `E_STOPPED` when looop is stopped meanwhile.
  package func run(_ sensor: any Sensor) throws(LooopError) -> Run {
    let command = try command(of: sensor)
    return try Self.run(of: sensor, command, children.run(command))
  }

  private func command(of sensor: any Sensor) throws(LooopError) -> Command {
    // One that cannot be read is no good one.
    let last = (try? snapshots.reading(of: sensor.name)) ?? nil
    return try sensor.command(
      in: SensorSetting(environment: environment, lastReading: last.map(snapshots.fileOfGood)))
  }

  private static func run(
    of sensor: any Sensor, _ command: Command, _ result: CommandResult
  ) throws(LooopError) -> Run {
    if result.status == .interrupted {
      throw LooopError(
        .failed, code: "E_STOPPED", "Stopped while the sensor \(sensor.name) was tried.")
    }
    return Run(command: command, result: result, observation: sensor.observe(result))
  }

  // MARK: The whole trial

  private enum Verdict {
    case passed
    case refused(LooopError)
  }

  /// Whether the sensor works and its signal rests. `whenEnded` gets `E_SENSOR_TRIAL` when that is
  /// not so, and what `run` throws; nil when all is well.
  func check(
    _ sensor: any Sensor, after runs: [Run] = [], whenEnded: @escaping (LooopError?) -> Void
  ) {
    do throws(LooopError) {
      switch Self.verdict(on: sensor, runs) {
      case .passed?: return whenEnded(nil)
      case .refused(let problem)?: return whenEnded(problem)
      case nil: break
      }
      let command = try command(of: sensor)
      children.start([command]) { results in
        do throws(LooopError) {
          let run = try Self.run(of: sensor, command, results[0])
          check(sensor, after: runs + [run], whenEnded: whenEnded)
        } catch { whenEnded(error) }
      }
    } catch { whenEnded(error) }
  }

  /// What its runs say so far; nil when another run is needed to decide.
  private static func verdict(on sensor: any Sensor, _ runs: [Run]) -> Verdict? {
    guard let first = runs.first else { return nil }
    if let problem = first.observation.problem {
      let words = Untrusted.quoted(problem, bytes: 500)
      return .refused(
        failure(of: sensor, "does not work: \(words)", hint: lastWords(first.observation)))
    }
    guard let places = restlessPlaces(of: sensor, runs) else { return nil }
    guard !places.isEmpty else { return .passed }
    let names = places.map { $0.isEmpty ? "as a whole" : "at \(Untrusted.oneLine($0))" }
    return .refused(
      failure(
        of: sensor, "has a signal that changes on every run: \(names.joined(separator: ", "))",
        hint:
          "Move what changes by itself into the detail, or list it in the manifest's wake.ignore."))
  }

  /// The places of the signal that change on every run, as pointers: a decision for each run is what
  /// they would cost. Empty for a signal that rests. Waits for up to two more runs.
  package func restlessPlaces(
    of sensor: any Sensor, after first: Run
  ) throws(LooopError) -> [String] {
    var runs = [first]
    while true {
      if let places = Self.restlessPlaces(of: sensor, runs) { return places }
      runs.append(try run(sensor))
    }
  }

  /// Nil when another run is needed to decide: the world may change between two runs, so a difference
  /// counts only when a third run has one in the same place.
  private static func restlessPlaces(of sensor: any Sensor, _ runs: [Run]) -> [String]? {
    guard runs.count > 1 else { return nil }
    let moved = differences(runs[0], runs[1], of: sensor)
    guard !moved.isEmpty else { return [] }
    guard runs.count > 2 else { return nil }
    let again = Set(differences(runs[1], runs[2], of: sensor))
    // A run that failed meanwhile says nothing of the places, and is no sign of rest.
    if runs[1].observation.problem != nil || again.contains("") { return moved }
    return moved.filter(again.contains)
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
    (observation.detail["stderr"] ?? observation.detail["output"])?.string.map {
      "It said: \(Untrusted.quoted($0, bytes: 500))"
    }
  }

  private static func failure(
    of sensor: any Sensor, _ problem: String, hint: String?
  ) -> LooopError {
    LooopError(
      .badData, code: "E_SENSOR_TRIAL", "The sensor \(sensor.name), when tried, \(problem).",
      hint: hint)
  }
}
