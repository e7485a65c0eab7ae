import Testing

@testable import Base
@testable import Core

private let noon = LocalTime.startOfDay(1_795_000_000) + 43_200

private func timing(_ change: (inout SensorTiming) -> Void) -> SensorTiming {
  var timing = SensorTiming()
  change(&timing)
  return timing
}

@Suite struct SensorTimingTests {
  @Test func `a sensor with a clock follows it, another the decider and the beat period`() {
    let hourly = timing {
      $0.every = .hours(1)
      $0.delay = .seconds(7)
    }
    #expect(hourly.next(after: noon, nextLookAt: noon + 5, interval: .minutes(1)) == noon + 3_607)
    let plain = SensorTiming()
    #expect(plain.next(after: noon, nextLookAt: 0, interval: .minutes(1)) == noon + 60)
    #expect(plain.next(after: noon, nextLookAt: noon + 5, interval: .minutes(1)) == noon + 5)
    #expect(plain.next(after: noon, nextLookAt: noon - 5, interval: .minutes(1)) == noon + 60)
  }

  @Test func `a missed run is made up for, or left out until the next of its rhythm`() {
    let hourly = timing { $0.every = .hours(1) }
    #expect(hourly.caughtUp(noon, now: noon + 9_000) == noon)
    let strict = timing {
      $0.every = .hours(1)
      $0.catchesUp = false
    }
    #expect(strict.caughtUp(noon, now: noon + 3_599) == noon)
    #expect(strict.caughtUp(noon, now: noon + 3_600) == noon + 7_200)
    #expect(strict.caughtUp(noon, now: noon + 9_000) == noon + 10_800)
  }

  @Test func `quiet hours may cross midnight, and belong to the day they begin on`() throws {
    let day = LocalTime.weekday(noon)
    let night = QuietHours(days: [day], from: 22 * 60, to: 7 * 60)
    let midnight = LocalTime.startOfDay(noon, adding: 1)
    let end = LocalTime.moment(minute: 7 * 60, ofDay: midnight)
    #expect(night.end(holding: midnight - 7_201) == nil)
    #expect(night.end(holding: midnight - 7_200) == end)
    #expect(night.end(holding: midnight + 60) == end)
    #expect(night.end(holding: end) == nil)
    // The next night is another day's.
    #expect(night.end(holding: end + 57_600) == nil)
    #expect(night.start(after: noon) == midnight - 7_200)
    #expect(night.start(after: midnight) == LocalTime.moment(minute: 1_320, ofDay: noon, adding: 7))
  }

  @Test func `a run that falls into quiet hours waits for their end, also through two of them`() {
    let quiet = timing {
      $0.every = .minutes(1)
      $0.quietHours = [
        .init(days: Set(0...6), from: 720, to: 730), .init(days: Set(0...6), from: 729, to: 740),
      ]
    }
    #expect(quiet.next(after: noon - 60, nextLookAt: 0, interval: .minutes(1)) == noon + 1_200)
    #expect(quiet.next(after: noon + 1_200, nextLookAt: 0, interval: .minutes(1)) == noon + 1_260)
    let always = timing { $0.quietHours = [.init(days: Set(0...6), from: 0, to: 0)] }
    #expect(always.isQuiet(noon))
    #expect(always.outsideQuietHours(noon) > noon)
  }
}
