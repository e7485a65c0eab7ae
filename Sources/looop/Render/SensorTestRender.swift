internal import Base
internal import Sensors

/// The results of test cases, printed one after the other.
struct SensorTestRender {
  private var outcomes: [CaseOutcome] = []

  var hasFailure: Bool { outcomes.contains { $0.status == .failed } }

  // MARK: For a person

  /// The lines of one case; also counts it.
  mutating func text(of outcome: CaseOutcome) -> String {
    outcomes.append(outcome)
    let status = TextLayout.column(outcome.status.rawValue, 10)
    let name = Untrusted.oneLine("\(outcome.test.sensor)/\(outcome.test.name)")
    var lines = ["\(status)\(name)  \(outcome.duration.milliseconds) ms"]
    for problem in outcome.problems {
      lines += TextLayout.wrapped(Untrusted.oneLine(problem), columns: 78, cutsWords: false)
        .map { "  \($0)" }
    }
    if let seen = outcome.seen {
      lines += Untrusted.visible(JSONWriter.text(seen, .pretty))
        .split(separator: "\n").map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  var sum: String {
    let counts = CaseOutcome.Status.allCases.compactMap { status -> String? in
      let count = outcomes.count { $0.status == status }
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }
    let sensors = Set(outcomes.map(\.test.sensor)).count
    return "\(Self.counted(outcomes.count, "case")) of \(Self.counted(sensors, "sensor")): "
      + counts.joined(separator: ", ")
  }

  private static func counted(_ count: Int, _ what: String) -> String {
    Counted.text(count, what)
  }
}

extension SensorTestRender: Shaped {
  static let shape = Shape<SensorTestRender> { field in
    field.version()
    field("ok", { !$0.hasFailure }, "whether no case failed")
    field("cases", { $0.outcomes.map(Row.init) }, "in the order they were played")
  }

  private struct Row: Shaped {
    let outcome: CaseOutcome

    static let shape = Shape<Row> { field in
      field("sensor", \.outcome.test.sensor, "the sensor's name")
      field("case", \.outcome.test.name, "the case's name")
      field("status", \.outcome.status, "what came of it")
      field("took_ms", \.outcome.duration.milliseconds, "how long the longer of its two runs took")
      field("problems", \.outcome.problems, "what is wrong, one a line")
      field("seen", \.outcome.seen, "what was seen, of a case that expected nothing yet")
    }
  }
}
