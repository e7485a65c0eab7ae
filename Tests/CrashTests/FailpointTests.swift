import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Death at every write")
struct FailpointTests {
  /// How many cases run at once: most of a case is waiting.
  private static let width = 3
  private static let sample = 8

  @Test("Killed before, within and after every write, a loop goes on and loses nothing")
  func everyPoint() async throws {
    // Of the verbs, those that others run to bring something in.
    let passed = try await discover().filter {
      $0.key.role != "verb" || $0.key.name.contains(" inbox/")
    }
    var chance = Seed.take(for: "Death at every write")
    // In a sample one of so many points, of each kind of write by each role at least one.
    let points = Proof.some(of: passed.keys.sorted(), every: Self.sample, using: &chance) {
      "\($0.role) \($0.kind)"
    }
    // The first time at each point, and a later one by chance, in other company.
    var deaths = points.map { Trial.Death(point: $0, pass: 1) }
    // A verb is over before it passes any twice.
    for point in points.sorted() where point.role != "verb" {
      guard let count = passed[point], count > 2 else { continue }
      deaths.append(
        Trial.Death(point: point, pass: Int.random(in: 2...max(2, count * 2 / 3), using: &chance)))
    }
    let hits = try await Self.each(deaths) { try await Self.die($0) }
    print("a life passes \(passed.count) points, tried are \(points.count)")
    let missed = Self.table(passed.filter { points.contains($0.key) }, hits)
    #expect(Set(points.map(\.role)) == ["pulse", "supervisor", "verb"])
    #expect(Set(passed.keys.map(\.role)) == ["pulse", "supervisor", "verb"])
    #expect(missed.isEmpty)
  }

  /// Every point that a life without a death passes, and how often.
  private func discover() async throws -> [Trial.Point: Int] {
    let points = Mutex<[Trial.Point: Int]>([:])
    try await Sandbox.use { box in
      let trial = Trial(box: box)
      let scenario = Scenario(trial, dying: nil)
      try await scenario.run()
      points.withLock { $0 = trial.points() }
      Self.check(scenario, box, nil)
    }
    return points.withLock { $0 }
  }

  /// One life with a death in it. Returns whether it died.
  private static func die(_ death: Trial.Death) async throws -> Bool {
    let isHit = Mutex(false)
    try await Sandbox.use { box in
      let scenario = Scenario(Trial(box: box), dying: death)
      do {
        try await scenario.run()
      } catch {
        Issue.record("\(death): \(box.shown("\(error)"))")
        return
      }
      isHit.withLock { $0 = scenario.isDead }
      check(scenario, box, death)
    }
    return isHit.withLock { $0 }
  }

  private static func check(_ scenario: Scenario, _ box: Sandbox, _ death: Trial.Death?) {
    let invariants = Invariants(box: box)
    var breaches = scenario.breaches + invariants.records(torn: death?.isTorn == true ? 1 : 0)
    breaches += invariants.acknowledged(
      answers: scenario.answers, goals: scenario.goals, asks: scenario.asks)
    breaches += invariants.counted(scenario.pushed, unsure: scenario.unsure)
    breaches += invariants.distrusted("extra")
    breaches += invariants.journaled(scenario.interrupted)
    breaches += invariants.prompted(scenario.interrupted)
    breaches += invariants.nothingRuns()
    let journal = box.text("data/journal.md")
    for move in Scenario.moves where !journal.contains(move) {
      breaches.append("I5: nobody was told of \(move)")
    }
    // I4: what was approved ran once, or it was told that nobody knows.
    let runs = box.text("ran").split(separator: "\n").count
    let isUnknown = scenario.interrupted.contains { $0.hasPrefix("gate-") }
    if runs != 1, !(runs == 0 && isUnknown) { breaches.append("I4: it ran \(runs) times") }
    if box.exists("refused") { breaches.append("I4: what was refused ran") }
    if box.exists("data/goals/.tmp-left") { breaches.append("an old temporary file is left") }
    guard !breaches.isEmpty else { return }
    Issue.record(
      """
      \(death.map { "\($0)" } ?? "without a death"):
      \(box.shown(breaches.joined(separator: "\n")))
      \(box.shown(box.journal.joined(separator: "\n")))
      """)
  }

  /// Prints who was hit where; returns what never was.
  private static func table(
    _ passed: [Trial.Point: Int], _ hits: [Trial.Death: Bool]
  ) -> [Trial.Point] {
    var missed: [Trial.Point] = []
    let width = passed.keys.map(\.name.count).max() ?? 0
    for (point, count) in passed.sorted(by: { $0.key < $1.key }) {
      let passes = hits.filter { $0.key.point == point && $0.value }.map(\.key.pass).sorted()
      if passes.isEmpty { missed.append(point) }
      let role = point.role.padding(toLength: 10, withPad: " ", startingAt: 0)
      let name = point.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let hit = passes.map(String.init).joined(separator: " and ")
      print("\(role)  \(name)  passed \(count), \(hit.isEmpty ? "NEVER HIT" : "hit at \(hit)")")
    }
    print(
      "\(passed.count) points, \(passed.count - missed.count) hit, \(hits.values.count { $0 }) deaths"
    )
    return missed
  }

  /// Runs `body` for each of `items`, `width` at once.
  private static func each<Item: Sendable & Hashable, Value: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Value
  ) async throws -> [Item: Value] {
    try await withThrowingTaskGroup(of: (Item, Value).self) { group in
      var results: [Item: Value] = [:]
      for (index, item) in items.enumerated() {
        if index >= width, let (done, value) = try await group.next() { results[done] = value }
        group.addTask { (item, try await body(item)) }
      }
      for try await (done, value) in group { results[done] = value }
      return results
    }
  }
}
