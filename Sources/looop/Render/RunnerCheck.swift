internal import Base

/// One check of a runner before it is trusted with a night.
struct RunnerCheck: Equatable {
  enum Status: String, CaseIterable, JSONWritable {
    case ok, failed
    /// It cannot be known without a call.
    case unchecked
  }

  let name: String
  let status: Status
  let text: String
  /// How to fix it.
  let mend: String?

  init(_ name: String, is status: Status, _ text: String, mend: String? = nil) {
    self.name = name
    self.status = status
    self.text = text
    self.mend = mend
  }

  func lines(columns: Int?) -> [String] {
    let words = [text, mend].compactMap { $0 }.joined(separator: " ")
    let head = TextLayout.column(status.rawValue, 11) + name
    return TextLayout.labelled(head, width: 25, Untrusted.oneLine(words), columns: columns)
  }
}

extension RunnerCheck: Shaped {
  static let shape = Shape<RunnerCheck> { field in
    field("check", \.name, "what was looked at")
    field("status", \.status, "the result; `unchecked` needs a call to find out")
    field("text", \.text, "the same in words")
    field("mend", \.mend, "what to do about it")
  }
}

/// What `runner test` prints for programs.
struct RunnerCheckupReport: Shaped {
  let runner: String
  let isReady: Bool
  let checks: [RunnerCheck]

  static let shape = Shape<RunnerCheckupReport> { field in
    field.version()
    field("runner", \.runner, "the preset's name")
    field("ok", \.isReady, "whether no check failed")
    field("checks", \.checks, "in the order they were made")
  }
}
