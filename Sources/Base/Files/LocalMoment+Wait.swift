extension LocalMoment {
  /// The time from `now`, in seconds since 1970, until then; nil when it is past, or in a zone
  /// that is not known here: no moment is better than a wrong one. `zones` is the folder of the zones.
  package func wait(after now: Int, zones: String = ZoneFile.folder) -> Duration? {
    let file = zone.flatMap { ZoneFile.named($0, in: zones) }
    if zone != nil, file == nil { return nil }
    let offset = { file?.offset(at: $0) ?? Self.localOffset(at: $0) }
    return next(after: now, offset).map { .seconds($0 - now) }
  }

  private func next(after now: Int, _ offset: (Int) -> Int) -> Int? {
    let today = (now + offset(now)).quotient(86_400)
    guard let day else {
      if isTomorrow, weekday == nil { return moment(onDay: today + 1, offset) }
      // One day more where summer time begins or ends between.
      for days in today...today + 8 {
        if let weekday, (days + 4) % 7 != weekday { continue }
        let then = moment(onDay: days, offset)
        if then > now { return then }
      }
      return nil
    }
    if day.year > 0 {
      let then = moment(onDay: CalendarDays.days(day), offset)
      return then > now ? then : nil
    }
    let year = CalendarDays.day(today).year
    for year in [year, year + 1] {
      let days = CalendarDays.days(.init(year: year, month: day.month, day: day.day))
      let then = moment(onDay: days, offset)
      if then > now { return then }
      // Just over, rather than almost a year away.
      if now - then < 60 * 86_400 { return nil }
    }
    return nil
  }

  private func moment(onDay days: Int, _ offset: (Int) -> Int) -> Int {
    let shown = days * 86_400 + hour * 3_600 + minute * 60
    // The offset of that moment is needed to find the moment.
    let nearly = shown - offset(shown)
    return shown - offset(nearly)
  }

  private static func localOffset(at seconds: Int) -> Int {
    let shown = LocalTime(seconds)
    let days = CalendarDays.days(.init(year: shown.year, month: shown.month, day: shown.day))
    return days * 86_400 + shown.hour * 3_600 + shown.minute * 60 + shown.second - seconds
  }
}
