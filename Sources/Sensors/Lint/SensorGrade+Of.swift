extension SensorGrade {
  /// What a grade asks for beside all that the lower ones do.
  private struct Wish {
    let text: String
    let isMet: @Sendable (LintedSensor, [SensorFinding]) -> Bool

    init(_ text: String, _ isMet: @escaping @Sendable (LintedSensor, [SensorFinding]) -> Bool) {
      self.text = text
      self.isMet = isMet
    }
  }

  static let noProblem = "no problem"

  private var wishes: [Wish] {
    switch self {
    case .none: []
    case .bronze:
      [
        Wish(Self.noProblem) { !$1.contains { $0.severity == .problem } },
        Wish("a `description`") { sensor, _ in !sensor.manifest.description.isEmpty },
        Wish("a `signal_schema`") { sensor, _ in sensor.manifest.schema != nil },
      ]
    case .silver:
      [
        Wish("a `timeout`") { sensor, _ in sensor.isPushed || sensor.says("timeout") },
        Wish("a `ttl`") { sensor, _ in sensor.says("ttl") },
        Wish("a test case") { sensor, _ in sensor.hasCases },
      ]
    case .gold:
      [
        Wish("`run.env: clean`") { sensor, _ in
          sensor.isPushed || sensor.manifest.environment == .clean
        },
        Wish("`network` (`[]` for none)") { sensor, _ in sensor.says("network") },
        Wish("`requires.commands` (`[]` for none)") { sensor, _ in
          sensor.isPushed || sensor.says("requires.commands")
        },
        Wish("no advice") { !$1.contains { $0.severity == .advice } },
      ]
    }
  }

  /// The grade of a sensor with these findings, and what the next one asks for.
  static func of(
    _ sensor: LintedSensor, _ findings: [SensorFinding]
  ) -> (grade: SensorGrade, wanted: [String]) {
    var grade = SensorGrade.none
    while let next = grade.next {
      let wanted = next.wishes.filter { !$0.isMet(sensor, findings) }.map(\.text)
      guard wanted.isEmpty else { return (grade, wanted) }
      grade = next
    }
    return (grade, [])
  }
}

extension LintedSensor {
  /// Whether others bring its readings, so that nothing is run.
  fileprivate var isPushed: Bool { manifest.push != nil }
}
