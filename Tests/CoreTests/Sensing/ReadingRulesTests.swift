import Testing

@testable import Base
@testable import Core

/// One sensor seen again and again, at times and with signals that a test says.
private struct Story {
  var sensor: StubSensor
  var reading: Reading?
  var lastRun: Int?
  /// When it began; noon, so that no test meets a midnight by chance.
  let start = LocalTime.startOfDay(1_795_000_000) + 43_200

  init(_ change: (inout StubSensor) -> Void) throws {
    sensor = try StubSensor("s")
    change(&sensor)
  }

  /// It runs at `second` and says `signal`, nil for a failure; what counts afterwards.
  mutating func runs(
    _ second: Int, _ signal: JSONValue?, urgent: Bool = false, asOf: Int? = nil
  ) -> String {
    var seen =
      signal.map { Observation(status: .ok, exit: 0, signal: $0) }
      ?? Observation(status: .error, exit: 1, signal: .null, detail: ["error": "it failed"])
    seen.isUrgent = urgent
    seen.asOf = asOf.map { start + $0 }
    reading = ReadingRules(sensor).reading(
      seen, of: sensor, former: reading, lastRun: lastRun, now: start + second)
    lastRun = start + second
    return counted
  }

  /// Nothing but time has passed.
  mutating func waits(_ second: Int) -> String {
    guard let former = reading, let lastRun else { return "nothing" }
    reading = ReadingRules(sensor).reading(former, lastRun: lastRun, now: start + second)
    return counted
  }

  /// Seconds from the start until time makes something else of it.
  func nextLook(_ second: Int) -> Int? {
    guard let reading, let lastRun else { return nil }
    return ReadingRules(sensor).nextLook(reading, lastRun: lastRun, now: start + second)
      .map { $0 - start }
  }

  var counted: String {
    guard let content = reading?.content else { return "nothing" }
    return "\(content.status.rawValue) \(JSONWriter.text(content.signal))"
  }
  var status: Reading.Status? { reading?.status }
}

private func pointer(_ text: String) throws -> PointerPattern {
  try #require(PointerPattern(text))
}

@Suite struct ReadingRulesTests {
  @Test func `without rules signal and status count as they are`() throws {
    var story = try Story { _ in }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.runs(1, 2) == "ok 2")
    #expect(story.runs(2, nil) == "error null")
    #expect(story.runs(3, nil) == "error null")
    #expect(story.nextLook(3) == nil)
    #expect(story.reading?.changedAt == story.start + 2)
  }

  @Test func `an urgent change waits neither to settle nor for its interval`() throws {
    var story = try Story {
      $0.wake.settle = .minutes(5)
      $0.wake.leastInterval = .hours(1)
    }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.runs(10, 2) == "ok 1")
    #expect(story.runs(20, 3, urgent: true) == "ok 3")
    #expect(story.runs(30, 4, urgent: true) == "ok 4")
    #expect(story.runs(40, 5) == "ok 4")
  }

  @Test func `a reading is as old as what it was built from`() throws {
    var story = try Story { $0.timing.ttl = .minutes(10) }
    #expect(story.runs(0, 1, asOf: -300) == "ok 1")
    #expect(story.nextLook(0) == 300)
    #expect(story.waits(299) == "ok 1")
    #expect(story.waits(300) == "stale null")
    // Looking again makes it no younger.
    #expect(story.runs(400, 1, asOf: -300) == "stale null")
    #expect(story.runs(500, 2, asOf: 490) == "ok 2")
    #expect(story.nextLook(500) == 1_090)
    // A clock that was ahead when the file was written.
    #expect(story.runs(600, 2, asOf: 9_000) == "ok 2")
    #expect(story.nextLook(600) == 1_200)
    #expect(story.runs(700, 2) == "ok 2")
    #expect(story.nextLook(700) == 1_300)
  }

  @Test func `a reading that is kept while runs fail stays as old as what it was built from`()
    throws
  {
    var story = try Story {
      $0.timing.ttl = .minutes(10)
      $0.timing.keepsLast = true
    }
    #expect(story.runs(0, 1, asOf: -300) == "ok 1")
    #expect(story.runs(100, nil) == "ok 1")
    #expect(story.nextLook(100) == 300)
    #expect(story.waits(300) == "stale null")
  }

  @Test func `what is ignored never counts`() throws {
    let updated = try pointer("/updated")
    let ages = try pointer("/items/*/age")
    var story = try Story { $0.wake.ignored = [updated, ages] }
    let first = #"ok {"n":1,"items":[{"id":1}]}"#
    #expect(story.runs(0, ["n": 1, "updated": 5, "items": [["id": 1, "age": 3]]]) == first)
    #expect(story.runs(1, ["n": 1, "updated": 6, "items": [["id": 1, "age": 4]]]) == first)
    #expect(story.reading?.observation.signal["updated"] == 6)
    #expect(story.runs(2, ["n": 2, "updated": 6, "items": []]) == #"ok {"n":2,"items":[]}"#)
  }

  @Test func `a number counts once it left its dead band, however slowly`() throws {
    let percent = try pointer("/percent")
    var story = try Story { $0.wake.tolerances = [.init(pointer: percent, band: 5)] }
    #expect(story.runs(0, ["percent": 50]) == #"ok {"percent":50}"#)
    for (second, value) in [(1, 52), (2, 54), (3, 55)] {
      #expect(story.runs(second, ["percent": .int(value)]) == #"ok {"percent":50}"#)
    }
    #expect(story.runs(4, ["percent": 56]) == #"ok {"percent":56}"#)
    #expect(story.runs(5, ["percent": 51]) == #"ok {"percent":56}"#)
    #expect(story.runs(6, ["percent": .double(50.9)]) == #"ok {"percent":50.9}"#)
    #expect(story.runs(7, ["percent": "much"]) == #"ok {"percent":"much"}"#)
  }

  @Test func `a change counts once a run sees that it has lasted`() throws {
    var story = try Story { $0.wake.settle = .seconds(10) }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.runs(5, 2) == "ok 1")
    #expect(
      ReadingRules(story.sensor).nextConfirmation(try #require(story.reading)) == story.start + 15)
    #expect(story.waits(20) == "ok 1")
    #expect(story.runs(20, 2) == "ok 2")
    #expect(ReadingRules(story.sensor).nextConfirmation(try #require(story.reading)) == nil)
    // Back before it settled: nothing ever happened.
    #expect(story.runs(25, 3) == "ok 2")
    #expect(story.runs(30, 2) == "ok 2")
    #expect(story.runs(45, 3) == "ok 2")
    #expect(story.runs(50, nil) == "ok 2")
    #expect(story.runs(60, nil) == "error null")
  }

  @Test func `one change counts in an interval, and the rest is told with the next`() throws {
    var story = try Story { $0.wake.leastInterval = .minutes(1) }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.runs(10, 2) == "ok 1")
    #expect(story.nextLook(10) == 60)
    #expect(story.runs(20, 3) == "ok 1")
    #expect(story.waits(59) == "ok 1")
    #expect(story.waits(60) == "ok 3")
    #expect(story.nextLook(60) == nil)
    #expect(story.runs(70, 4) == "ok 3")
    #expect(story.runs(80, 3) == "ok 3")
    #expect(story.waits(200) == "ok 3")
    #expect(story.runs(201, 5) == "ok 5")
  }

  @Test func `every run counts, or none, if it is said so`() throws {
    var always = try Story { $0.wake.cause = .always }
    _ = always.runs(0, 1)
    let first = always.reading?.content
    _ = always.waits(5)
    #expect(always.reading?.content == first)
    _ = always.runs(10, 1)
    #expect(always.reading?.content != first)
    var never = try Story { $0.wake.cause = .never }
    #expect(never.runs(0, 1) == "nothing")
    #expect(never.runs(1, nil) == "nothing")
    #expect(never.status == .error)
  }

  @Test func `what flaps is flagged, and calm again after its time`() throws {
    var story = try Story { $0.wake.flap = .init(count: 3, within: .seconds(100), action: .flag) }
    for second in 0..<3 { _ = story.runs(second * 10, .int(second)) }
    #expect(story.reading?.flaps == false)
    #expect(story.runs(30, 9) == "ok 9")
    #expect(story.reading?.flaps == true)
    #expect(story.nextLook(30) == 110)
    #expect(story.waits(110) == "ok 9")
    #expect(story.reading?.flaps == false)
  }

  @Test func `what is muted counts once as that, and once more when it is calm`() throws {
    var story = try Story { $0.wake.flap = .init(count: 3, within: .seconds(100), action: .mute) }
    for second in 0..<3 { #expect(story.runs(second * 10, .int(second)) == "ok \(second)") }
    for second in 3..<9 { #expect(story.runs(second * 10, .int(second)) == "muted null") }
    #expect(story.status == .muted)
    #expect(story.reading?.observation.signal == 8)
    #expect(story.runs(159, 8) == "muted null")
    #expect(story.nextLook(159) == 160)
    #expect(story.waits(160) == "ok 8")
    #expect(story.status == .ok && story.reading?.flaps == false)
  }

  @Test func `an old reading is stale once, until something is seen again`() throws {
    var story = try Story { $0.timing.ttl = .seconds(100) }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.nextLook(0) == 100)
    #expect(story.waits(99) == "ok 1")
    #expect(story.waits(100) == "stale null")
    #expect(story.status == .stale && story.nextLook(100) == nil)
    #expect(story.reading?.changedAt == story.start + 100)
    #expect(story.waits(500) == "stale null")
    #expect(story.runs(501, 1) == "ok 1")
  }

  @Test func `the last good reading stands while runs fail, until it is stale`() throws {
    var story = try Story {
      $0.timing.keepsLast = true
      $0.timing.ttl = .seconds(100)
    }
    #expect(story.runs(0, nil) == "error null")
    #expect(story.runs(10, 1) == "ok 1")
    #expect(story.runs(70, nil) == "ok 1")
    #expect(story.reading?.hiddenFailure == "it failed")
    #expect(story.runs(109, nil) == "ok 1")
    #expect(story.runs(110, nil) == "stale null")
    #expect(story.runs(120, 1) == "ok 1")
    #expect(story.reading?.hiddenFailure == nil)
  }

  @Test func `quiet hours hold everything back until they are over`() throws {
    let noon = 720
    var story = try Story {
      $0.timing.quietHours = [.init(days: Set(0...6), from: noon + 1, to: noon + 3)]
    }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.nextLook(0) == 60)
    #expect(story.runs(60, 2) == "ok 1")
    #expect(story.status == .quiet && story.nextLook(60) == 180)
    #expect(story.waits(179) == "ok 1")
    #expect(story.waits(180) == "ok 2")
    #expect(story.status == .ok)
  }

  @Test func `a moment of a clock that was ahead holds nothing back`() throws {
    var story = try Story { $0.wake.leastInterval = .minutes(1) }
    _ = story.runs(0, 1)
    story.reading?.memory.countedAt = story.start + 1_000_000
    #expect(story.runs(100, 2) == "ok 1")
    #expect(story.runs(160, 2) == "ok 2")
  }

  @Test func `every run counts once its interval is over, though nothing differs`() throws {
    var story = try Story {
      $0.wake.cause = .always
      $0.wake.leastInterval = .minutes(1)
    }
    _ = story.runs(0, 1)
    _ = story.runs(10, 1)
    let waiting = try #require(story.reading?.memory.seen)
    _ = story.waits(60)
    #expect(story.reading?.content == waiting)
  }

  @Test func `another version of a sensor begins anew`() throws {
    var story = try Story { $0.wake.settle = .seconds(1000) }
    #expect(story.runs(0, 1) == "ok 1")
    #expect(story.runs(1, 2) == "ok 1")
    story.sensor.version = 2
    #expect(story.runs(2, 2) == "ok 2")
  }

  @Test func `a reading reads back from its record as it was`() throws {
    var story = try Story {
      $0.wake.settle = .seconds(10)
      $0.wake.flap = .init(count: 2, within: .seconds(100), action: .flag)
      $0.timing.keepsLast = true
    }
    _ = story.runs(0, 1)
    _ = story.runs(10, ["a": [1]])
    _ = story.runs(20, nil)
    let reading = try #require(story.reading)
    #expect(reading.memory.seen != nil && reading.memory.failure != nil)
    let text = JSONWriter.text(.object(reading.record(duration: .milliseconds(7))))
    let record = try #require(try JSONParser.parse(text).object)
    #expect(Reading(sensor: reading.sensor, record: record) == reading)
  }
}
