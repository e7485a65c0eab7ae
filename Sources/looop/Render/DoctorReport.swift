internal import Base
internal import Screen

/// What `doctor` prints.
struct DoctorReport: Shaped {
  let findings: [DoctorFinding]

  static let shape = Shape<DoctorReport> { field in
    field.version()
    field("ok", \.isWell, "whether nothing fails")
    field("fail", { $0.count(.fail) }, "how many findings fail")
    field("warn", { $0.count(.warn) }, "how many warn")
    field("findings", \.findings, "in the order they were looked at")
  }

  var isWell: Bool { count(.fail) == 0 }

  private func count(_ status: DoctorFinding.Status) -> Int {
    findings.count { $0.status == status }
  }

  // MARK: For people

  private static let columns = 80
  private static let statusWidth = 6
  private static let checkWidth = 13

  /// Grouped by family, no line wider than a terminal unless a word is.
  func text(isColoured: Bool) -> String {
    var lines: [String] = []
    var family: String?
    for finding in findings {
      if finding.family != family {
        if family != nil { lines.append("") }
        lines.append(finding.family)
        family = finding.family
      }
      lines += Self.lines(of: finding, isColoured: isColoured)
    }
    return (lines + ["", "\(count(.fail)) fail, \(count(.warn)) warn"]).joined(separator: "\n")
  }

  private static func lines(of finding: DoctorFinding, isColoured: Bool) -> [String] {
    let width = 2 + statusWidth + checkWidth
    let status = TextLayout.column(finding.status.rawValue, statusWidth)
    let head = "  \(status)\(TextLayout.column(finding.check, checkWidth))"
    var lines = TextLayout.labelled(
      head, width: width, Untrusted.oneLine(finding.text), columns: columns)
    if isColoured {
      lines[0].replaceSubrange(
        lines[0].startIndex..<lines[0].index(lines[0].startIndex, offsetBy: 2 + statusWidth),
        with: "  \(finding.status.style.sequence)\(status)\(Screen.Style.plain.sequence)")
    }
    guard let mend = finding.mend else { return lines }
    let arrow = String(repeating: " ", count: width) + "->"
    return lines
      + TextLayout.labelled(
        arrow, width: width + 3, Untrusted.oneLine(mend), columns: columns)
  }
}

extension DoctorFinding.Status {
  fileprivate var style: Screen.Style {
    switch self {
    case .ok: Screen.Style(foreground: .indexed(2))
    case .info: Screen.Style(attributes: .faint)
    case .warn: Screen.Style(foreground: .indexed(3))
    case .fail: Screen.Style(foreground: .indexed(1))
    }
  }
}
