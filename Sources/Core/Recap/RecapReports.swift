internal import Base

extension Recap {
  /// So much of a report is searched for addresses, and so much of it is kept.
  private static let bytesRead = 256 << 10
  private static let bytesKept = 4_000
  /// So many of the newest are read.
  private static let mostReports = 200

  /// Reads what the workers of the window said at their ends; what cannot be read is noted.
  package mutating func readReports(_ store: Store) {
    let redaction = store.redaction
    for life in workers.prefix(Self.mostReports) {
      // A name of a strange log must not lead out of the folder.
      guard let id = Identifier(valid: life.worker),
        Identifier(valid: life.generation) != nil
      else { continue }
      let path = store.directory.report(id, life.generation)
      var problems: [LooopError] = []
      let read = FileExcerpt.noting(&problems) { () throws(LooopError) in
        try FileExcerpt.start(of: path, bytes: Self.bytesRead)
      }
      skipped += problems.map { Untrusted.quoted($0.message, bytes: 300) }
      guard let excerpt = read?.redacted(by: redaction) else { continue }
      let shown = excerpt.text.utf8.count > Self.bytesKept
      reports.append(
        Report(
          worker: life.worker, goal: life.goal, at: life.endedAt ?? until, path: path,
          text: shown ? Self.beginning(of: excerpt.text) : excerpt.text,
          isCut: shown || excerpt.text.utf8.count < excerpt.size,
          links: WebLinks.all(in: Self.whole(excerpt))))
    }
  }

  /// Without the last word of what was read, when it may go on behind.
  private static func whole(_ excerpt: FileExcerpt) -> String {
    guard excerpt.size > bytesRead else { return excerpt.text }
    let end = excerpt.text.lastIndex { $0 == " " || $0.isNewline } ?? excerpt.text.startIndex
    return String(excerpt.text[..<end])
  }

  private static func beginning(of text: String) -> String {
    let marked = Untrusted.clipped(text, bytes: bytesKept)
    return String(marked[..<(marked.lastIndex(of: "\n") ?? marked.endIndex)])
  }
}
