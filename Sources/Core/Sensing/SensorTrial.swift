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
  /// A folder of programs that stand before those of a moved clock: a `date` of its own is the clock
  /// that a test case wants.
  private let stubs: String?

  /// As the loop itself would run them.
  package init(store: Store, children: ChildGroup) {
    self.init(
      directory: store.directory, children: children, environment: store.sensorEnvironment)
  }

  package init(
    directory: DataDirectory, children: ChildGroup, environment: [String: String],
    stubs: String? = nil
  ) {
    self.children = children
    self.stubs = stubs
    snapshots = Snapshots(directory: directory)
    self.environment = environment
  }

  // MARK: One run

  /// Runs the sensor, not before `earliest` and by `clock`, and waits for it. Throws `E_SENSOR_NEEDS`
  /// when something it needs is missing, `E_STOPPED` when looop is stopped meanwhile.
  package func run(
    _ sensor: any Sensor, after earliest: Monotonic? = nil, by clock: MovedClock = .unmoved
  ) throws(LooopError) -> Run {
    let place = try clock.place()
    defer { clock.leave(place) }
    let command = try command(of: sensor, by: clock, in: place)
    return try Self.run(of: sensor, command, children.run(command, after: earliest))
  }

  private func command(
    of sensor: any Sensor, by clock: MovedClock, in place: String?
  ) throws(LooopError) -> Command {
    var moved = environment
    if let place { moved = try clock.environment(environment, programs: place, behind: stubs) }
    // One that cannot be read is no good one.
    let last = (try? snapshots.reading(of: sensor.name)) ?? nil
    return try sensor.command(
      in: SensorSetting(environment: moved, lastReading: last.map(snapshots.fileOfGood)))
  }

  /// Whether a moved clock can be had and may not show in the signal: a sensor that can wake the loop
  /// only twice a day may follow the day.
  package func movesClock(of sensor: any Sensor) -> Bool {
    if let stubs, (try? FileFacts.hasEntry("\(stubs)/date")) != false { return false }
    return max(sensor.timing.every ?? .zero, sensor.wake.leastInterval) < .hours(12)
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
      // In another second each, or a clock in the signal would seem to rest.
      let clock = movesClock(of: sensor) ? MovedClock.ofRun(runs.count) : .unmoved
      let place = try clock.place()
      let command: Command
      do throws(LooopError) {
        command = try self.command(of: sensor, by: clock, in: place)
      } catch {
        clock.leave(place)
        throw error
      }
      children.start([command], after: runs.isEmpty ? nil : .nextSecond()) { results in
        clock.leave(place)
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
          "Move what changes by itself, such as a clock, a counter or a random value, into the"
          + " detail, or list it in the manifest's wake.ignore. One that follows the day needs"
          + " `every` or wake.min_interval of 12h or more."))
  }

  /// The places of the signal that change on every run, as pointers: a decision for each run is what
  /// they would cost. Empty for a signal that rests. Nil when another run is needed to decide: the
  /// world may change between two runs, and with the day, so a place counts only when three runs
  /// differ in it.
  private static func restlessPlaces(of sensor: any Sensor, _ runs: [Run]) -> [String]? {
    guard runs.count > 1 else { return nil }
    let moved = differences(runs[0], runs[1], of: sensor)
    guard !moved.isEmpty else { return [] }
    guard runs.count > 2 else { return nil }
    let again = Set(differences(runs[1], runs[2], of: sensor))
    // A run that failed meanwhile says nothing of the places, and is no sign of rest.
    if runs[1].observation.problem != nil || again.contains("") { return moved }
    let back = Set(differences(runs[0], runs[2], of: sensor))
    return moved.filter { again.contains($0) && (back.contains($0) || back.contains("")) }
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
