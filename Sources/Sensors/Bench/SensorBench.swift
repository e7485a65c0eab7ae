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

/// Plays the cases of sensors: each in a folder of its own, twice.
package struct SensorBench {
  private let folder: String
  private let searchPath: String
  private let children: ChildGroup

  /// `folder` holds the sensors.
  package init(folder: String, searchPath: String, children: ChildGroup) {
    self.folder = folder
    self.searchPath = searchPath
    self.children = children
  }

  /// Plays `test`. With `records`, a case without an expectation gets what was seen as its
  /// expectation. Throws `E_STOPPED` when looop is asked to stop meanwhile.
  package func run(_ test: SensorCase, records: Bool) throws(LooopError) -> CaseOutcome {
    let root = Folder.resolved(try Folder.temporary("looop-sensor-test"))
    defer { Folder.remove(root) }
    do throws(LooopError) {
      let expected = try CaseExpectation.read(test)
      let stage = try CaseStage(
        test, sensorsIn: folder, searchPath: searchPath, below: root)
      let first = try look(test, stage)
      let second = try look(test, stage)
      let problems =
        (expected?.problems(of: first.seen, ignoring: stage.ignored) ?? [])
        + Self.restlessPlaces(first.seen, second.seen, ignoring: stage.ignored)
      return try outcome(
        of: test, looks: [first, second], problems: problems, hasExpectation: expected != nil,
        records: records)
    } catch {
      if error.code == "E_STOPPED" { throw error }
      return CaseOutcome(
        test: test, status: .failed, problems: [error.message], seen: nil, duration: .zero)
    }
  }

  private struct Look {
    let seen: Observation
    let duration: Duration
  }

  private func look(_ test: SensorCase, _ stage: CaseStage) throws(LooopError) -> Look {
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
    let trial = SensorTrial(
      directory: stage.directory, children: children, environment: stage.environment)
    do throws(LooopError) {
      let run = try trial.run(sensor)
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

  /// The places at which the second run differs from the first.
  private static func restlessPlaces(
    _ first: Observation, _ second: Observation, ignoring ignored: [PointerPattern]
  ) -> [String] {
    guard first.status == second.status else {
      let problem = second.problem.map { ": \($0)" } ?? ""
      return ["the second run: \(second.status.rawValue)\(problem)"]
    }
    return JSONDifference.pointers(
      ignored.removed(from: first.signal), ignored.removed(from: second.signal)
    ).map { "the second run: a different signal\($0.isEmpty ? "" : " at \($0)")" }
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
