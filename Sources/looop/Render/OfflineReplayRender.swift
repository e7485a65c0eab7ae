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

/// The same for programs.
struct OfflineReplayReport: Shaped {
  enum Word: String, CaseIterable, JSONWritable { case same, differs, skipped }

  private(set) var runs: [OfflineResult] = []

  mutating func add(_ result: OfflineResult) { runs.append(result) }

  var same: Int { runs.count { $0.word == .same } }
  var differing: Int { runs.count { $0.word == .differs } }
  var skipped: Int { runs.count { $0.word == .skipped } }

  static let shape = Shape<OfflineReplayReport> { field in
    field.version()
    field("runs", \.runs, "the runs, the newest first")
    field("same", \.same, "how many came out as recorded")
    field("differing", \.differing, "how many did not")
    field("skipped", \.skipped, "how many could not be compared")
  }
}

extension OfflineResult: Shaped {
  fileprivate var word: OfflineReplayReport.Word {
    switch verdict {
    case .same: .same
    case .differs: .differs
    case .skipped: .skipped
    }
  }

  private var obstacle: String? { if case .skipped(let why) = verdict { why } else { nil } }

  static let shape = Shape<OfflineResult> { field in
    field("id", \.run, "the run")
    field("result", \.word, "what came out")
    field("answered", \.answered, "the recorded move's name, or what was recorded instead")
    field("differences", \.differences, "what is not as recorded")
    field("notes", \.notes, "what could not be compared")
    field(optional: "skipped", { $0.obstacle }, "why it could not be compared")
  }
}

extension OfflineResult.Step: JSONWritable {}

extension OfflineResult.Difference: Shaped {
  static let shape = Shape<OfflineResult.Difference> { field in
    field("step", \.step, "the step that made it")
    field("field", \.field, "the value")
    field("was", \.was, "as it was recorded; null for nothing")
    field("now", \.now, "as it comes out now; null for nothing")
    field("why", \.why, "what must have changed")
  }
}
