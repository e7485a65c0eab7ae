import Testing

@testable import Base
@testable import Core

private func pushed(_ id: Int?, _ signal: JSONValue) -> Pushed {
  Pushed(
    key: id.map(String.init), observation: Observation(status: .ok, exit: nil, signal: signal))
}

private func rules(perMinute: Int = 60, kept: Int = 50) -> PushRules {
  var rules = PushRules()
  rules.perMinute = perMinute
  rules.kept = kept
  return rules
}

extension InboxTally {
  fileprivate var told: [JSONValue] {
    (observation.detail["pushes"]?.array ?? []).map { $0["signal"] ?? $0["error"] ?? .null }
  }
}

@Suite struct InboxTallyTests {
  @Test func `each is counted and told, the newest first`() {
    var tally = InboxTally()
    #expect(tally.observation.signal == ["received": 0, "last": .null])
    for number in 1...3 { tally.count(pushed(number, .int(number)), rules(), now: 60) }
    #expect(tally.observation.signal == ["received": 3, "last": 3])
    #expect(tally.told == [3, 2, 1])
  }

  @Test func `a second one with the same key is no news`() {
    var tally = InboxTally()
    for id in [7, 8, 7, 7] { tally.count(pushed(id, .int(id)), rules(), now: 60) }
    #expect(tally.observation.signal == ["received": 2, "last": 8])
    #expect(tally.duplicates == 2)
    // Without keys all count.
    for _ in 0..<2 { tally.count(pushed(nil, 7), rules(), now: 60) }
    #expect(tally.received == 4)
  }

  @Test func `of more than a minute allows the newest are told, and the rest is counted`() {
    var tally = InboxTally()
    for number in 1...5 { tally.count(pushed(nil, .int(number)), rules(perMinute: 2), now: 119) }
    #expect(tally.received == 5 && tally.coalesced == 3)
    #expect(tally.told == [5, 4])
    #expect(tally.observation.signal["last"] == 5)
    tally.count(pushed(nil, 6), rules(perMinute: 2), now: 120)
    #expect(tally.told == [6, 5, 4])
  }

  @Test func `of seventy in a minute the newest fifty are told`() {
    var tally = InboxTally()
    for number in 1...70 { tally.count(pushed(nil, .int(number)), rules(), now: 90) }
    #expect(tally.told == (21...70).reversed().map(JSONValue.int) && tally.coalesced == 20)
  }

  @Test func `only the newest are kept, by number and by size, and the rest is counted`() {
    var tally = InboxTally()
    for number in 1...5 { tally.count(pushed(nil, .int(number)), rules(kept: 3), now: 60) }
    #expect(tally.told == [5, 4, 3] && tally.coalesced == 2)
    let long = JSONValue.string(String(repeating: "x", count: 30_000))
    for _ in 0..<3 { tally.count(pushed(nil, long), rules(), now: 60) }
    #expect(tally.told.count == 2 && tally.received == 8 && tally.coalesced == 6)
  }

  @Test func `one that means nothing is told and changes no last signal`() {
    var tally = InboxTally()
    tally.count(pushed(nil, 1), rules(), now: 60)
    tally.count(Pushed(key: nil, observation: .impossible("no JSON")), rules(), now: 60)
    #expect(tally.observation.signal == ["received": 2, "last": 1])
    #expect(tally.told == ["no JSON", 1])
  }

  @Test func `it reads back from its record as it was`() throws {
    var tally = InboxTally()
    for number in 1...5 { tally.count(pushed(number % 3, .int(number)), rules(kept: 2), now: 90) }
    tally.batch = ["a", "b"]
    let record = try #require(tally.json.object)
    #expect(try InboxTally(record) == tally)
  }
}
