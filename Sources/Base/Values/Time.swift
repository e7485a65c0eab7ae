internal import CSys

/// Where a process takes the time from; a test gives its own.
package struct Clock: Sendable {
  /// Seconds since 1970, UTC.
  package let now: @Sendable () -> Int
  /// How many real nanoseconds one of its seconds lasts.
  private let second: Int

  package init(second: Int = 1_000_000_000, now: @escaping @Sendable () -> Int) {
    self.second = second
    self.now = now
  }

  package static let system = Clock { time(nil) }

  /// When it will show `seconds`, for a deadline; now if that is past.
  package func moment(_ seconds: Int) -> Monotonic {
    Monotonic.now().adding(nanoseconds: max(0, seconds - now()) * second)
  }
}

/// A point on the clock that never goes back, for deadlines within one process.
package struct Monotonic: Sendable, Hashable, Comparable {
  package let nanoseconds: Int

  package static let distantFuture = Monotonic(nanoseconds: .max)

  package init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

  package static func now() -> Monotonic {
    var spec = timespec()
    clock_gettime(CLOCK_MONOTONIC, &spec)
    return Monotonic(nanoseconds: spec.tv_sec * 1_000_000_000 + spec.tv_nsec)
  }

  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }
  package func adding(milliseconds: Int) -> Monotonic {
    adding(nanoseconds: milliseconds * 1_000_000)
  }
  func adding(nanoseconds added: Int) -> Monotonic { Monotonic(nanoseconds: nanoseconds + added) }
  package func milliseconds(since earlier: Monotonic) -> Int {
    (nanoseconds - earlier.nanoseconds) / 1_000_000
  }
}

/// A moment broken into the fields of the local time zone (`localtime_r`: Foundation without ICU
/// knows GMT only).
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
  /// `2026-11-22`.
  package var dayText: String { "\(year)-\(pad(month))-\(pad(day))" }
  /// `2026-11`, the name of a month's ledger.
  package var monthText: String { "\(year)-\(pad(month))" }
  /// `20261122-090507`: sorts by time.
  package var stampText: String {
    "\(year)\(pad(month))\(pad(day))-\(pad(hour))\(pad(minute))\(pad(second))"
  }

  private func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// The first second of the local day that holds `secondsSince1970`, or of one `days` later.
  package static func startOfDay(_ secondsSince1970: Int, adding days: Int = 0) -> Int {
    moment(minute: 0, ofDay: secondsSince1970, adding: days)
  }

  /// The moment at which the clock of the local day that holds `day` shows `minute`, counted from
  /// midnight: not so many minutes after midnight, where summer time begins or ends.
  package static func moment(minute: Int, ofDay day: Int, adding days: Int = 0) -> Int {
    var fields = fields(of: day)
    fields.tm_mday += Int32(days)
    (fields.tm_hour, fields.tm_min, fields.tm_sec) = (Int32(minute / 60), Int32(minute % 60), 0)
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

/// A length of time as people write it: `90s`, `5m`, `2h`, `1d`, or bare seconds.
package enum Duration {
  /// A century, which is more than anybody waits, and little enough that sums cannot overflow.
  static let longest = 36_500 * 86_400

  /// The seconds of `text`, or nil when it is not a duration, or longer than a century.
  package static func seconds(_ text: String) -> Int? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last else { return nil }
    let unit = units[last]
    let digits = unit == nil ? Substring(text) : text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let count = Int(digits)
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit ?? 1)
    return overflow || seconds > longest ? nil : seconds
  }

  /// `45s`, `12m`, `3h`, `2d`: the largest whole unit, rounded down.
  package static func text(_ seconds: Int) -> String {
    switch seconds {
    case ..<120: "\(seconds)s"
    case ..<7200: "\(seconds / 60)m"
    case ..<172_800: "\(seconds / 3600)h"
    default: "\(seconds / 86_400)d"
    }
  }
}
