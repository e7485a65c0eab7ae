internal import Base
internal import Core

/// What sensors cost in decisions, for people and for programs.
struct SensorWakesRender {
  static let window = Duration.hours(24)

  let report: SensorWakes.Report

  /// With a head, since numbers alone say nothing.
  var cells: [[String]] {
    [["sensor", "runs", "wakes", "calls", "cost"]]
      + report.rows.map { row in
        [
          row.sensor, row.runs.map(String.init) ?? "not counted",
          "\(row.wakes)", "\(row.calls)", Self.cost(row),
        ]
      }
  }

  private static func cost(_ row: SensorWakes) -> String {
    guard row.unknownCalls > 0 else { return Dollars.text(row.dollars) }
    guard row.unknownCalls < row.calls else { return "unknown" }
    return "\(Dollars.text(row.dollars)) and \(row.unknownCalls) of unknown cost"
  }

  /// What the numbers mean.
  var notes: [String] {
    let runs =
      report.runsUntil.map { "runs as the pulse counted them until \(LocalTime($0).minuteText)" }
      ?? "runs are counted by a pulse that is up for ten minutes"
    return [
      "since \(LocalTime(report.since).minuteText); \(runs)",
      "A decision that several sensors woke counts for each of them.",
    ]
  }
}

extension SensorWakesRender: Shaped {
  static let shape = Shape<SensorWakesRender> { field in
    field.version()
    field("since", \.report.since, "the first moment that counts")
    field(
      "runs_until", \.report.runsUntil,
      "until when runs are counted; null when no pulse has counted any since then")
    field("sensors", { $0.report.rows.map(Row.init) }, "the sensors")
  }

  private struct Row: Shaped {
    let row: SensorWakes

    static let shape = Shape<Row> { field in
      field("name", \.row.sensor, "the sensor's name")
      field("runs", \.row.runs, "how often it ran under a pulse; null when that was not counted")
      field("wakes", \.row.wakes, "decisions that it woke, alone or with others")
      field("calls", \.row.calls, "the calls of these decisions")
      field("usd", \.row.dollars, "US dollars of these calls, as far as they are known")
      field("unknown_calls", \.row.unknownCalls, "calls of which nothing says what they cost")
    }
  }
}
