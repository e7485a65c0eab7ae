internal import Base

/// The wait that a text states: a span, or a local time. An adapter has no clock with which to turn one
/// into the other.
enum StatedWait {
  /// The longest wait, 30 days: a bigger number is taken for a mistake.
  private static let longest = Duration.days(30)

  static func isStated(in text: String) -> Bool {
    span(in: text) != nil || localMoment(in: text) != nil
  }

  /// The time of "try again in 1.5s", "try again in 3 hours 20 minutes" or "retry after 30".
  static func span(in text: String) -> Duration? {
    let lowered = FailureText.start(text).lowercased()
    for phrase in [
      "again in ", "retry in ", "retry after ", "retry-after: ", "resets in ", "reset in ",
      "please wait ", "\"retrydelay\": \"", "\"retrydelay\":\"",
    ] {
      guard let place = find(phrase, in: lowered) else { continue }
      if let span = span(lowered[place...]) { return min(span, longest) }
    }
    return nil
  }

  /// The moment of "try again at Nov 23rd, 2026 2:13 AM.", "resets 6:40pm (Europe/Oslo)", "resets Mar 3
  /// at 7am", "regain access on 2026-12-01 at 00:00 UTC" or "limit reached|1755806400".
  static func localMoment(in text: String) -> LocalMoment? {
    let start = FailureText.start(text)
    let bytes = Array(start.utf8)
    let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    for phrase in momentPhrases {
      var place = 0
      while let found = find(Array(phrase.utf8), in: lowered, from: place) {
        place = found
        let rest = String(decoding: bytes[found...].prefix(80), as: UTF8.self)
        if let moment = MomentWords(rest).moment { return moment }
      }
    }
    return epoch(in: lowered)
  }

  private static let momentPhrases = [
    "again at ", "again on ", "again after ", "resets at ", "resets on ", "resets: ", "resets ",
    "reset at ", "reset on ", "reset: ", "access on ", "access at ", "available at ",
    "available on ", "retry at ", "retry after ", "until ", "again ", "back ", "available ",
    "retry ",
  ]

  /// Seconds or milliseconds since 1970 in the text of a limit.
  private static func epoch(in bytes: [UInt8]) -> LocalMoment? {
    guard ["limit", "reset"].contains(where: { find(Array($0.utf8), in: bytes, from: 0) != nil })
    else { return nil }
    for run in bytes.split(whereSeparator: { !$0.isNameByte && $0 != UInt8(ascii: ".") }) {
      guard run.isDigitsOnly, run.count == 10 || run.count == 13,
        let number = Int(String(decoding: run, as: UTF8.self))
      else { continue }
      let seconds = run.count == 13 ? (number + 999) / 1000 : number
      if (1_500_000_000...4_200_000_000).contains(seconds) { return LocalMoment(seconds: seconds) }
    }
    return nil
  }

  /// The place right after the first `phrase` that stands at or after `place` and begins a word.
  private static func find(_ phrase: [UInt8], in bytes: [UInt8], from place: Int) -> Int? {
    guard phrase.count <= bytes.count, place <= bytes.count - phrase.count else { return nil }
    for at in place...bytes.count - phrase.count
    where bytes[at] == phrase[0] && (at == 0 || !bytes[at - 1].isLetter)
      && bytes[at...].starts(with: phrase)
    { return at + phrase.count }
    return nil
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
    let days = CalendarDays.days(.init(year: year, month: month, day: day))
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
