import Testing

@testable import Base
@testable import Core

/// What a run at `now` would do beside one at 1000 that said `former`.
private struct Case {
  var sensor: StubSensor
  var former: JSONValue? = ["n": 1, "age": 5]
  var formerStatus = Observation.Status.ok
  var lastRun = 1_000
  var now = 1_060

  init(_ change: (inout StubSensor) throws -> Void = { _ in }) throws {
    sensor = try StubSensor("x")
    try change(&sensor)
  }

  func forecast(_ signal: JSONValue, _ status: Observation.Status = .ok) -> WakeForecast {
    let rules = ReadingRules(sensor)
    let former = former.map { signal in
      rules.reading(
        Observation(status: formerStatus, exit: 0, signal: signal), of: sensor, former: nil,
        lastRun: nil, now: lastRun)
    }
    return forecast(signal, status, beside: former)
  }

  func forecast(
    _ signal: JSONValue, _ status: Observation.Status = .ok, beside former: Reading?
  ) -> WakeForecast {
    WakeForecast(
      Observation(status: status, exit: 0, signal: signal), of: sensor, former: former,
      lastRun: former.map { _ in lastRun }, now: now)
  }
}

private func pattern(_ text: String) throws -> PointerPattern {
  try #require(PointerPattern(text))
}

@Suite("What a run would do")
struct WakeForecastTests {
  @Test("The first reading wakes")
  func first() throws {
    var first = try Case()
    first.former = nil
    let forecast = first.forecast(["n": 1])
    #expect(forecast.reason == .first && forecast.wakes)
    #expect(forecast.reading.observation.signal == ["n": 1])
  }

  @Test("A signal that differs wakes, and the places that do are told with both values")
  func changed() throws {
    let forecast = try Case().forecast(["n": 2, "new": [1]])
    #expect(forecast.wakes)
    #expect(
      forecast.reason
        == .signal([
          .init(pointer: "/n", old: 1, new: 2), .init(pointer: "/age", old: 5, new: nil),
          .init(pointer: "/new", old: nil, new: [1]),
        ]))
    let whole = try Case().forecast([1, 2])
    #expect(whole.reason == .signal([.init(pointer: "", old: ["n": 1, "age": 5], new: [1, 2])]))
  }

  @Test("The same signal does not, in whatever order its members stand")
  func unchanged() throws {
    let forecast = try Case().forecast(["age": 5, "n": 1])
    #expect(forecast.reason == .unchanged && !forecast.wakes)
  }

  @Test("A change of the sensor's own files does not, as long as it says the same")
  func edited() throws {
    var edited = try Case()
    let former = Reading(
      sensor: edited.sensor.name, changedAt: 1,
      observation: Observation(status: .ok, exit: 0, signal: 7), version: 1)
    edited.sensor.version = 2
    #expect(edited.forecast(7, beside: former).reason == .unchanged)
    #expect(edited.forecast(8, beside: former).wakes)
  }

  @Test("A status that differs wakes")
  func status() throws {
    let failed = try Case().forecast(.null, .error)
    #expect(failed.reason == .status(old: .ok, new: .error) && failed.wakes)
    var mended = try Case()
    mended.formerStatus = .timeout
    #expect(mended.forecast(["n": 1]).reason == .status(old: .timeout, new: .ok))
  }

  @Test("What is ignored does not, and is named")
  func ignored() throws {
    let ignoring = try Case { $0.wake.ignored = [try pattern("/age"), try pattern("/seen/*/at")] }
    #expect(ignoring.forecast(["n": 1, "age": 6]).reason == .ignored(["/age"]))
    #expect(!ignoring.forecast(["n": 1, "age": 6]).wakes)
    #expect(
      ignoring.forecast(["n": 2, "age": 6]).reason
        == .signal([.init(pointer: "/n", old: 1, new: 2)]))
  }

  @Test("Two elements that are ignored are the two that the run prints, not others that moved up")
  func ignoredElements() throws {
    var ignoring = try Case { $0.wake.ignored = [try pattern("/0"), try pattern("/1")] }
    ignoring.former = [1, 2, 3]
    #expect(ignoring.forecast([9, 9, 3]).reason == .ignored(["/0", "/1"]))
    #expect(ignoring.forecast([1, 2, 4]).wakes)
  }

  @Test("A number that moves within its tolerance does not, and one that moves further does")
  func tolerated() throws {
    let tolerant = try Case {
      $0.wake.tolerances = [.init(pointer: try pattern("/n"), band: 2)]
    }
    #expect(tolerant.forecast(["n": 3, "age": 5]).reason == .tolerated(["/n"]))
    #expect(
      tolerant.forecast(["n": 4, "age": 5]).reason
        == .signal([.init(pointer: "/n", old: 1, new: 4)]))
  }

  @Test("A change that must settle does not yet, until it has lasted")
  func settling() throws {
    let settling = try Case { $0.wake.settle = .minutes(5) }
    #expect(settling.forecast(["n": 2]).reason == .settling(until: 1_360))
    // Seen since 1060, and again at 1360.
    var later = settling
    (later.now, later.lastRun) = (1_360, 1_060)
    let former = settling.forecast(["n": 2]).reading
    let forecast = later.forecast(["n": 2], beside: former)
    #expect(forecast.wakes)
  }

  @Test("A change too soon after another does not yet")
  func tooSoon() throws {
    var often = try Case { $0.wake.leastInterval = .minutes(10) }
    #expect(often.forecast(["n": 2]).reason == .tooSoon(until: 1_600))
    often.now = 1_600
    #expect(often.forecast(["n": 2]).wakes)
  }

  @Test("In its quiet hours nothing does, until they are over")
  func quiet() throws {
    let everyDay = Set(0...6)
    let noon = LocalTime.moment(minute: 720, ofDay: 10_000_000)
    var quiet = try Case {
      $0.timing.quietHours = [QuietHours(days: everyDay, from: 660, to: 780)]
    }
    quiet.now = noon
    #expect(quiet.forecast(["n": 2]).reason == .quiet(until: noon + 3_600))
  }

  @Test("One that only informs never does, and one whose every run counts always does")
  func causes() throws {
    #expect(try Case { $0.wake.cause = .never }.forecast(["n": 2]).reason == .never)
    #expect(try Case { $0.wake.cause = .always }.forecast(["n": 1, "age": 5]).reason == .everyRun)
  }

  @Test("One that changes too often is muted, which wakes once, and does not wake then")
  func muted() throws {
    let flapping = try Case { $0.wake.flap = .init(count: 2, within: .hours(1), action: .mute) }
    var former = flapping.forecast(["n": 2]).reading
    let muting = flapping.forecast(["n": 3], beside: former)
    #expect(muting.reason == .status(old: .ok, new: .muted))
    former = muting.reading
    #expect(flapping.forecast(["n": 4], beside: former).reason == .muted)
  }

  @Test("A failure that is tried again does not yet, but one that lasts is no news")
  func triedAgain() throws {
    let retrying = try Case { $0.timing.retries = 2 }
    #expect(retrying.forecast(.null, .error).reason == .triedAgain(2))
    var failing = retrying
    failing.formerStatus = .error
    failing.former = .null
    #expect(failing.forecast(.null, .error).reason == .unchanged)
  }

  @Test("A failure beside which the last good reading is kept does not")
  func kept() throws {
    let keeping = try Case { $0.timing.keepsLast = true }
    let forecast = keeping.forecast(.null, .error)
    #expect(forecast.reason == .lastGoodStands)
    #expect(forecast.reading.hiddenFailure == "error")
  }
}

@Suite("The next run")
struct NextRunTests {
  @Test("It is the pulse's own plan: now, by its clock, or by the beat's period")
  func moments() throws {
    let plan = NextRun(
      directory: DataDirectory(path: "/nowhere"), nextLookAt: 0, interval: .minutes(1))
    let sensor = try StubSensor("x")
    // There is no snapshot: it never ran.
    #expect(try plan.moment(of: sensor, after: nil, now: 5_000) == 5_000)
    var pushed = sensor
    pushed.push = PushRules()
    #expect(try plan.moment(of: pushed, after: nil, now: 5_000) == nil)
  }
}
