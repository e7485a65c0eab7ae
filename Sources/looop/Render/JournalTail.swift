internal import Base

/// What `journal` prints for programs.
struct JournalTail: Shaped {
  let lines: [String]
  let entries: [History.Entry]

  static let shape = Shape<JournalTail> { field in
    field.version()
    field("lines", \.lines, "the last lines of journal.md, the oldest first")
    field("entries", \.entries, "what happened last, moves among it, the oldest first")
  }
}
