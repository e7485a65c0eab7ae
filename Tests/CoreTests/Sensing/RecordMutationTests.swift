import TestSupport
import Testing

@testable import Base
@testable import Core

/// A record of a reading with all that one can hold.
private let whole = """
  {"v":1,"sensor":"s","ts":1795000000,"took_ms":12,"status":"ok","exit":0,
  "signal":{"received":3,"last":{"n":5},"n":4},
  "detail":{"pushes":[{"at":1795000000,"signal":1}],"duplicates":1,"coalesced":2},
  "version":1,"trust":"internal","description":"x","flapping":true,"observed":"error",
  "content":{"status":"ok","signal":{"n":4},"run":7},
  "memory":{"seen":{"status":"error","signal":null},"seen_since":1794999000,
  "counted_at":1794999000,"changes":[1794999000,1794999001],"last_good":1794990000,"failure":"x"},
  "inbox":{"batch":["a"],"keys":["1"],"minute":29916666,"in_minute":4}}
  """

@Suite struct RecordMutationTests {
  private let odd: [JSONValue] = [
    .null, .bool(true), 0, -1, 1, .int(.max), .int(.min), .int(.max - 1), .double(1e308),
    .double(-0.5), "", "ok", "stale", "nonsense", "\u{0}", [], [:], [.int(.max), .int(.min)],
    ["status": "ok"], [["status": 5]], .string(String(repeating: "x", count: 5_000)),
  ]

  @Test func `whatever stands in a record, no clock and no rule traps on it`() throws {
    var chance = Seed.take(for: "Damaged records")
    let record = try JSONParser.parse(whole)
    for _ in 0..<1_000 {
      var damaged = record
      for _ in 0..<Int.random(in: 1...4, using: &chance) { damaged = damage(damaged, &chance) }
      try live(through: damaged.object ?? [:], &chance)
    }
  }

  @Test func `each number of a record may be the largest and the smallest there is`() throws {
    var chance = Seed.take(for: "Records at their bounds")
    let record = try JSONParser.parse(whole)
    for number in [Int.max, Int.min, Int.max / 2, 1 << 50, -1, 0] {
      try live(through: flooded(record, number).object ?? [:], &chance)
    }
  }

  @Test func `bytes that are damaged are no record, or one that can be lived with`() throws {
    var chance = Seed.take(for: "Damaged bytes of records")
    var good = 0
    for _ in 0..<1_000 {
      var bytes = Array(whole.utf8)
      Mutation.damage(&bytes, times: Int.random(in: 1...3, using: &chance), &chance)
      guard let record = try? JSONParser.parseObject(bytes) else { continue }
      good += 1
      try live(through: record, &chance)
    }
    #expect((50...950).contains(good))
  }

  /// `value` with one place of it damaged.
  private func damage(_ value: JSONValue, _ chance: inout SeededRandom) -> JSONValue {
    let goesDown = Int.random(in: 0..<5, using: &chance) > 0
    switch value {
    case .object(var object) where goesDown && !object.members.isEmpty:
      guard let member = object.members.randomElement(using: &chance) else { return value }
      let isDropped = Int.random(in: 0..<8, using: &chance) == 0
      object[member.key] = isDropped ? nil : damage(member.value, &chance)
      return .object(object)
    case .array(var elements) where goesDown && !elements.isEmpty:
      let at = Int.random(in: 0..<elements.count, using: &chance)
      elements[at] = damage(elements[at], &chance)
      return .array(elements)
    default: return odd.randomElement(using: &chance) ?? .null
    }
  }

  /// `value` with `number` in the place of each number.
  private func flooded(_ value: JSONValue, _ number: Int) -> JSONValue {
    switch value {
    case .int, .double: return .int(number)
    case .array(let elements): return .array(elements.map { flooded($0, number) })
    case .object(let object):
      var other = JSONObject()
      for (key, member) in object.members { other[key] = flooded(member, number) }
      return .object(other)
    case .null, .bool, .string: return value
    }
  }

  private static let clocks = [0, 1, 1_795_000_000, 1 << 40, Int.max / 2]

  /// Goes on from what `record` holds as a sensor of many rules would.
  private func live(through record: JSONObject, _ chance: inout SeededRandom) throws {
    let sensor = try ruled(&chance)
    let rules = ReadingRules(sensor)
    let now = Self.clocks.randomElement(using: &chance) ?? 0
    let last = [0, now, -9_223_372_036, 9_223_372_036].randomElement(using: &chance) ?? 0
    let former = Reading(sensor: sensor.name, record: record)
    let text = JSONWriter.line(.object(former.record(duration: .milliseconds(1))))
    let again = Reading(sensor: sensor.name, record: try JSONParser.parseObject(text))
    #expect(again == former, "\(JSONWriter.text(.object(record)))")
    _ = rules.nextLook(former, lastRun: last, now: now)
    _ = rules.nextConfirmation(former)
    _ = rules.reading(former, lastRun: last, now: now)
    for (status, signal) in [(Observation.Status.ok, JSONValue.int(1)), (.error, .null)] {
      let seen = Observation(status: status, exit: nil, signal: signal)
      let reading = rules.reading(seen, of: sensor, former: former, lastRun: last, now: now)
      _ = rules.nextLook(reading, lastRun: now, now: now)
      _ = reading.json
    }
    var tally = former.inbox ?? InboxTally()
    for key in ["1", "2", nil] {
      tally.count(
        Pushed(key: key, observation: Observation(status: .ok, exit: nil, signal: 1)), PushRules(),
        now: now)
    }
    #expect(tally.observation.signal["received"]?.int ?? 0 > 0)
  }

  private func ruled(_ chance: inout SeededRandom) throws -> StubSensor {
    var sensor = try StubSensor("s")
    sensor.timing.every = .days(365)
    sensor.timing.delay = .days(1)
    sensor.timing.ttl = .days(365)
    sensor.timing.keepsLast = Bool.random(using: &chance)
    if Bool.random(using: &chance) {
      sensor.timing.quietHours = [QuietHours(days: Set(0...6), from: 0, to: 720)]
    }
    sensor.wake.cause = WakeRules.Cause.allCases.randomElement(using: &chance) ?? .signal
    sensor.wake.settle = [.zero, .days(1)].randomElement(using: &chance) ?? .zero
    sensor.wake.leastInterval = [.zero, .days(7)].randomElement(using: &chance) ?? .zero
    let number = try #require(PointerPattern("/n"))
    sensor.wake.tolerances = [.init(pointer: number, band: 1)]
    sensor.wake.ignored = [try #require(PointerPattern("/last/*"))]
    if Bool.random(using: &chance) {
      sensor.wake.flap = WakeRules.Flap(
        count: 2, within: .days(1), action: Bool.random(using: &chance) ? .mute : .flag)
    }
    return sensor
  }
}
