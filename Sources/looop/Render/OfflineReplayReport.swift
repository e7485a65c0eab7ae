internal import Base
internal import Core

/// What `replay --offline` prints for programs.
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
