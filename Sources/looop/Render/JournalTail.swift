internal import Base

/// What `journal` prints for programs.
struct JournalTail: Shaped {
  let lines: [String]

  static let shape = Shape<JournalTail> { field in
    field.version()
    field("lines", \.lines, "the last lines, the oldest first")
  }
}
