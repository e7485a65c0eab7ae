internal import CSys

/// A moment as date and time of the local time zone (`localtime_r`: Foundation without ICU knows
/// GMT only).
package struct LocalTime: Sendable, Equatable {
  package let year, month, day, hour, minute, second: Int

  package init(_ secondsSince1970: Int) {
    let fields = Self.fields(of: secondsSince1970)
    year = Int(fields.tm_year) + 1900
    month = Int(fields.tm_mon) + 1
    day = Int(fields.tm_mday)
    hour = Int(fields.tm_hour)
    minute = Int(fields.tm_min)
    second = Int(fields.tm_sec)
  }

  /// `2026-11-22 09:05`, as a journal line starts.
  package var minuteText: String { "\(dayText) \(pad(hour)):\(pad(minute))" }
  /// `09:05:07`, for an event of today.
  package var timeText: String { "\(pad(hour)):\(pad(minute)):\(pad(second))" }

  /// `2026-11-22 09:05:07`.
  package var secondText: String { "\(minuteText):\(pad(second))" }
  /// `2026-11-22`.
  package var dayText: String { "\(year)-\(pad(month))-\(pad(day))" }
  /// `2026-11`, the name of a month's ledger.
  package var monthText: String { "\(year)-\(pad(month))" }
  /// `20261122-090507`: sorts by time.
  package var stampText: String {
    "\(year)\(pad(month))\(pad(day))-\(pad(hour))\(pad(minute))\(pad(second))"
  }

  /// The stamp of a file: the `number`th of its second sorts behind the former ones, as `_` comes after
  /// the dot of an extension.
  package func stampText(_ number: Int) -> String {
    number > 1 ? "\(stampText)_\(pad(number))" : stampText
  }

  private func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// The first second of the local day that contains `secondsSince1970`, or of the day `days`
  /// later.
  package static func startOfDay(_ secondsSince1970: Int, adding days: Int = 0) -> Int {
    moment(minute: 0, ofDay: secondsSince1970, adding: days)
  }

  /// The moment at which local clocks show `minute`, counted from midnight, on the day that
  /// contains `day`. On a day when summer time begins or ends, that is not `minute` minutes after
  /// midnight.
  package static func moment(minute: Int, ofDay day: Int, adding days: Int = 0) -> Int {
    var fields = fields(of: day)
    fields.tm_mday += Int32(days)
    (fields.tm_hour, fields.tm_min, fields.tm_sec) = (Int32(minute / 60), Int32(minute % 60), 0)
    fields.tm_isdst = -1
    return Int(mktime(&fields))
  }

  /// The moment that `2026-11-22` (its first second) or `2026-11-22T09:05` means here; nil for any
  /// other text, and for a day that the calendar does not have.
  package static func moment(writtenAs text: String) -> Int? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard let date = parts.first, let day = day(date), parts.count < 3 else { return nil }
    guard parts.count == 2 else { return moment(minute: 0, of: day) }
    guard let time = numbers(parts[1], separatedBy: ":", digits: [2, 2]), time[0] < 24, time[1] < 60
    else { return nil }
    return moment(minute: time[0] * 60 + time[1], of: day)
  }

  private static func day(_ text: Substring) -> LocalMoment.Day? {
    guard let numbers = numbers(text, separatedBy: "-", digits: [4, 2, 2]),
      (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2])
    else { return nil }
    let day = LocalMoment.Day(year: numbers[0], month: numbers[1], day: numbers[2])
    return CalendarDays.day(CalendarDays.days(day)) == day ? day : nil
  }

  /// Numbers of so many digits; nil for any other text.
  private static func numbers(
    _ text: Substring, separatedBy separator: Character, digits: [Int]
  ) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == digits, parts.allSatisfy(\.utf8.isDigitsOnly)
    else { return nil }
    return parts.compactMap { Int($0) }
  }

  private static func moment(minute: Int, of day: LocalMoment.Day) -> Int {
    var fields = tm()
    (fields.tm_year, fields.tm_mon, fields.tm_mday) =
      (Int32(day.year - 1900), Int32(day.month - 1), Int32(day.day))
    (fields.tm_hour, fields.tm_min) = (Int32(minute / 60), Int32(minute % 60))
    fields.tm_isdst = -1
    return Int(mktime(&fields))
  }

  /// 0 for Sunday to 6 for Saturday.
  package static func weekday(_ secondsSince1970: Int) -> Int {
    Int(fields(of: secondsSince1970).tm_wday)
  }

  private static func fields(of secondsSince1970: Int) -> tm {
    var moment = time_t(secondsSince1970)
    var fields = tm()
    localtime_r(&moment, &fields)
    return fields
  }
}
