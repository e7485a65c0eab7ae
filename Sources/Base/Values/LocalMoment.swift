/// A moment as a text states it: a day and a time, or only a time of day, in some time zone.
package struct LocalMoment: Sendable, Equatable {
  package struct Day: Sendable, Equatable {
    /// 0 where the text names no year: the next such day.
    package var year: Int
    package var month, day: Int

    package init(year: Int, month: Int, day: Int) {
      self.year = year
      self.month = month
      self.day = day
    }
  }

  /// Nil for the next time the clock shows this time of day.
  package var day: Day?
  package var hour, minute: Int
  /// 0 for Sunday to 6 for Saturday: the next such day, where `day` is nil.
  package var weekday: Int?
  /// As "Europe/Oslo" or "UTC+2"; nil for the local zone.
  package var zone: String?
  /// Whether it is that time of the next day, where `day` and `weekday` are nil.
  package var isTomorrow = false

  package static let utc = "UTC"

  package init(day: Day?, hour: Int, minute: Int, weekday: Int? = nil, zone: String? = nil) {
    self.day = day
    self.hour = hour
    self.minute = minute
    self.weekday = weekday
    self.zone = zone
  }

  /// The moment `seconds` after 1970, rounded up to a minute.
  package init(seconds: Int) {
    let minutes = seconds / 60 + (seconds % 60 > 0 ? 1 : 0)
    let (day, minute) = (minutes / 1_440, minutes % 1_440)
    self.init(
      day: CalendarDays.day(day), hour: minute / 60, minute: minute % 60, zone: Self.utc)
  }
}

/// Days counted from 1970, in the Gregorian calendar.
package enum CalendarDays {
  /// Counted in years that begin in March, so that the leap day comes last.
  package static func days(_ day: LocalMoment.Day) -> Int {
    let years = day.month > 2 ? day.year : day.year - 1
    let dayOfYear = (153 * ((day.month + 9) % 12) + 2) / 5 + day.day - 1
    let leaps = years.quotient(4) - years.quotient(100) + years.quotient(400)
    return years * 365 + leaps + dayOfYear - 719_468
  }

  package static func day(_ days: Int) -> LocalMoment.Day {
    let shifted = days + 719_468
    let era = shifted.quotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leaps) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    return LocalMoment.Day(
      year: era * 400 + yearOfEra + (month >= 10 ? 1 : 0),
      month: month < 10 ? month + 3 : month - 9,
      day: dayOfYear - (153 * month + 2) / 5 + 1)
  }
}

extension Int {
  /// Rounded down, of negative numbers too.
  func quotient(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}
