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
    #expect(Duration.seconds(text) == seconds)
  }

  @Test(
    "Anything else is none",
    arguments: [
      "", "s", "m", "-5", "-5s", "+5", "5 m", " 5", "5.5h", "1h30m", "5w", "5M", "٥m",
      "9223372036854775807d",
      "99999999999999999999", "9223372036854775807", "36501d", "0x10", "5m\n", "m\u{301}",
    ])
  func refuses(_ text: String) {
    #expect(Duration.seconds(text) == nil)
  }

  @Test(
    "They are shown in the largest unit that leaves two or more of it",
    arguments: [
      (0, "0s"), (45, "45s"), (119, "119s"), (120, "2m"), (179, "2m"), (7199, "119m"), (7200, "2h"),
      (172_799, "47h"), (172_800, "2d"), (864_000, "10d"),
    ])
  func shows(_ seconds: Int, _ text: String) {
    #expect(Duration.text(seconds) == text)
  }
}
