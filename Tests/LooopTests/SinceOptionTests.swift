import Base
import Testing

@testable import looop

@Suite("The beginning of a window")
struct SinceOptionTests {
  /// A moment of 2026-11-22, whatever the zone of the tests.
  private let now = 1_795_348_807

  @Test(
    "A length of time counts back from now",
    arguments: [("90s", 90), ("30m", 1_800), ("12h", 43_200), ("7d", 604_800)])
  func length(text: String, seconds: Int) throws {
    #expect(try SinceOption.moment(text, now: now) == now - seconds)
  }

  @Test("Today and yesterday begin at the local midnight") func todayAndYesterday() throws {
    let today = try SinceOption.moment("today", now: now)
    #expect(LocalTime(today).secondText == "\(LocalTime(now).dayText) 00:00:00")
    let yesterday = try SinceOption.moment("yesterday", now: now)
    #expect(LocalTime(yesterday).timeText == "00:00:00")
    #expect(LocalTime.startOfDay(yesterday, adding: 1) == today)
  }

  @Test("A day and a time are local") func day() throws {
    let day = try SinceOption.moment("2026-02-28", now: now)
    #expect(LocalTime(day).secondText == "2026-02-28 00:00:00")
    let minute = try SinceOption.moment("2024-02-29T09:05", now: now)
    #expect(LocalTime(minute).secondText == "2024-02-29 09:05:00")
  }

  @Test("What is older than 1970 begins there") func old() throws {
    #expect(try SinceOption.moment("36500d", now: now) == 0)
    #expect(try SinceOption.moment("0001-01-01", now: now) == 0)
  }

  @Test(
    "Any other text is refused with the forms",
    arguments: [
      "", "12", "2026", "h", "-1h", "1.5h", "99999999d", "12 h", "2026-11", "2026-02-30",
      "2026-13-01",
      "2026-11-2", "2026-11-22T", "2026-11-22T24:00", "2026-11-22T09:60", "2026-11-22 09:00",
      "2026-11-22T09:00T", "+026-11-22", "Today", "tomorrow", "2026-11-22\n", "\u{1b}[2Jh",
    ])
  func refused(text: String) {
    let error = #expect(throws: LooopError.self) { try SinceOption.moment(text, now: now) }
    #expect(error?.code == "E_USAGE")
    #expect(error?.hint == "Use \(SinceOption.forms).")
    #expect(error?.message.contains("\u{1b}") == false)
  }

  @Test("A moment to come is refused") func toCome() {
    let error = #expect(throws: LooopError.self) { try SinceOption.moment("2999-01-01", now: now) }
    #expect(error?.message == "'2999-01-01' is still to come.")
  }
}
