internal import Base
internal import Core

/// What `replay --offline` prints.
enum OfflineReplayRender {
  private static let bytesShown = 600

  /// Nil for a run of many that is the same.
  static func text(of result: OfflineResult, isOne: Bool) -> String? {
    switch result.verdict {
    case .same:
      guard isOne else { return nil }
      return ([head(result, "same", about: result.answered)] + notes(result)).joined(
        separator: "\n")
    case .skipped(let why): return head(result, "skipped", about: why)
    case .differs:
      let lines = result.differences.flatMap(lines)
      return ([head(result, "differs", about: result.answered)] + lines + notes(result))
        .joined(separator: "\n")
    }
  }

  private static func head(_ result: OfflineResult, _ word: String, about text: String) -> String {
    TextLayout.column(result.run, 20) + TextLayout.column(word, 9)
      + Untrusted.quoted(text, bytes: 400)
  }

  private static func notes(_ result: OfflineResult) -> [String] {
    result.notes.map { "  not compared: \($0)" }
  }

  /// The values behind bars: what a runner said may look like anything.
  private static func lines(_ difference: OfflineResult.Difference) -> [String] {
    let text = { (value: String?) in
      value.map { Untrusted.quoted($0, bytes: bytesShown) } ?? "(nothing)"
    }
    return [
      "  \(difference.step.rawValue): \(Untrusted.oneLine(difference.field)): \(difference.why)",
      "  | was \(text(difference.was))", "  | now \(text(difference.now))",
    ]
  }

  static func summary(_ report: OfflineReplayReport) -> String {
    guard !report.runs.isEmpty else { return "There is no run to replay." }
    var parts = ["\(report.same) the same", "\(report.differing) different"]
    if report.skipped > 0 { parts.append("\(report.skipped) skipped") }
    return parts.joined(separator: ", ")
  }
}
