internal import Base

/// The beginning of a window that reaches until now, as a person gives it.
enum SinceOption {
  static let forms = "90s, 30m, 12h, 7d, today, yesterday, 2026-11-22 or 2026-11-22T09:00"

  /// The moment that `text` means, in seconds since 1970; a day and a time are local. Throws `E_USAGE`
  /// for any other text, and for a moment that is still to come.
  static func moment(_ text: String, now: Int) throws(LooopError) -> Int {
    guard let moment = parsed(text, now: now) else {
      throw refusal("'\(Untrusted.word(text))' is not a time to look back to.")
    }
    guard moment <= now else {
      throw refusal("'\(Untrusted.word(text))' is still to come.")
    }
    // Nothing is older than the count of the seconds.
    return max(0, moment)
  }

  private static func parsed(_ text: String, now: Int) -> Int? {
    switch text {
    case "today": return LocalTime.startOfDay(now)
    case "yesterday": return LocalTime.startOfDay(now, adding: -1)
    default: break
    }
    // A bare number could be a year as well as seconds.
    if let last = text.last, "smhd".contains(last) {
      return Duration(parsing: text).map { now - $0.seconds }
    }
    return LocalTime.moment(writtenAs: text)
  }

  private static func refusal(_ message: String) -> LooopError {
    LooopError(.usage, code: "E_USAGE", message, hint: "Use \(forms).")
  }
}
