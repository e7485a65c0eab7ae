internal import Base

/// The wait that a text states: a span, or a local time. An adapter has no clock with which to turn one
/// into the other.
enum StatedWait {
  /// The longest wait, 30 days: a bigger number is taken for a mistake.
  private static let longest = Duration.days(30)

  /// The time of "try again in 1.5s", "try again in 3 hours 20 minutes" or "retry after 30".
  static func span(in text: String) -> Duration? {
    let lowered = FailureText.start(text).lowercased()
    for phrase in ["again in ", "retry in ", "retry after ", "retry-after: ", "resets in "] {
      guard let place = find(phrase, in: lowered) else { continue }
      if let span = span(lowered[place...]) { return min(span, longest) }
    }
    return nil
  }

  /// The local time in "try again at Nov 23rd, 2026 2:13 AM." or "try again at 2:13 AM.", the two forms
  /// that codex prints (`format_retry_timestamp` in its codex-rs/protocol/src/error.rs).
  static func localMoment(in text: String) -> LocalMoment? {
    let lowered = FailureText.start(text).lowercased()
    guard let place = find("again at ", in: lowered) else { return nil }
    let words = lowered[place...].prefix(40).split { " ,.".contains($0) }
    if let (hour, minute) = timeOfDay(words[...]) {
      return LocalMoment(day: nil, hour: hour, minute: minute)
    }
    guard words.count >= 5, let month = months.firstIndex(of: String(words[0].prefix(3))),
      let day = Int(words[1].prefix { $0.isNumber }), let year = Int(words[2]),
      (1...31).contains(day), (2000...9999).contains(year),
      let (hour, minute) = timeOfDay(words.dropFirst(3))
    else { return nil }
    return LocalMoment(
      day: .init(year: year, month: month + 1, day: day), hour: hour, minute: minute)
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// "2:13", "am".
  private static func timeOfDay(_ words: ArraySlice<Substring>) -> (hour: Int, minute: Int)? {
    guard words.count >= 2, let half = words.dropFirst().first, half == "am" || half == "pm"
    else { return nil }
    let parts = words[words.startIndex].split(separator: ":")
    guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (1...12).contains(hour), (0...59).contains(minute)
    else { return nil }
    return (hour % 12 + (half == "pm" ? 12 : 0), minute)
  }

  /// For `RunnerFailure.retryAfter`: whole seconds, rounded up; nil unless positive.
  static func whole(_ wait: Duration?) -> Duration? {
    wait.flatMap { $0 > .zero ? $0.roundedUp : nil }
  }

  /// `amount` of `unit`, at most 30 days; nil when negative.
  static func wait(_ amount: Double?, _ unit: Duration) -> Duration? {
    guard let amount, amount >= 0 else { return nil }
    let bounded = min(amount, longest / unit)
    // Whole units apart, since a product with a Double is not exact.
    return unit * Int(bounded) + unit * bounded.truncatingRemainder(dividingBy: 1)
  }

  /// The moment of an ISO 8601 text in UTC, in seconds since 1970; fractions are dropped.
  static func moment(_ text: String) -> Int? {
    let fields = text.prefix(19).split(whereSeparator: { "-T:".contains($0) }).map { Int($0) }
    guard text.utf8.count >= 20, fields.count == 6, let year = fields[0], let month = fields[1],
      let day = fields[2], let hour = fields[3], let minute = fields[4], let second = fields[5],
      (1970...9999).contains(year), (1...12).contains(month)
    else { return nil }
    // Days since 1970, counted in years that begin in March so that the leap day comes last.
    let years = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let days = years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
    return days * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// The sum of amounts with units: "1h2m3s", "5 days, 3 hours and 2 minutes".
  private static func span(_ text: Substring) -> Duration? {
    var rest = text
    var total: Duration?
    while true {
      rest = rest.drop { " ,~".contains($0) }
      if rest.hasPrefix("and ") { rest = rest.dropFirst(4) }
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      // A full stop that ends the sentence is not part of the number.
      let number = digits.last == "." ? digits.dropLast() : digits
      guard let amount = Double(number) else { return total }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let word = rest.prefix { $0.isLetter }
      guard let unit = unit(String(word)) else { return total ?? wait(amount, .seconds(1)) }
      total = (total ?? .zero) + (wait(amount, unit) ?? .zero)
      rest = rest.dropFirst(word.count)
    }
  }

  private static func unit(_ word: String) -> Duration? {
    switch word {
    case "ms", "millisecond", "milliseconds": .milliseconds(1)
    case "s", "sec", "secs", "second", "seconds": .seconds(1)
    case "m", "min", "mins", "minute", "minutes": .minutes(1)
    case "h", "hr", "hrs", "hour", "hours": .hours(1)
    case "d", "day", "days": .days(1)
    default: nil
    }
  }

  /// The place right after the first `phrase`.
  private static func find(_ phrase: String, in text: String) -> String.Index? {
    var place = text.startIndex
    while place < text.endIndex {
      if text[place...].hasPrefix(phrase) { return text.index(place, offsetBy: phrase.count) }
      place = text.index(after: place)
    }
    return nil
  }
}
