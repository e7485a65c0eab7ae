internal import Base
internal import Core
internal import Sensors

/// What the lint says of a folder of sensors.
struct SensorLintRender {
  let folder: String
  let reports: [SensorReport]
  let skipped: [ScriptCatalog.SkippedFile]

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

  // MARK: For a program

  var json: JSONValue {
    [
      "v": 1, "folder": .string(folder), "ok": .bool(!hasProblem),
      "sensors": .array(reports.map(json)),
      "skipped": .array(
        skipped.map { ["file": .string($0.name), "reason": .string($0.reason)] }),
    ]
  }

  private func json(_ report: SensorReport) -> JSONValue {
    [
      "name": .string(report.name.text), "grade": .string(report.grade.rawValue),
      "next_grade": JSONValue(report.grade.next?.rawValue),
      "wanted": .array(report.wanted.map(JSONValue.string)),
      "findings": .array(
        report.findings.map { finding in
          [
            "severity": .string(finding.severity.rawValue), "text": .string(finding.text),
            "file": .string(finding.place.file), "line": JSONValue(finding.place.line),
            "column": JSONValue(finding.place.column), "mend": .string(finding.mend),
          ]
        }),
    ]
  }
}
