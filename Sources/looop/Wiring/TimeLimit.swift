internal import Base

/// How long a verb may wait, as a person gives it.
enum TimeLimit {
  /// The moment `text` from now; throws `E_USAGE` for an invalid duration.
  static func moment(_ text: String) throws(LooopError) -> Monotonic {
    Monotonic.now() + (try duration(text))
  }

  /// Throws `E_USAGE` for an invalid duration.
  static func duration(_ text: String) throws(LooopError) -> Duration {
    guard let duration = Duration(parsing: text) else {
      throw LooopError(
        .usage, code: "E_USAGE", "'\(Untrusted.oneLine(text))' is not a duration.",
        hint: "Use 90s, 5m, 2h or a number of seconds.")
    }
    return duration
  }
}
