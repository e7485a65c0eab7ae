internal import Base
internal import Core
internal import Sensors

/// What came of the test cases, told one after the other.
struct SensorTestRender {
  private var outcomes: [CaseOutcome] = []

  var hasFailure: Bool { outcomes.contains { $0.status == .failed } }

  // MARK: For a person

  /// The lines of one case, which is counted.
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
    "\(count) \(what)\(count == 1 ? "" : "s")"
  }

  // MARK: For a program

  var json: JSONValue {
    [
      "v": 1, "ok": .bool(!hasFailure),
      "cases": .array(
        outcomes.map { outcome in
          [
            "sensor": .string(outcome.test.sensor.text), "case": .string(outcome.test.name),
            "status": .string(outcome.status.rawValue),
            "took_ms": .int(outcome.duration.milliseconds),
            "problems": .array(outcome.problems.map(JSONValue.string)),
            "seen": outcome.seen ?? .null,
          ]
        }),
    ]
  }
}
