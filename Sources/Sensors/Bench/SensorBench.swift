package import Base
internal import Core

/// What came of a case.
package struct CaseOutcome: Sendable, Equatable {
  package enum Status: String, Sendable, CaseIterable {
    case passed, failed
    /// It said nothing of what it expects, and does now.
    case recorded
  }

  package let test: SensorCase
  package let status: Status
  /// One a line.
  package let problems: [String]
  /// What was seen, as `expected.json` would hold it, of a case that had none.
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

  /// Plays `test`; one that says nothing of what it expects is written what it saw when `records`.
  /// Throws `E_STOPPED` when looop is told to stop meanwhile.
  package func run(_ test: SensorCase, records: Bool) throws(LooopError) -> CaseOutcome {
    let root = Folder.resolved(try Folder.temporary("looop-sensor-test"))
    defer { Folder.remove(root) }
    do throws(LooopError) {
      let expected = try CaseExpectation.read(test)
      let stage = try CaseStage(
        test, sensorsIn: folder, searchPath: searchPath, below: root)
      let first = try look(test, stage)
      let second = try look(test, stage)
      return try judge(test, stage, expected, first, second, records: records)
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
    // What it lacks is a reading too, as it is for the loop.
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
          test.folder, "there is no pushed.json; it holds what is pushed to the sensor")
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

  private func judge(
    _ test: SensorCase, _ stage: CaseStage, _ expected: CaseExpectation?, _ first: Look,
    _ second: Look, records: Bool
  ) throws(LooopError) -> CaseOutcome {
    let ignored = stage.manifest.wake.ignored
    var problems = expected?.problems(with: first.seen, ignoring: ignored) ?? []
    if !problems.isEmpty, let words = first.seen.detail["stderr"]?.string {
      problems += words.split(separator: "\n").map { "stderr: \($0)" }
    }
    problems += Self.restless(first.seen, second.seen, ignored)
    var status = problems.isEmpty ? CaseOutcome.Status.passed : .failed
    var recording: JSONValue?
    if expected == nil {
      let isSteady = first.seen.detail == second.seen.detail
      let seen = CaseExpectation.recorded(first.seen, isDetailSteady: isSteady)
      recording = seen
      if records, problems.isEmpty {
        status = .recorded
        try record(seen, test)
      } else {
        status = .failed
        problems.append("\(test.expectation): it is not there; --record writes what was seen")
      }
    }
    return CaseOutcome(
      test: test, status: status, problems: problems, seen: recording,
      duration: max(first.duration, second.duration))
  }

  private func record(_ recording: JSONValue, _ test: SensorCase) throws(LooopError) {
    // What came into being meanwhile stays.
    _ = try AtomicFile.publishNew(
      test.expectation, JSONWriter.line(recording, .pretty), mode: 0o644)
  }

  /// The places at which the second run says something else.
  private static func restless(
    _ first: Observation, _ second: Observation, _ ignored: [PointerPattern]
  ) -> [String] {
    guard first.status == second.status else {
      let problem = second.problem.map { ": \($0)" } ?? ""
      return ["the second run: \(second.status.rawValue)\(problem)"]
    }
    return JSONDifference.pointers(
      ignored.removed(from: first.signal), ignored.removed(from: second.signal)
    ).map { "the second run: another signal\($0.isEmpty ? "" : " at \($0)")" }
  }

  // MARK: Portable

  /// With `$CASE` for the folder of this run, which is another one each time.
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
