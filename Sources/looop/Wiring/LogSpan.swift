internal import Base

/// How far back a log is shown.
struct LogSpan {
  private static let usual = 20

  /// How many of the last lines.
  let count: Int
  /// In seconds since 1970.
  let since: Int?

  /// As options give it: `lines` of all, or of what `since` leaves. Throws `E_USAGE`.
  init(lines: Int?, since: String?, now: Int) throws(LooopError) {
    if let lines, lines < 1 {
      throw LooopError(
        .usage, code: "E_USAGE", "--lines must be a number from 1.", hint: "Use --lines 50.")
    }
    self.since = try since.map { text throws(LooopError) in
      try SinceOption.moment(text, now: now)
    }
    count = lines ?? (since == nil ? Self.usual : .max)
  }
}
