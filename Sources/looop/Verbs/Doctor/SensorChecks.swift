internal import Base
internal import Core
internal import Sensors

/// The sensors that are switched on: their files, and what they need of this machine.
enum SensorChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "sensors",
      [
        DoctorCheck(
          "lint", looksAt: "sensors whose files have a problem", probe: lintFacts, judge: lint),
        DoctorCheck(
          "needs", looksAt: "programs, secrets and inputs that sensors lack",
          probe: needFacts, judge: { $0.flatMap(needs) }),
        DoctorCheck(
          "runs", looksAt: "sensors whose last run failed", probe: runFacts, judge: runs),
      ])
  }

  // MARK: lint

  struct LintFacts: Equatable {
    let sensor: String
    /// As `sensor lint` has them: `file:line: text`.
    let problems: [String]
  }

  private static func lintFacts(_ patient: Patient) throws(LooopError) -> [LintFacts] {
    let sensors = patient.wiring.sensors
    var facts: [LintFacts] = []
    for entry in try sensors.entries() {
      switch entry {
      case .disabled: continue
      case .broken(let name, let error):
        facts.append(LintFacts(sensor: name.text, problems: [error.message]))
      case .sensor(let sensor):
        // Without a bench nothing of it is run.
        let report = try sensors.lint(sensor.name, cases: sensors.folder)
        let problems = (report?.findings ?? []).filter { $0.severity == .problem }
        facts.append(
          LintFacts(
            sensor: sensor.name.text,
            problems: problems.map { "\($0.place.text): \($0.text)" }))
      }
    }
    return facts
  }

  static func lint(_ facts: [LintFacts]) -> [DoctorFinding] {
    let broken = facts.filter { !$0.problems.isEmpty }
    guard broken.isEmpty else {
      return broken.map { one in
        let more = one.problems.count > 1 ? " (and \(one.problems.count - 1) more)" : ""
        return .fail(
          "\(one.sensor): \(one.problems[0])\(more)",
          mend: "`looop sensor lint \(one.sensor)` says how to mend each.")
      }
    }
    switch facts.count {
    case 0: return [.info("there is none: the loop sees only goals, answers and workers")]
    case 1: return [.ok("1 sensor, without a problem")]
    default: return [.ok("\(facts.count) sensors, without a problem")]
    }
  }

  // MARK: runs

  struct RunFacts: Equatable {
    let sensor: String
    /// Why its last run failed.
    let problem: String
  }

  private static func runFacts(_ patient: Patient) throws(LooopError) -> [RunFacts] {
    let names = Set(try patient.sensors().map(\.name))
    return try patient.wiring.loop.snapshots.all().readings.compactMap { reading in
      guard names.contains(reading.sensor), let problem = reading.presentFailure else { return nil }
      return RunFacts(sensor: reading.sensor.text, problem: problem)
    }
  }

  static func runs(_ facts: [RunFacts]) -> [DoctorFinding] {
    facts.map {
      .warn(
        "\($0.sensor) fails: \(Untrusted.quoted($0.problem, bytes: 300))",
        mend: "`looop sensor run \($0.sensor)` tries it and shows what it prints.")
    }
  }

  // MARK: needs

  struct NeedFacts: Equatable {
    let sensor: String
    /// Each in a sentence that says how to mend it.
    let needs: [String]
  }

  private static func needFacts(_ patient: Patient) throws(LooopError) -> [NeedFacts] {
    var facts: [NeedFacts] = []
    for sensor in try patient.sensors() {
      let sheet = try patient.wiring.sheet(of: sensor)
      facts.append(NeedFacts(sensor: sensor.name.text, needs: sheet.needs))
    }
    return facts
  }

  static func needs(_ facts: NeedFacts) -> [DoctorFinding] {
    facts.needs.map {
      .fail(
        "\(facts.sensor): \($0)",
        mend:
          "Then try it: `looop sensor run \(facts.sensor)`. Or switch it off: `looop sensor disable"
          + " \(facts.sensor)`.")
    }
  }
}
