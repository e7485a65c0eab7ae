import Base
import Testing

@Suite("Lengths of time")
struct DurationTests {
  @Test(
    "They are read as people write them",
    arguments: [
      ("0", 0), ("90", 90), ("90s", 90), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("007s", 7),
    ])
  func reads(_ text: String, _ seconds: Int) {
    #expect(Duration(parsing: text) == .seconds(seconds))
  }

  @Test(
    "Anything else is none",
    arguments: [
      "", "s", "m", "-5", "-5s", "+5", "5 m", " 5", "5.5h", "1h30m", "5w", "5M", "٥m",
      "9223372036854775807d",
      "99999999999999999999", "9223372036854775807", "36501d", "0x10", "5m\n", "m\u{301}",
    ])
  func refuses(_ text: String) {
    #expect(Duration(parsing: text) == nil)
  }

  @Test(
    "They are shown in the largest unit that leaves two or more of it",
    arguments: [
      (0, "0s"), (45, "45s"), (119, "119s"), (120, "2m"), (179, "2m"), (7199, "119m"), (7200, "2h"),
      (172_799, "47h"), (172_800, "2d"), (864_000, "10d"),
    ])
  func shows(_ seconds: Int, _ text: String) {
    #expect(Duration.seconds(seconds).text == text)
  }

  @Test(
    "One that someone set is never rounded",
    arguments: [
      (0, "0s"), (60, "60s"), (120, "2m"), (130, "130s"), (150, "150s"), (3_600, "60m"),
      (7_200, "2h"), (7_260, "121m"), (12_600, "210m"), (86_400, "24h"), (129_600, "36h"),
      (172_801, "172801s"), (31_536_000, "365d"),
    ])
  func showsExactly(_ seconds: Int, _ text: String) {
    #expect(Duration.seconds(seconds).exactText == text)
    #expect(Duration(parsing: text) == .seconds(seconds))
  }

  @Test("Whole units drop the rest, and a rest rounds up to a second where that is asked for")
  func units() {
    let length = Duration.milliseconds(2_999) + .nanoseconds(999_999)
    #expect(length.seconds == 2 && length.milliseconds == 2_999)
    #expect(length.roundedUp == .seconds(3) && Duration.seconds(3).roundedUp == .seconds(3))
    #expect(Duration.days(1) == .hours(24) && Duration.hours(1) == .minutes(60))
  }

  @Test("A moment moves by them, and none lies beyond the distant future")
  func moments() {
    let start = Monotonic(nanoseconds: 5)
    #expect(start + .microseconds(1) == Monotonic(nanoseconds: 1_005))
    #expect((start + .seconds(2)) - start == .seconds(2))
    #expect(start - (start + .seconds(2)) == .seconds(-2))
    // A record can ask for any length.
    #expect(start + .seconds(Int.max) == .distantFuture)
  }
}
