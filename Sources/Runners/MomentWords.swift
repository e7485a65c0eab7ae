internal import Base

/// Reads a moment at the start of a text: a day, a time of day, a zone, each where it stands.
struct MomentWords {
  private var day: Int?
  private var month: Int?
  private var year: Int?
  private var weekday: Int?
  private var time: (hour: Int, minute: Int)?
  private var zone: String?

  init(_ text: String) {
    let words = text.split(maxSplits: 16) { " ,;·\n\t".contains($0) }.map(Self.bare)
    var place = 0
    while place < words.count, read(words, &place) { place += 1 }
  }

  /// Nil when neither a day nor a time was found.
  var moment: LocalMoment? {
    guard let month, let day else {
      guard let time else { return nil }
      return LocalMoment(
        day: nil, hour: time.hour, minute: time.minute, weekday: weekday, zone: zone)
    }
    return LocalMoment(
      day: .init(year: year ?? 0, month: month, day: day), hour: time?.hour ?? 0,
      minute: time?.minute ?? 0, zone: zone)
  }

  /// Reads a word, at times with the next one; false where the moment is over.
  private mutating func read(_ words: [Substring], _ place: inout Int) -> Bool {
    let word = words[place]
    let lowered = word.lowercased()
    if ["at", "on", "the", "of", "around", "about", "today", "~", ""].contains(lowered) {
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
    if readDate(lowered, isoZone: word.hasSuffix("Z")) { return true }
    let half = place + 1 < words.count ? words[place + 1].lowercased() : ""
    if let found = Self.time(lowered, half: half) {
      time = found.time
      if found.usesHalf { place += 1 }
      return true
    }
    return readNumber(lowered, next: half)
  }

  /// "2026-12-01", "2026-12-01T00:00:00Z".
  private mutating func readDate(_ word: String, isoZone: Bool) -> Bool {
    let halves = word.split(separator: "t", maxSplits: 1)
    let parts = (halves.first ?? "").split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (2000...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return false }
    (self.year, self.month, self.day) = (year, month, day)
    if halves.count == 2 {
      time = Self.clock(halves[1].prefix { $0.isNumber || $0 == ":" })
      if isoZone { zone = LocalMoment.utc }
    }
    return true
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

  private static func zone(_ word: Substring) -> String? {
    if word.hasPrefix("UTC") || word.hasPrefix("GMT") || word.contains("/") { return String(word) }
    return nil
  }

  /// Without parentheses around it and a full stop behind it.
  private static func bare(_ word: Substring) -> Substring {
    var word = word.drop { "([\"'".contains($0) }
    while let last = word.last, ")].\"'".contains(last) { word = word.dropLast() }
    return word
  }
}
