internal import Base

/// Reads a moment at the start of a text: a day, a time of day, a zone, each where it stands.
struct MomentWords {
  private var day: Int?
  private var month: Int?
  private var year: Int?
  private var weekday: Int?
  private var time: (hour: Int, minute: Int)?
  private var zone: String?
  private var isTomorrow = false

  init(_ text: String) {
    let words = text.split(maxSplits: 16) { " ,;·\n\t".contains($0) }.map(Self.bare)
    var place = 0
    while place < words.count, read(words, &place) { place += 1 }
  }

  /// Nil when neither a day nor a time was found.
  var moment: LocalMoment? {
    guard let month, let day else {
      guard let time = time ?? (isTomorrow ? (0, 0) : nil) else { return nil }
      var moment = LocalMoment(
        day: nil, hour: time.hour, minute: time.minute, weekday: weekday, zone: zone)
      moment.isTomorrow = isTomorrow
      return moment
    }
    return LocalMoment(
      day: .init(year: year ?? 0, month: month, day: day), hour: time?.hour ?? 0,
      minute: time?.minute ?? 0, zone: zone)
  }

  /// Reads a word, at times with the next one; false where the moment is over.
  private mutating func read(_ words: [Substring], _ place: inout Int) -> Bool {
    let word = words[place]
    let lowered = word.lowercased()
    if ["at", "on", "the", "of", "around", "about", "today", "next", "~", ""].contains(lowered) {
      return true
    }
    if lowered == "tomorrow" {
      isTomorrow = true
      return true
    }
    if time != nil {
      guard zone == nil, let zone = Self.zone(word) else { return false }
      self.zone = zone
      return true
    }
    if month == nil, let found = Self.index(lowered, Self.months) {
      month = found + 1
      return true
    }
    if weekday == nil, let found = Self.index(lowered, Self.weekdays) {
      weekday = found
      return true
    }
    if readDate(lowered) || readZonedClock(lowered, isBareRead: false) { return true }
    let half = place + 1 < words.count ? words[place + 1].lowercased() : ""
    if let found = Self.time(lowered, half: half) {
      time = found.time
      if found.usesHalf { place += 1 }
      return true
    }
    return readNumber(lowered, next: half)
  }

  /// "2026-12-01", "2026-12-01T00:00:00Z", "2026-12-01T00:00:00.5+02:00".
  private mutating func readDate(_ word: String) -> Bool {
    let halves = word.split(separator: "t", maxSplits: 1)
    let parts = (halves.first ?? "").split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (2000...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return false }
    (self.year, self.month, self.day) = (year, month, day)
    if halves.count == 2 { _ = readZonedClock(String(halves[1]), isBareRead: true) }
    return true
  }

  /// "10:00:00.5", "10:00Z", "10:00+02:00"; a bare "10:00" may be half of "10:00 PM".
  private mutating func readZonedClock(_ word: String, isBareRead: Bool) -> Bool {
    let shown = word.prefix { $0.isNumber || $0 == ":" }
    guard let time = Self.clock(shown) else { return false }
    var rest = word.dropFirst(shown.count)
    guard isBareRead || !rest.isEmpty else { return false }
    if rest.first == "." { rest = rest.dropFirst().drop(while: \.isNumber) }
    if rest == "z" {
      zone = LocalMoment.utc
    } else if let offset = Self.offset(rest) {
      zone = LocalMoment.utc + offset
    } else if !rest.isEmpty {
      return false
    }
    self.time = time
    return true
  }

  /// "+02:00", "-0530" or "+2" as a zone's name has it: "+2", "-5:30".
  private static func offset(_ text: Substring) -> String? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard (1...4).contains(digits.count), digits.allSatisfy(\.isNumber),
      let number = Int(digits)
    else { return nil }
    let (hours, minutes) = digits.count > 2 ? (number / 100, number % 100) : (number, 0)
    guard hours <= 14, minutes < 60 else { return nil }
    return "\(sign)\(hours)" + (minutes == 0 ? "" : ":\(minutes < 10 ? "0" : "")\(minutes)")
  }

  /// A day of the month or a year.
  private mutating func readNumber(_ word: String, next: String) -> Bool {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits),
      ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count))
    else { return false }
    if day == nil, (1...31).contains(number), month != nil || Self.index(next, Self.months) != nil {
      day = number
      return true
    }
    guard day != nil, year == nil, (2000...9999).contains(number) else { return false }
    year = number
    return true
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let weekdays = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  private static func index(_ word: String, _ names: [String]) -> Int? {
    let name = word == "sept" ? "sep" : word
    return name.count < 3 ? nil : names.firstIndex { $0.hasPrefix(name) }
  }

  /// "2:13" with `half` "am", "7pm", "18:40".
  private static func time(
    _ word: String, half: String
  ) -> (time: (hour: Int, minute: Int), usesHalf: Bool)? {
    let ownHalf = ["am", "pm", "a.m", "p.m"].first { word.hasSuffix($0) }
    let shown = word.dropLast(ownHalf?.count ?? 0)
    let isNextHalf = ownHalf == nil && ["am", "pm", "a.m", "p.m"].contains(half)
    guard let mark = ownHalf ?? (isNextHalf ? half : nil) else {
      return clock(shown).map { ($0, false) }
    }
    guard let (hour, minute) = clock(shown) ?? Int(shown).map({ ($0, 0) }), (1...12).contains(hour)
    else { return nil }
    return ((hour % 12 + (mark.hasPrefix("p") ? 12 : 0), minute), isNextHalf)
  }

  /// "18:40", "18:40:30".
  private static func clock(_ text: some StringProtocol) -> (hour: Int, minute: Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1],
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return (hour, minute)
  }

  /// A word behind a time that names a zone, whether one of that name is known or not: "UTC+2", "CET",
  /// "Europe/Oslo", "+02:00".
  private static func zone(_ word: Substring) -> String? {
    let upper = word.uppercased()
    if upper == "Z" { return LocalMoment.utc }
    if let offset = offset(word) { return LocalMoment.utc + offset }
    if upper.hasPrefix("UTC") || upper.hasPrefix("GMT") {
      return upper.count == 3
        ? upper : offset(Substring(upper).dropFirst(3)).map { upper.prefix(3) + $0 }
    }
    let isAbbreviation =
      (2...5).contains(word.count) && word.allSatisfy { $0.isASCII && $0.isUppercase }
    let isPlace =
      word.contains("/")
      && word.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { $0.first?.isUppercase == true }
    return isAbbreviation || isPlace ? String(word) : nil
  }

  /// Without parentheses around it and a full stop behind it.
  private static func bare(_ word: Substring) -> Substring {
    var word = word.drop { "([\"'".contains($0) }
    while let last = word.last, ")].\"'".contains(last) { word = word.dropLast() }
    return word
  }
}
