import Testing

@testable import Base
@testable import Core
@testable import Sensors

private let always = Set(0...6)

@Suite("Quiet hours of a manifest")
struct QuietHoursTests {
  @Test(
    "Hours read as minutes of the days they begin on",
    arguments: [
      ("{from: '22:00', to: '07:00'}", [QuietHours(days: always, from: 1320, to: 420)]),
      ("{from: 22:00, to: 7:00}", [QuietHours(days: always, from: 1320, to: 420)]),
      ("[{from: \"0:00\", to: \"24:00\"}]", [QuietHours(days: always, from: 0, to: 1440)]),
      ("{from: '9:5', to: '09:06'}", [QuietHours(days: always, from: 545, to: 546)]),
      (
        "{days: [sun, MON, Tue, wed, thu, fri, sat], from: '1:00', to: '2:00'}",
        [QuietHours(days: always, from: 60, to: 120)]
      ),
      (
        "\n- {days: [sat], from: '1:00', to: '2:00'}\n- {days: [sun, sun], from: '3:00', to: '4:00'}",
        [QuietHours(days: [6], from: 60, to: 120), QuietHours(days: [0], from: 180, to: 240)]
      ),
      ("[]", []),
    ])
  func good(text: String, expected: [QuietHours]) throws {
    #expect(try parsed("quiet_hours: \(text)") == described { $0.timing.quietHours = expected })
  }

  @Test(
    "What is no time of day is told where it stands",
    arguments: [
      "25:00", "24:01", "7", "7:60", "a:b", "-1:00", "+1:00", "1:+5", "07:00:00", ":", "7:", "",
      "007:00", "7h", "٧:00", "1e:00",
    ])
  func times(text: String) {
    let message = "is '\(text)'; write a time of day, such as \"22:00\""
    #expect(
      complaint("quiet_hours: {from: '\(text)', to: '7:00'}") == "2:21: 'from' \(message)")
    #expect(
      complaint("quiet_hours:\n  - from: 7:00\n    to: '\(text)'") == "4:9: 'to' \(message)")
  }

  @Test(
    "Days and both ends are asked for",
    arguments: [
      (
        "{days: [sat, funday], from: '1:00', to: '2:00'}",
        "2:21: 'funday' is not a day; write sun, mon, tue, wed, thu, fri, sat"
      ),
      (
        "{days: [6], from: '1:00', to: '2:00'}",
        "2:21: '6' is not a day; write sun, mon, tue, wed, thu, fri, sat"
      ),
      ("{days: sat, from: '1:00', to: '2:00'}", "2:21: 'days' must be a list, found text"),
      (
        "{days: [], from: '1:00', to: '2:00'}",
        "2:21: 'days' is empty; leave it out for every day"
      ),
      ("{from: '1:00'}", "2:14: quiet hours need 'from' and 'to', such as \"22:00\""),
      ("[{to: '1:00'}]", "2:15: quiet hours need 'from' and 'to', such as \"22:00\""),
      ("{}", "2:14: quiet hours need 'from' and 'to', such as \"22:00\""),
      ("{from: [1], to: '1:00'}", "2:21: 'from' must be text, found a list"),
    ])
  func bad(text: String, message: String) { #expect(complaint("quiet_hours: \(text)") == message) }

  @Test("Hours that cross midnight hold on both sides of it, and no longer")
  func wrap() throws {
    let timing = try parsed("quiet_hours: {days: [fri], from: '22:00', to: '07:00'}").timing
    let noon = LocalTime.startOfDay(1_795_000_000) + 43_200
    // From some noon to the Friday's.
    let friday = try #require(
      (0..<7).map { LocalTime.startOfDay(noon, adding: $0) + 43_200 }.first { day in
        timing.quietHours[0].start(after: day - 43_200) == day + 36_000
      })
    for (hours, isQuiet) in [(9, false), (10, true), (18, true), (19, false), (34, false)] {
      #expect(timing.isQuiet(friday + hours * 3600) == isQuiet, "\(hours) h")
    }
    let whole = try parsed("quiet_hours: {from: '00:00', to: '24:00'}").timing
    for hours in 0..<48 { #expect(whole.isQuiet(noon + hours * 3600)) }
    let late = try parsed("quiet_hours: {from: '22:00', to: '24:00'}").timing
    #expect(!late.isQuiet(friday) && late.isQuiet(friday + 36_000))
    #expect(!late.isQuiet(friday + 43_200))
  }
}
