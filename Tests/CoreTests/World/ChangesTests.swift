import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite struct ChangesTests {
  private let goal = Item(.goal, "a", content: "text")
  private let reading = Item(.reading, "r", content: #"{"signal":1}"#)

  @Test func `without a baseline everything is new`() {
    let changes = Changes.between(nil, [goal, reading])
    #expect(changes.entries.map(\.kind) == [.new, .new])
  }

  @Test func `what the sensor of a new data dir says first is told as its first reading`() throws {
    var world = World()
    world.readings = [
      Reading(
        sensor: try Identifier("today", "sensor"), changedAt: 0,
        observation: Observation(status: .ok, exit: 0, signal: 1), version: 1)
    ]
    let readings = world.items.filter { $0.name.kind == .reading }
    let changes = Changes.between(Baseline([Item(.reading, "today", content: "")]), readings)
    let places = changes.places(in: world, below: "/data", .none)
    #expect(places.map(\.kind) == [.new] && places[0].from == nil && places[0].to != nil)
  }

  @Test func `what a sensor calls urgent cuts through like what a human did`() throws {
    var world = World()
    world.readings = try ["calm", "loud"].map { name in
      var seen = Observation(status: .ok, exit: 0, signal: 1)
      seen.isUrgent = name == "loud"
      return Reading(
        sensor: try Identifier(name, "sensor"), changedAt: 0, observation: seen, version: 1)
    }
    let words = Changes.between(nil, world.items).humanWords(in: world)
    #expect(words.filter { $0.hasPrefix("reading/") }.count == 1)
    #expect(words.contains { $0.hasPrefix("reading/loud ") }, "\(words)")
  }

  @Test func `the same items are no change, whatever their order`() {
    #expect(Changes.between(Baseline([goal, reading]), [reading, goal]).isEmpty)
  }

  @Test func `a changed item says what it was when that was short`() {
    let changes = Changes.between(
      Baseline([reading]), [Item(.reading, "r", content: #"{"signal":2}"#)])
    #expect(
      changes.entries == [
        .init(kind: .changed, name: reading.name, before: #"{"signal":1}"#)
      ])
  }

  @Test func `a decision keeps what others did to the baseline since it looked`() {
    let (former, ended) = (
      Item(.session, "w", content: "g alive"), Item(.session, "w", content: "g")
    )
    let seen = Baseline([goal, former])
    let present = Baseline([ended, reading])
    let decidedOn = Baseline([goal, former]).keeping(changesOf: present, since: seen)
    #expect(decidedOn == Baseline([ended, reading]))
    #expect(Baseline([goal]).keeping(changesOf: seen, since: seen) == Baseline([goal]))
    #expect(Baseline([goal]).keeping(changesOf: nil, since: nil) == Baseline([goal]))
  }

  @Test func `a long content is compared by its digest`() {
    let long = String(repeating: "x", count: 5_000)
    let before = Item(.goal, "a", content: long)
    #expect(Changes.between(Baseline([before]), [Item(.goal, "a", content: long)]).isEmpty)
    let entries = Changes.between(Baseline([before]), [Item(.goal, "a", content: long + "y")])
      .entries
    #expect(entries == [.init(kind: .changed, name: before.name, before: nil)])
  }

  @Test(arguments: Item.Kind.allCases)
  func `what vanishes counts for what the human and the world own, not for records`(
    kind: Item.Kind
  ) {
    let counts: Set<Item.Kind> = [.playbook, .goal, .reading]
    let changes = Changes.between(Baseline([Item(kind, "x", content: "c")]), [])
    #expect(changes.isEmpty == !counts.contains(kind))
  }

  @Test func `a baseline survives the disk`() throws {
    let scratch = try Scratch()
    let long = Item(.goal, "long", content: String(repeating: "x", count: 5_000))
    let baseline = Baseline([goal, reading, long])
    try baseline.save(scratch.file("b.json"))
    #expect(try Baseline.load(scratch.file("b.json")) == baseline)
  }

  @Test(arguments: ["", "{", "[]", "\u{0}"])
  func `a broken baseline is kept aside and told, and reads as none`(content: String) throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/.last-world.json", content)
    #expect(loop.beat() == .acted(#"noop: "nothing to do""#))
    #expect(try loop.scratch.text("data/.last-world.json.broken") == content)
    #expect(try loop.scratch.text("data/events.jsonl").contains("file.broken"))
    #expect(loop.beat() == .skipped(.unchanged))
  }

  @Test(arguments: [#"{"v":1}"#, #"{"v":1,"items":[]}"#])
  func `a baseline that is none of ours reads as none`(content: String) throws {
    let scratch = try Scratch()
    try scratch.write("b.json", content)
    #expect(try Baseline.load(scratch.file("b.json")) == nil)
  }

  @Test func `a patch writes and removes exactly its items`() {
    let other = Item(.goal, "b", content: "new")
    let patched = Baseline([goal, reading]).patched(
      .init(written: [other], removed: [goal.name]))
    #expect(patched == Baseline([reading, other]))
  }
}
