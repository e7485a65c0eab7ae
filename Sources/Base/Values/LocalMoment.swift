internal import CSys

/// A moment in local time as a text states it: a day and a time, or only a time of day.
package struct LocalMoment: Sendable, Equatable {
  package struct Day: Sendable, Equatable {
    package var year, month, day: Int

    package init(year: Int, month: Int, day: Int) {
      self.year = year
      self.month = month
      self.day = day
    }
  }

  /// Nil for the next time the clock shows this time of day.
  package var day: Day?
  package var hour, minute: Int

  package init(day: Day?, hour: Int, minute: Int) {
    self.day = day
    self.hour = hour
    self.minute = minute
  }

  /// The time from `now`, in seconds since 1970, until then; nil when it is past.
  package func wait(after now: Int) -> Duration? { next(after: now).map { .seconds($0 - now) } }

  private func next(after now: Int) -> Int? {
    var moment = time_t(now)
    var fields = tm()
    localtime_r(&moment, &fields)
    if let day {
      (fields.tm_year, fields.tm_mon) = (Int32(day.year - 1900), Int32(day.month - 1))
      fields.tm_mday = Int32(day.day)
    }
    (fields.tm_hour, fields.tm_min, fields.tm_sec) = (Int32(hour), Int32(minute), 0)
    fields.tm_isdst = -1
    var tomorrow = fields
    let then = Int(mktime(&fields))
    if then > now { return then }
    guard day == nil else { return nil }
    tomorrow.tm_mday += 1
    return Int(mktime(&tomorrow))
  }
}
