import Testing

@testable import Base
@testable import Core

@Suite("Rules of notifications")
struct NotifyRulesTests {
  @Test("Ages and hours read as a person writes them")
  func good() throws {
    let rules = try rules(minAge: "30", escalate: "10m, 1h", quiet: "22:00-8:00")
    #expect(rules.minAge == .seconds(30))
    #expect(rules.escalations == [.minutes(10), .hours(1)])
    #expect(rules.quiet == QuietHours(days: Set(0...6), from: 1_320, to: 480))
    #expect(try self.hours("00:00-24:00x") == nil)
    #expect(try self.hours("23:59-00:01") == QuietHours(days: Set(0...6), from: 1_439, to: 1))
  }

  @Test(
    "What does not name two times of day is refused",
    arguments: [
      "", "22", "22:00", "22:00-", "-08:00", "22:00-08:00-09:00", "25:00-08:00", "22:60-08:00",
      "24:00-08:00", "22:00-22:00", "00:00-24:00", "22.00-08.00", "+2:00-3:00", "٢٢:00-08:00",
      "1e:00-2:00",
    ])
  func badHours(_ text: String) throws { #expect(try hours(text) == nil) }

  @Test(
    "Ages that do not grow, and words that are none, are refused",
    arguments: ["", "10m,", "10m,10m", "1h,10m", "0", "ten", "-5", "10m 1h", "5s"])
  func badAges(_ text: String) {
    let error = #expect(throws: LooopError.self) { try rules(minAge: "5s", escalate: text) }
    #expect(error?.code == "E_USAGE" && error?.message.hasPrefix("--escalate: ") == true)
  }

  private func hours(_ text: String) throws -> QuietHours? {
    do { return try rules(quiet: text).quiet } catch let error as LooopError {
      #expect(error.code == "E_USAGE" && error.message.hasPrefix("--quiet: "), "\(error)")
      return nil
    }
  }
}
