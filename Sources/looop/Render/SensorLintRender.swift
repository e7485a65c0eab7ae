internal import Base
internal import Sensors

/// What the lint says of a folder of sensors.
struct SensorLintRender {
  let folder: String
  let reports: [SensorReport]
  let skipped: [ScriptCatalog.SkippedFile]
  /// The grade that is wanted; nil for any.
  let least: SensorGrade?

  /// The sensors that do not reach it.
  var below: [String] {
    guard let least else { return [] }
    return reports.filter { $0.grade < least }.map(\.name.text)
  }

  var hasProblem: Bool { !skipped.isEmpty || reports.contains(where: \.hasProblem) }

  // MARK: For a person

  private static let columns = 80

  var text: String {
    guard !reports.isEmpty || !skipped.isEmpty else {
      return Untrusted.oneLine("There are no sensors in \(folder).")
    }
    let width = (reports.map(\.name.text.count).max() ?? 0) + 2
    var lines: [String] = []
    for report in reports {
      lines.append(TextLayout.column(report.name.text, width) + report.grade.rawValue)
      for finding in report.findings { lines += self.lines(finding) }
      if let next = report.grade.next {
        lines += block(next.rawValue, "wants \(report.wanted.joined(separator: ", "))")
      }
    }
    for file in skipped {
      lines.append(Untrusted.oneLine("\(file.name) is not a sensor"))
      lines += block("problem", file.reason)
    }
    if let least, !below.isEmpty {
      lines += TextLayout.wrapped(
        "below \(least.rawValue): \(below.joined(separator: ", "))", columns: Self.columns,
        cutsWords: false)
    }
    return lines.joined(separator: "\n")
  }

  private func lines(_ finding: SensorFinding) -> [String] {
    // The file name alone: the folder is the same for all.
    let place = finding.place.text.replacing("\(folder)/", with: "")
    let end = finding.text.hasSuffix("?") || finding.text.hasSuffix(".") ? "" : "."
    return block(finding.severity.rawValue, "\(place): \(finding.text)\(end) \(finding.mend)")
  }

  /// A label, followed by as many lines as the text needs.
  private func block(_ label: String, _ text: String) -> [String] {
    let indent = 10
    let lines = TextLayout.wrapped(
      Untrusted.oneLine(text), columns: Self.columns - indent, cutsWords: false)
    return lines.enumerated().map { index, line in
      TextLayout.column(index == 0 ? "  \(label)" : "", indent) + line
    }
  }
}

extension SensorLintRender: Shaped {
  static let shape = Shape<SensorLintRender> { field in
    field.version()
    field("folder", \.folder, "where the sensors lie")
    field(
      "ok", { !$0.hasProblem && $0.below.isEmpty },
      "whether nothing has a problem or a lower grade than wanted")
    field("sensors", { $0.reports.map(Row.init) }, "the sensors that were looked at")
    field("below", \.below, "the sensors with a lower grade than --min")
    field("skipped", { $0.skipped.map(Skipped.init) }, "files that are not a sensor's")
  }

  private struct Row: Shaped {
    let report: SensorReport

    static let shape = Shape<Row> { field in
      field("name", \.report.name, "the sensor's name")
      field("grade", \.report.grade, "how far one may rely on it")
      field("next_grade", \.report.grade.next, "the grade above")
      field("wanted", \.report.wanted, "what that asks for and is not there")
      field("findings", { $0.report.findings.map(Finding.init) }, "problems first")
    }
  }

  private struct Finding: Shaped {
    let finding: SensorFinding

    static let shape = Shape<Finding> { field in
      field("severity", \.finding.severity, "a problem keeps it from being installed")
      field("text", \.finding.text, "what it is")
      field("file", \.finding.place.file, "where")
      field("line", \.finding.place.line, "counted from 1")
      field("column", \.finding.place.column, "counted from 1")
      field("mend", \.finding.mend, "what to do about it")
    }
  }

  private struct Skipped: Shaped {
    let file: ScriptCatalog.SkippedFile

    static let shape = Shape<Skipped> { field in
      field("file", \.file.name, "its name")
      field("reason", \.file.reason, "why it is skipped")
    }
  }
}
