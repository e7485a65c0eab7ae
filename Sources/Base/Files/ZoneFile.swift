/// What clocks of one time zone show, as its TZif file tells (RFC 9636). `localtime_r` knows only the
/// zone of the process, and an agent states a limit's end in the zone of its own.
package struct ZoneFile: Sendable, Equatable {
  package static let folder = "/usr/share/zoneinfo"

  private var transitions: [(at: Int, offset: Int)] = []
  /// Before the first transition.
  private var first = 0
  /// After the last transition.
  private var rule: ZoneRule?

  /// The zone called `name`; nil when none is known by it.
  package static func named(_ name: String, in folder: String = folder) -> ZoneFile? {
    if let offset = fixed(name) { return ZoneFile(offset: offset) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { part in
      part.utf8.first.map(\.isLetter) == true
        && part.utf8.allSatisfy {
          $0.isNameByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
        }
    }
    guard isName, let bytes = try? AtomicFile.read("\(folder)/\(name)") else { return nil }
    return ZoneFile(bytes)
  }

  /// What is wrong with the time zone of this process, which `TZ` names; nil when nothing is. The C
  /// library uses UTC for one that it does not know, without a word.
  package static func problem(
    in environment: [String: String], folder: String = folder
  ) -> LooopError? {
    guard let text = environment["TZ"] else { return nil }
    // A colon says that a file is meant.
    let name = text.hasPrefix(":") ? String(text.dropFirst()) : text
    let folder = environment["TZDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? folder
    if name.isEmpty || ["UTC", "GMT"].contains(name) { return nil }
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    if let bytes = (try? AtomicFile.read(path)) ?? nil, ZoneFile(bytes) != nil { return nil }
    // A rule of POSIX; without its days, those of the C library hold.
    if text == name, ZoneRule(name) ?? ZoneRule("\(name),M3.2.0,M11.1.0") != nil { return nil }
    let reason =
      name.hasPrefix("/") || Folder.exists(folder)
      ? "" : "; there are no zones in \(Untrusted.oneLine(folder))"
    return LooopError(
      .config, code: "E_TIME_ZONE",
      "The time zone '\(Untrusted.word(text))' of TZ is unknown\(reason). UTC is used instead:"
        + " for quiet hours, for the days of budgets, and for the times that are shown.",
      hint: "Set TZ to a name such as Europe/Oslo, or unset it for the zone of this machine.")
  }

  /// "UTC", "GMT", "Z", and these with an offset: "UTC+5:30".
  private static func fixed(_ name: String) -> Int? {
    if name == "Z" { return 0 }
    guard ["UTC", "GMT"].contains(name.prefix(3)) else { return nil }
    let rest = name.dropFirst(3)
    guard let sign = rest.first else { return 0 }
    guard sign == "+" || sign == "-" else { return nil }
    let parts = rest.dropFirst().split(separator: ":").map { Int($0) }
    guard let hours = parts.first ?? nil, (0...14).contains(hours), parts.count <= 2 else {
      return nil
    }
    let minutes = parts.count == 2 ? parts[1] ?? 0 : 0
    return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private init(offset: Int) { first = offset }

  /// Nil when `bytes` are not such a file.
  package init?(_ bytes: [UInt8]) {
    guard let old = Block(bytes, at: 0, timeSize: 4) else { return nil }
    // The first block is for old readers; from version 2 on a second one has 64 bits.
    guard bytes[4] >= UInt8(ascii: "2"), let block = Block(bytes, at: old.end, timeSize: 8) else {
      (first, transitions) = (old.first, old.transitions)
      return
    }
    (first, transitions) = (block.first, block.transitions)
    let footer = bytes[block.end...].drop { $0 == .lineFeed }.prefix { $0 != .lineFeed }
    rule = ZoneRule(String(decoding: footer, as: UTF8.self))
  }

  /// Seconds to add to UTC at a moment in seconds since 1970.
  package func offset(at moment: Int) -> Int {
    guard let last = transitions.last else { return rule?.offset(at: moment) ?? first }
    if moment >= last.at { return rule?.offset(at: moment) ?? last.offset }
    return transitions.last { $0.at <= moment }?.offset ?? first
  }

  package static func == (left: ZoneFile, right: ZoneFile) -> Bool {
    left.first == right.first && left.rule == right.rule
      && left.transitions.elementsEqual(right.transitions) { $0 == $1 }
  }

  private struct Block {
    var transitions: [(at: Int, offset: Int)] = []
    var first = 0
    var end: Int

    init?(_ bytes: [UInt8], at start: Int, timeSize: Int) {
      func number(_ place: Int, size: Int) -> Int {
        let bits = bytes[place..<place + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int(Int32(truncatingIfNeeded: bits)) : Int(truncatingIfNeeded: bits)
      }
      guard bytes.count >= start + 44, bytes[start...].starts(with: Array("TZif".utf8)) else {
        return nil
      }
      let counts = (0..<6).map { number(start + 20 + 4 * $0, size: 4) }
      guard counts.allSatisfy({ (0...65_536).contains($0) }), counts[4] > 0 else { return nil }
      let times = start + 44
      let kinds = times + counts[3] * timeSize
      let types = kinds + counts[3]
      end = types + counts[4] * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1] + counts[0]
      guard bytes.count >= end else { return nil }
      let offsets = (0..<counts[4]).map { number(types + 6 * $0, size: 4) }
      guard offsets.allSatisfy({ abs($0) < 200_000 }) else { return nil }
      first = offsets[0]
      for index in 0..<counts[3] {
        let kind = Int(bytes[kinds + index])
        guard kind < offsets.count else { return nil }
        transitions.append((number(times + index * timeSize, size: timeSize), offsets[kind]))
      }
    }
  }
}

/// The rule at the end of a zone's file, as the variable TZ has it: "CET-1CEST,M3.5.0,M10.5.0/3".
struct ZoneRule: Sendable, Equatable {
  private enum Day: Equatable {
    /// The week 5 is the last one.
    case weekday(month: Int, week: Int, day: Int)
    /// Counted from 1 without, from 0 with the 29th of February.
    case ofYear(Int, countsLeapDay: Bool)
  }

  private struct Change: Equatable {
    var day: Day
    var time: Int
  }

  private var standard: Int
  private var summer: (offset: Int, start: Change, end: Change)?

  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard Self.name(&rest), let offset = Self.time(&rest) else { return nil }
    standard = -offset
    guard Self.name(&rest) else {
      if rest.isEmpty { return }
      return nil
    }
    let other = rest.first == UInt8(ascii: ",") ? standard + 3_600 : Self.time(&rest).map { -$0 }
    guard let other, let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty
    else { return nil }
    summer = (other, start, end)
  }

  func offset(at moment: Int) -> Int {
    guard let summer else { return standard }
    let year = CalendarDays.day((moment + standard) / 86_400).year
    let start = Self.moment(summer.start, year) - standard
    let end = Self.moment(summer.end, year) - summer.offset
    let isSummer =
      start < end ? (start..<end).contains(moment) : !(end..<start).contains(moment)
    return isSummer ? summer.offset : standard
  }

  static func == (left: ZoneRule, right: ZoneRule) -> Bool {
    left.standard == right.standard && left.summer?.offset == right.summer?.offset
      && left.summer?.start == right.summer?.start && left.summer?.end == right.summer?.end
  }

  private static func moment(_ change: Change, _ year: Int) -> Int {
    let newYear = CalendarDays.days(.init(year: year, month: 1, day: 1))
    let march = CalendarDays.days(.init(year: year, month: 3, day: 1))
    let days: Int
    switch change.day {
    case .ofYear(let day, let countsLeapDay):
      let isShifted = !countsLeapDay && newYear + day - 1 >= newYear + 59 && march == newYear + 60
      days = newYear + (countsLeapDay ? day : day - 1) + (isShifted ? 1 : 0)
    case .weekday(let month, let week, let day):
      let first = CalendarDays.days(.init(year: year, month: month, day: 1))
      let next = CalendarDays.days(
        .init(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1))
      var found = first + (day - (first + 4) % 7 + 7) % 7 + 7 * (week - 1)
      while found >= next { found -= 7 }
      days = found
    }
    return days * 86_400 + change.time
  }

  private static func name(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let count: Int
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      count = end - rest.startIndex + 1
    } else {
      count = rest.prefix(while: \.isLetter).count
    }
    rest = rest.dropFirst(count)
    return count > 0
  }

  /// "5", "-3:30", "+2".
  private static func time(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard var seconds = number(&rest).map({ $0 * 3_600 }) else { return nil }
    for unit in [60, 1] where rest.first == UInt8(ascii: ":") {
      rest = rest.dropFirst()
      guard let part = number(&rest) else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix(while: \.isDigit)
    guard (1...4).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// ",M3.5.0/2", ",J60", ",59".
  private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard rest.first == UInt8(ascii: ",") else { return nil }
    rest = rest.dropFirst()
    let day: Day
    if rest.first == UInt8(ascii: "M") {
      var parts: [Int] = []
      for _ in 0..<3 {
        rest = rest.dropFirst()
        guard let part = number(&rest) else { return nil }
        parts.append(part)
      }
      guard (1...12).contains(parts[0]), (1...5).contains(parts[1]), (0...6).contains(parts[2])
      else { return nil }
      day = .weekday(month: parts[0], week: parts[1], day: parts[2])
    } else {
      let isJulian = rest.first == UInt8(ascii: "J")
      if isJulian { rest = rest.dropFirst() }
      guard let number = number(&rest), (0...366).contains(number) else { return nil }
      day = .ofYear(number, countsLeapDay: !isJulian)
    }
    guard rest.first == UInt8(ascii: "/") else { return Change(day: day, time: 7_200) }
    rest = rest.dropFirst()
    return time(&rest).map { Change(day: day, time: $0) }
  }
}
