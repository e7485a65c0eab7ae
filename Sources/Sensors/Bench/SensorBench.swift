package import Base
internal import Core

/// The result of a case.
package struct CaseOutcome: Sendable, Equatable {
  package enum Status: String, Sendable, CaseIterable, JSONWritable {
    case passed, failed
    /// It had no expectation, and one was written.
    case recorded
  }

  package let test: SensorCase
  package let status: Status
  /// One line each.
  package let problems: [String]
  /// What was seen, in the form of `expected.json`, for a case without that file.
  package let seen: JSONValue?
  /// The longer of the two runs.
  package let duration: Duration
}

/// Plays the cases of sensors, each in a folder of its own: twice, in different seconds, and once more
/// on another day.
package struct SensorBench {
  private let folder: String
  private let searchPath: String
  private let children: ChildGroup
  /// Values for the inputs of the sensors, in place of those of the cases.
  private let settings: [InputSetting]

  /// `folder` holds the sensors.
  package init(
    folder: String, searchPath: String, children: ChildGroup,
    settings: [InputSetting] = []
  ) {
    self.folder = folder
    self.searchPath = searchPath
    self.children = children
    self.settings = settings
  }

  /// Plays `tests` and hands out their outcomes in order. With `records`, a case without an
  /// expectation gets what was seen as its expectation. Throws `E_STOPPED` when looop is asked to stop
  /// meanwhile.
  package func run(
    _ tests: [SensorCase], records: Bool, each: (CaseOutcome) -> Void
  ) throws(LooopError) {
    var begun: [Begun] = []
    defer { for one in begun { Folder.remove(one.root) } }
    for test in tests { begun.append(try begin(test)) }
    // They wait for the next second together.
    let later = Monotonic.nextSecond()
    for one in begun {
      each(
        try outcome(of: one.test) { () throws(LooopError) in
          try finish(one, after: later, records: records)
        })
    }
  }

  /// Whether one run of `test` gives what it expects.
  package func passes(_ test: SensorCase) throws(LooopError) -> Bool {
    let begun = try begin(test)
    defer { Folder.remove(begun.root) }
    guard case .success(let first) = begun.first, let expected = first.expected else {
      return false
    }
    return expected.problems(of: first.look.seen, ignoring: first.stage.ignored).isEmpty
  }

  /// A case after its first run.
  private struct Begun {
    struct First {
      let expected: CaseExpectation?
      let stage: CaseStage
      let look: Look
    }

    let test: SensorCase
    let root: String
    let first: Result<First, LooopError>
  }

  private func begin(_ test: SensorCase) throws(LooopError) -> Begun {
    let root = Folder.resolved(try Folder.temporary("looop-sensor-test"))
    do throws(LooopError) {
      let expected = try CaseExpectation.read(test)
      let stage = try CaseStage(
        test, sensorsIn: folder, searchPath: searchPath, below: root, settings: settings)
      let look = try look(test, stage)
      return Begun(
        test: test, root: root,
        first: .success(Begun.First(expected: expected, stage: stage, look: look)))
    } catch {
      guard error.code == "E_STOPPED" else {
        return Begun(test: test, root: root, first: .failure(error))
      }
      Folder.remove(root)
      throw error
    }
  }

  /// What is wrong with a case fails it, and no other.
  private func outcome(
    of test: SensorCase, _ play: () throws(LooopError) -> CaseOutcome
  ) throws(LooopError) -> CaseOutcome {
    do throws(LooopError) { return try play() } catch {
      if error.code == "E_STOPPED" { throw error }
      return CaseOutcome(
        test: test, status: .failed, problems: [error.message], seen: nil, duration: .zero)
    }
  }

  private func finish(
    _ begun: Begun, after later: Monotonic, records: Bool
  ) throws(LooopError) -> CaseOutcome {
    let first = try begun.first.get()
    let (test, stage) = (begun.test, first.stage)
    let second = try look(test, stage, after: later)
    var problems =
      (first.expected?.problems(of: first.look.seen, ignoring: stage.ignored) ?? [])
      + Restlessness.problems(first.look.seen, second.seen, ignoring: stage.ignored)
    if problems.isEmpty, first.look.seen.status == .ok,
      case .success(let sensor) = stage.sensor, sensor.push == nil,
      trial(stage).movesClock(of: sensor)
    {
      problems += try dayProblems(test, stage, after: first.look.seen)
    }
    return try outcome(
      of: test, looks: [first.look, second], problems: problems,
      hasExpectation: first.expected != nil, records: records)
  }

  /// A state may differ on another day, as from fresh to old; a clock has a new value on each.
  private func dayProblems(
    _ test: SensorCase, _ stage: CaseStage, after first: Observation
  ) throws(LooopError) -> [String] {
    let next = try look(test, stage, by: .forward).seen
    let moved = Restlessness.places(first, next, ignoring: stage.ignored)
    guard !moved.isEmpty else { return [] }
    let former = try look(test, stage, by: .backward).seen
    let others = [first, next].map {
      Set(Restlessness.places($0, former, ignoring: stage.ignored))
    }
    return Restlessness.dayProblems(
      moved.filter { place in others.allSatisfy { $0.contains(place) } })
  }

  private struct Look {
    let seen: Observation
    let duration: Duration
  }

  private func trial(_ stage: CaseStage) -> SensorTrial {
    SensorTrial(
      directory: stage.directory, children: children, environment: stage.environment,
      stubs: stage.programs)
  }

  private func look(
    _ test: SensorCase, _ stage: CaseStage, after earliest: Monotonic? = nil,
    by clock: MovedClock = .unmoved
  ) throws(LooopError) -> Look {
    // Something missing gives a reading too, as it does in the loop.
    let impossible = { (error: LooopError) in
      Look(
        seen: Self.portable(.impossible(error.description), stage.directory.path), duration: .zero)
    }
    let sensor: ScriptSensor
    switch stage.sensor {
    case .failure(let error): return impossible(error)
    case .success(let made): sensor = made
    }
    if sensor.push != nil {
      guard let payload = try AtomicFile.read(test.file("pushed.json")) else {
        throw test.failure(
          test.folder, "there is no pushed.json; it must hold what is pushed to the sensor")
      }
      return Look(seen: sensor.observe(pushed: payload).observation, duration: .zero)
    }
    do throws(LooopError) {
      let run = try trial(stage).run(sensor, after: earliest, by: clock)
      return Look(
        seen: Self.portable(run.observation, stage.directory.path),
        duration: run.result.duration)
    } catch {
      if error.code == "E_STOPPED" { throw error }
      return impossible(error)
    }
  }

  private func outcome(
    of test: SensorCase, looks: [Look], problems: [String], hasExpectation: Bool, records: Bool
  ) throws(LooopError) -> CaseOutcome {
    let duration = looks.map(\.duration).max() ?? .zero
    guard !hasExpectation, let first = looks.first else {
      return CaseOutcome(
        test: test, status: problems.isEmpty ? .passed : .failed, problems: problems, seen: nil,
        duration: duration)
    }
    let isSteady = looks.allSatisfy { $0.seen.detail == first.seen.detail }
    let seen = CaseExpectation.recorded(first.seen, isDetailSteady: isSteady)
    guard records, problems.isEmpty else {
      let problem = "\(test.expectation): it is not there; --record writes what was seen"
      return CaseOutcome(
        test: test, status: .failed, problems: problems + [problem], seen: seen,
        duration: duration)
    }
    try record(seen, test)
    return CaseOutcome(
      test: test, status: .recorded, problems: [], seen: seen, duration: duration)
  }

  private func record(_ recording: JSONValue, _ test: SensorCase) throws(LooopError) {
    // An expectation that was written meanwhile stays.
    _ = try AtomicFile.publishNew(
      test.expectation, JSONWriter.line(recording, .pretty), mode: 0o644)
  }

  // MARK: Portable

  /// With `$CASE` in place of the folder of this run, whose name is random.
  private static func portable(_ seen: Observation, _ folder: String) -> Observation {
    Observation(
      status: seen.status, exit: seen.exit, signal: portable(seen.signal, folder),
      detail: portable(seen.detail, folder))
  }

  private static func portable(_ value: JSONValue, _ folder: String) -> JSONValue {
    switch value {
    case .string(let text): return .string(text.replacing(folder, with: "$CASE"))
    case .array(let elements): return .array(elements.map { portable($0, folder) })
    case .object(let object):
      var result = JSONObject()
      for (key, member) in object.members { result[key] = portable(member, folder) }
      return .object(result)
    case .null, .bool, .int, .double: return value
    }
  }
}
