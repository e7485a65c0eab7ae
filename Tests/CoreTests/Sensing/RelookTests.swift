import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

/// What an act may have changed is looked at again before anything is decided.
@Suite struct RelookTests {
  private func bench(_ change: (inout StubSensor) -> Void = { _ in }) throws -> SenseBench {
    let bench = try SenseBench(try stubSensor("s", change))
    try bench.look()
    bench.pass(5)
    return bench
  }

  private static let cases: [(SensorTiming.Relook, Duration?, Bool)] = [
    (.unlessSlow, nil, true), (.unlessSlow, .seconds(1), true), (.unlessSlow, .minutes(5), true),
    (.unlessSlow, .minutes(5) + .seconds(1), false), (.unlessSlow, .days(1), false),
    (.always, nil, true), (.always, .days(1), true),
    (.never, nil, false), (.never, .minutes(1), false),
  ]

  @Test(arguments: cases)
  func `who looks again after an act goes by relook and every`(
    relook: SensorTiming.Relook, every: Duration?, looksAgain: Bool
  ) throws {
    let bench = try bench {
      $0.timing.relook = relook
      $0.timing.every = every
    }
    bench.relook(after: bench.now - 1)
    #expect(bench.awaited() == (looksAgain ? ["s"] : []))
    try bench.turnToTheEnd()
    #expect(bench.catalog.sensors[0].runs.value == (looksAgain ? 2 : 1))
    #expect(bench.awaited() == [])
  }

  @Test func `one in its quiet hours does not look again, nor does one that is pushed to`() throws {
    let always = QuietHours(days: Set(0...6), from: 0, to: 0)
    let bench = try SenseBench(
      try stubSensor("pushed") { $0.push = PushRules() },
      try stubSensor("quiet") {
        $0.timing.relook = .always
        $0.timing.quietHours = [always]
      })
    try bench.look()
    bench.relook(after: bench.now)
    #expect(bench.awaited() == [] && !bench.sense.isRunning)
  }

  @Test func `one that began after the act has seen it`() throws {
    let bench = try bench()
    bench.relook(after: bench.now - 6)
    #expect(bench.awaited() == [])
    // In the very second of its run the act may have come after it.
    bench.relook(after: bench.now - 5)
    #expect(bench.awaited() == ["s"])
    try bench.turnToTheEnd()
  }

  @Test func `the same act is looked at once`() throws {
    let bench = try bench()
    let act = bench.now
    for _ in 0..<5 {
      bench.relook(after: act)
      try bench.turnToTheEnd()
      bench.pass(31)
    }
    #expect(bench.catalog.sensors[0].runs.value == 2)
  }

  @Test func `two acts of one second are two, and each is looked at`() throws {
    let bench = try bench()
    for number in 1...2 {
      bench.sense.relook(after: LastAct(at: bench.now, mark: "\(number)", pace: .human))
      #expect(bench.awaited() == ["s"])
      try bench.turnToTheEnd()
    }
    #expect(bench.catalog.sensors[0].runs.value == 3)
  }

  @Test(arguments: [
    (LastAct.Pace.human, 0, 4), (.worker, 2, 1), (.worker, 6, 4), (.loop, 6, 1), (.loop, 31, 4),
  ])
  func `how often one looks again goes by who sets the pace`(
    pace: LastAct.Pace, seconds: Int, looks: Int
  ) throws {
    let bench = try bench { $0.timing.every = .minutes(5) }
    for number in 0..<4 {
      bench.sense.relook(after: LastAct(at: bench.now, mark: "\(number)", pace: pace))
      try bench.turnToTheEnd()
      bench.pass(seconds)
    }
    #expect(bench.catalog.sensors[0].runs.value == 1 + looks)
  }

  @Test func `acts that never rest put a decision off for a minute at most`() throws {
    let bench = try bench()
    let start = Monotonic.now()
    bench.relook(after: bench.now, pace: .human)
    #expect(bench.sense.awaited(by: [], words: [], now: start).map(\.text) == ["s"])
    bench.relook(after: bench.now + 1, pace: .human)
    #expect(bench.sense.awaited(by: [], words: [], now: start + .seconds(59)).map(\.text) == ["s"])
    #expect(bench.sense.awaited(by: [], words: [], now: start + .seconds(60)).isEmpty)
    try bench.turnToTheEnd()
  }

  @Test func `a human's words cut through until they are decided on, and no further`() throws {
    let bench = try bench()
    #expect(bench.sense.awaited(by: [], words: ["old"]).isEmpty)
    bench.relook(after: bench.now)
    #expect(bench.sense.awaited(by: [], words: ["old"]).map(\.text) == ["s"])
    #expect(bench.sense.awaited(by: [], words: ["old", "new"]).isEmpty)
    #expect(bench.sense.awaited(by: [], words: ["old", "new"]).isEmpty)
    #expect(bench.sense.awaited(by: [], words: []).map(\.text) == ["s"])
    try bench.turnToTheEnd()
  }

  @Test(arguments: [(300, 30), (30, 30), (10, 10)])
  func `acts in a row make one look again each half minute or as often as its clock has it`(
    every: Int, pause: Int
  ) throws {
    let bench = try bench { $0.timing.every = .seconds(every) }
    let runs = bench.catalog.sensors[0].runs
    var looks: [Int] = []
    for second in 0..<120 {
      let before = runs.value
      // What is due starts before a beat weighs what was done.
      try bench.start()
      if second < 100 { bench.relook(after: bench.now) }
      try bench.turnToTheEnd()
      for _ in before..<runs.value { looks.append(second) }
      bench.pass(1)
    }
    #expect(looks.filter { $0 < 100 } == Array(stride(from: 0, to: 100, by: pause)))
  }

  @Test func `the last act of a row is looked at when its half minute is over`() throws {
    let bench = try bench { $0.timing.every = .minutes(5) }
    let runs = bench.catalog.sensors[0].runs
    bench.relook(after: bench.now)
    try bench.turnToTheEnd()
    bench.pass(10)
    bench.relook(after: bench.now)
    // No decision waits for it: the loop would stand still for so long.
    #expect(bench.awaited() == [] && !bench.sense.isRunning && bench.due == 20)
    bench.pass(20)
    try bench.look()
    #expect(runs.value == 3 && bench.due == 300)
  }

  // MARK: One that runs when the act ends

  @Test func `one that runs when the act ends runs again, and the decision waits for that`() throws
  {
    let bench = try SenseBench.waiting()
    try bench.start()
    try bench.turn { try bench.begun() == ["s": 1] }
    bench.pass(5)
    bench.relook(after: bench.now)
    #expect(bench.running == 1 && bench.awaited() == ["s"])
    _ = bench.sense.takeNews()
    // Its end alone is nothing to decide on.
    try bench.scratch.write("begun/s", "")
    try bench.go()
    try bench.turn { bench.catalog.sensors[0].runs.value == 1 }
    #expect(bench.awaited() == ["s"] && bench.sense.isRunning && !bench.sense.takeNews())
    try bench.turnToTheEnd()
    #expect(bench.catalog.sensors[0].runs.value == 2 && bench.awaited() == [])
    #expect(try bench.begun() == ["s": 1] && bench.sense.takeNews())
    #expect(bench.due == 60)
  }

  @Test func `one that hangs from before an act is waited for no longer than ever, and runs again`()
    throws
  {
    let bench = try SenseBench.waiting()
    try bench.start()
    bench.expire()
    #expect(bench.awaited() == [])
    bench.pass(5)
    bench.relook(after: bench.now)
    // It was late already.
    bench.expire()
    #expect(bench.awaited() == [] && bench.running == 1)
    try bench.go()
    try bench.turnToTheEnd()
    #expect(try bench.begun() == ["s": 2])
  }

  @Test func `one that waits for its turn when the act ends runs once`() throws {
    let bench = try SenseBench()
    bench.catalog.sensors = try (0..<17).map { number in
      let name = String(format: "s%02d", number)
      let line = try bench.waiting(name)
      return try stubSensor(name) {
        $0.line = line
        $0.limit = Until.limit
        $0.timing.relook = number == 16 ? .always : .never
      }
    }
    try bench.start()
    // The one without a turn is the last: the act ends before it begins.
    bench.pass(5)
    bench.relook(after: bench.now)
    #expect(bench.running == 16)
    try bench.go()
    try bench.turnToTheEnd()
    let begun = try bench.begun()
    #expect(begun.count == 17 && begun.values.allSatisfy { $0 == 1 })
  }

  @Test func `a sensor that is gone when it would run again is waited for by nobody`() throws {
    let bench = try SenseBench.waiting()
    try bench.start()
    bench.pass(5)
    bench.relook(after: bench.now)
    bench.catalog.sensors = []
    try bench.start()
    try bench.go()
    try bench.turnToTheEnd()
    #expect(bench.awaited() == [] && bench.sense.result.readings.isEmpty)
  }

  // MARK: A human

  @Test func `what a human does cuts through the look at an act, which still goes on`()
    throws
  {
    let bench = try SenseBench.waiting()
    #expect(bench.awaited(words: ["goal/a 1"]) == [])
    try bench.start()
    bench.pass(5)
    bench.relook(after: bench.now)
    // The same words are no new ones.
    #expect(bench.awaited(words: ["goal/a 1"]) == ["s"])
    #expect(bench.awaited(words: ["goal/a 2"]) == [])
    try bench.go()
    try bench.turnToTheEnd()
    #expect(try bench.begun() == ["s": 2])
  }
}
