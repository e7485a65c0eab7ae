extension SensorGrade {
  /// One requirement of a grade, in addition to those of the lower grades.
  private struct Requirement {
    let text: String
    let isMet: @Sendable (LintedSensor, [SensorFinding]) -> Bool

    init(_ text: String, _ isMet: @escaping @Sendable (LintedSensor, [SensorFinding]) -> Bool) {
      self.text = text
      self.isMet = isMet
    }
  }

  static let noProblem = "no problem"

  private var requirements: [Requirement] {
    switch self {
    case .none: []
    case .bronze:
      [
        Requirement(Self.noProblem) { !$1.contains { $0.severity == .problem } },
        Requirement("a `description`") { sensor, _ in !sensor.manifest.description.isEmpty },
        Requirement("a `signal_schema`") { sensor, _ in sensor.manifest.schema != nil },
      ]
    case .silver:
      [
        Requirement("a `timeout`") { sensor, _ in sensor.isPushed || sensor.says("timeout") },
        Requirement("a `ttl`") { sensor, _ in sensor.says("ttl") },
        Requirement("a test case that expects a signal") { sensor, _ in
          sensor.cases.expectsSignal
        },
        Requirement("test cases that pass (`looop sensor test`)") { sensor, _ in
          !sensor.cases.hasFailing
        },
      ]
    case .gold:
      [
        Requirement("`run.env: clean`") { sensor, _ in
          sensor.isPushed || sensor.manifest.environment == .clean
        },
        Requirement("`network` (`[]` for none)") { sensor, _ in sensor.says("network") },
        Requirement("`requires.commands` (`[]` for none)") { sensor, _ in
          sensor.isPushed || sensor.says("requires.commands")
        },
        Requirement("no advice") { !$1.contains { $0.severity == .advice } },
      ]
    }
  }

  /// The grade of a sensor with these findings, and what the next grade requires.
  static func of(
    _ sensor: LintedSensor, _ findings: [SensorFinding]
  ) -> (grade: SensorGrade, wanted: [String]) {
    var grade = SensorGrade.none
    while let next = grade.next {
      let wanted = next.requirements.filter { !$0.isMet(sensor, findings) }.map(\.text)
      guard wanted.isEmpty else { return (grade, wanted) }
      grade = next
    }
    return (grade, [])
  }
}

extension LintedSensor {
  /// Whether its readings are pushed, so that nothing is run.
  fileprivate var isPushed: Bool { manifest.push != nil }
}
