internal import Base

/// What `journal` prints for programs.
struct JournalTail: Shaped {
  let lines: [String]

  static let shape = Shape<JournalTail> {
    Field.version
    Field("lines", \.lines, "the last lines, the oldest first")
  }
}
