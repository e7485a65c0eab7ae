internal import Base

/// One thing that `doctor` looked at, and how it stands.
struct DoctorFinding: Equatable {
  enum Status: String, CaseIterable, JSONWritable {
    case ok
    /// Neither good nor bad, or not known.
    case info
    /// It works, and may not for long.
    case warn
    /// It keeps the loop, or a part of it, from working.
    case fail
  }

  /// Which of the checks found it; set by the table that lists them.
  var family = ""
  var check = ""
  let status: Status
  let text: String
  /// What to type or to edit.
  let mend: String?

  private init(_ status: Status, _ text: String, mend: String?) {
    self.status = status
    self.text = text
    self.mend = mend
  }

  static func ok(_ text: String) -> Self { Self(.ok, text, mend: nil) }
  static func info(_ text: String, mend: String? = nil) -> Self { Self(.info, text, mend: mend) }
  static func warn(_ text: String, mend: String) -> Self { Self(.warn, text, mend: mend) }
  static func fail(_ text: String, mend: String) -> Self { Self(.fail, text, mend: mend) }

  /// A failure in its own words, as the verb that hits it says them.
  static func fail(_ error: LooopError, about subject: String? = nil) -> Self {
    fail(
      (subject.map { "\($0): " } ?? "") + error.message,
      mend: error.hint ?? "Mend that, and run `looop doctor` again.")
  }

  static func warn(_ error: LooopError, about subject: String? = nil) -> Self {
    let failed = fail(error, about: subject)
    return Self(.warn, failed.text, mend: failed.mend)
  }
}

extension DoctorFinding: Shaped {
  static let shape = Shape<DoctorFinding> { field in
    field("family", \.family, "what it is about")
    field("check", \.check, "what was looked at")
    field("status", \.status, "how it stands; `info` is neither good nor bad, or not known")
    field("text", { Untrusted.oneLine($0.text) }, "the same in words")
    field("mend", { $0.mend.map(Untrusted.oneLine) }, "what to type or to edit")
  }
}
