internal import Base

extension Decision {
  /// Longer lines make the journal's tail, a part of every prompt, unreadable.
  static let maximumJournalBytes = 300

  /// What the journal says of this decision: the decider's line, or one made from the action and
  /// its reason. One line of at most 300 bytes.
  package var journalLine: String {
    let text = journal ?? move.line
    // Far more than a line can keep; spares the work on a body of megabytes.
    let start = String(text.unicodeScalars.prefix(2000))
    let line = Untrusted.oneLine(start)
    let isWhole = text.utf8.count == start.utf8.count
    guard !isWhole || line.utf8.count > Self.maximumJournalBytes else { return line }
    let mark = "…"
    var kept = String.UnicodeScalarView()
    var room = Self.maximumJournalBytes - mark.utf8.count
    for scalar in line.unicodeScalars {
      room -= UTF8.width(scalar)
      if room < 0 { break }
      kept.append(scalar)
    }
    return String(kept) + mark
  }
}
