package import Base

/// When questions leave this machine: at which ages, and at which hours of the day.
package struct NotifyRules: Sendable, Equatable {
  /// How old an ask must be before its first notification.
  package var minAge = Duration.zero
  /// The ages at which it is sent again, growing.
  package var escalations: [Duration] = []
  package var quiet: QuietHours?

  package init() {}

  /// The times of day as `22:00-08:00`, and ages as `10m,1h`. Throws `E_USAGE` with the word that is wrong.
  package mutating func set(
    minAge: String? = nil, escalate: String? = nil, quiet: String? = nil
  ) throws(LooopError) {
    if let minAge { self.minAge = try Self.age(minAge, "--min-age") }
    if let escalate {
      escalations = try escalate.split(separator: ",", omittingEmptySubsequences: false)
        .map { text throws(LooopError) in try Self.age(String(text), "--escalate") }
    }
    if let quiet { self.quiet = try Self.hours(quiet) }
    var former = self.minAge
    for age in escalations {
      guard age > former else {
        throw Self.refusal(
          "--escalate", "\(age.exactText) is not after \(former.exactText)",
          hint: "Give growing ages that lie behind --min-age, such as 10m,1h.")
      }
      former = age
    }
  }

  private static func age(_ text: String, _ option: String) throws(LooopError) -> Duration {
    let word = text.drop { $0 == " " }
    guard let age = Duration(parsing: String(word)) else {
      throw refusal(
        option, "'\(Untrusted.word(text))' is not a length of time",
        hint: "Write 90s, 10m, 2h, 1d or a number of seconds.")
    }
    return age
  }

  private static func hours(_ text: String) throws(LooopError) -> QuietHours {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(minute)
    guard ends.count == 2, let from = ends[0], let to = ends[1], from < 1_440 else {
      throw refusal(
        "--quiet", "'\(Untrusted.word(text))' does not name two times of day",
        hint: "Write them as 22:00-08:00, in local time.")
    }
    guard from % 1_440 != to % 1_440 else {
      throw refusal(
        "--quiet", "'\(Untrusted.word(text))' begins and ends at the same time",
        hint: "Leave the option out to have no quiet hours.")
    }
    return QuietHours(days: Set(0...6), from: from, to: to)
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts.allSatisfy(\.utf8.isDigitsOnly), let hour = Int(parts[0]), let minute = Int(parts[1]),
      minute < 60, hour * 60 + minute <= 1_440
    else { return nil }
    return hour * 60 + minute
  }

  private static func refusal(_ option: String, _ what: String, hint: String) -> LooopError {
    LooopError(.usage, code: "E_USAGE", "\(option): \(what).", hint: hint)
  }

  /// By how much clocks may differ before a moment in the future counts as a mistake.
  private static let skew = 60

  /// The moment of each level: the first notification, then the repeats.
  func moments(of ask: Ask, now: Int) -> [Int] {
    let ages = ([minAge] + escalations).map(\.seconds)
    guard ask.raisedAt > now + Self.skew else { return ages.map { ask.raisedAt + $0 } }
    // The clock was set back since: its age is not known, and it must not wait for the former time.
    return [now] + ages.dropFirst().map { ask.raisedAt + $0 }
  }

  /// `moment`, or the end of the quiet hours that hold it.
  func outsideQuietHours(_ moment: Int) -> Int { quiet?.end(holding: moment) ?? moment }
}
