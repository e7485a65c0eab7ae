import Foundation
import TestSupport
import Testing

/// What a power cut leaves of every act that writes, opened by the verbs again.
@Suite("A power cut at every call")
struct PowerLossTests {
  private static let width = 4
  /// How many states of each act, in a sample.
  private static let sample = 6

  /// Those that leave no process running: what that has open is not in the model.
  private static var acts: [SweptAct] {
    SweptAct.all.filter { $0.begin == nil && $0.restore == nil && $0.settle == nil }
  }

  private actor Tally {
    private(set) var counts: [String: [String: Int]] = [:]
    /// How many different states were opened.
    private(set) var states = 0
    func looked(at more: Int) { states += more }
    func count(_ act: String, _ outcome: String) {
      counts[act, default: [:]][outcome, default: 0] += 1
    }
  }

  @Test("What was acknowledged is there, what was not is there or not, and the repeat makes it so")
  func powerLoss() async throws {
    let seed = Seed.take(for: "A power cut at every call")
    let tally = Tally()
    let acts = Self.acts
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (place, act) in acts.enumerated() {
        if place >= Self.width { try await group.next() }
        let mine = seed.seed &+ UInt64(place)
        group.addTask {
          try await Sandbox.use { box in try await Self.cut(act, in: box, by: mine, tally) }
        }
      }
      try await group.waitForAll()
    }
    let counts = await tally.counts
    Self.table(counts, acts.map(\.name))
    print("different states that were opened: \(await tally.states)")
    #expect(Set(counts.keys) == Set(acts.map(\.name)))
  }

  private static func cut(
    _ act: SweptAct, in box: Sandbox, by seed: UInt64, _ tally: Tally
  ) async throws {
    var chance = SeededRandom(seed)
    try await act.lay(in: box)
    let before = VisibleData(of: box)
    let result = try await act.start(in: box, ["changes": .string(box.path("changes"))])
    #expect(act.succeeded(result), "\(act.name): \(result)")
    let after = VisibleData(of: box)
    let changes = try DiskChanges(box.text("changes"))
    let cuts = changes.cuts
    let count = Proof.count(cuts.count, sample: sample)
    // The end of the act, after its acknowledgement, is always looked at.
    let last = cuts.filter { $0.end == changes.count }
    // Many cuts leave the same files: each such state is looked at once.
    var judged: [Remains: String] = [:]
    for cut in Set(cuts.shuffled(using: &chance).prefix(count) + last) {
      try await SweptAct.bringBack(in: box)
      try changes.leave(cut)
      let effects = changes.effects(by: cut)
      if effects > 0 { try box.write("ran", String(repeating: "ran\n", count: effects)) }
      let isOver = cut.end == changes.count
      let remains = Remains(of: box, isOver: isOver)
      if let outcome = judged[remains] {
        await tally.count(act.name, outcome)
        continue
      }
      let (outcome, problem) = try await judge(act, isOver: isOver, in: box, (before, after))
      judged[remains] = problem == nil ? outcome : "violation"
      await tally.count(act.name, problem == nil ? outcome : "violation")
      if let problem {
        Issue.record("\(act.name), \(cut)\n\(box.shown(problem))")
      }
    }
    await tally.looked(at: judged.count)
  }

  /// What a cut left, as far as it makes a difference.
  private struct Remains: Hashable {
    let isOver: Bool
    /// Of every name and content.
    let digest: Int

    init(of box: Sandbox, isOver: Bool) {
      self.isOver = isOver
      var hasher = Hasher()
      let below = FileManager.default.enumerator(atPath: box.data)?.compactMap { $0 as? String }
      let names = ["config.json", "ran"] + (below ?? []).sorted().map { "data/\($0)" }
      for name in names where box.exists(name) {
        hasher.combine(name)
        hasher.combine(box.bytes(name))
      }
      digest = hasher.finalize()
    }
  }

  private static func judge(
    _ act: SweptAct, isOver: Bool, in box: Sandbox,
    _ data: (before: VisibleData, after: VisibleData)
  ) async throws -> (String, String?) {
    let seen = VisibleData(of: box)
    let state = try await box.looop("state", "--json")
    guard state.code == 0 else {
      return ("", "state exits \(state.code): \(state.out)\(state.err)")
    }
    let outcome = seen == data.after ? "there" : seen == data.before ? "not there" : "in part"
    if act.name == "push" { return try await judgePush(act, isOver: isOver, in: box) }
    if act.isBeat {
      if isOver, !seen.contains(data.after) {
        return ("", "it was over, and is \(outcome):\n\(seen.difference(from: data.after))")
      }
      return try await judgeBeat(act, outcome, in: box, data.after)
    }
    if isOver, outcome != "there", data.before != data.after {
      return ("", "acknowledged, and \(outcome):\n\(seen.difference(from: data.after))")
    }
    let again = try await act.start(in: box, [:])
    let isRefused = outcome == "there" && again.code != 73
    guard act.succeeded(again) || isRefused else {
      return ("", "\(outcome); its repeat failed: \(again)")
    }
    let last = VisibleData(of: box)
    guard last.isSame(asOf: data.after) else {
      return ("", "\(outcome); after its repeat:\n\(last.difference(from: data.after))")
    }
    return (outcome, nil)
  }

  /// What was pushed is in a folder that the loop empties, and is moved there again when the power cut
  /// undid that: what counts is how often the loop heard it. A repeat is a push of its own.
  private static func judgePush(
    _ act: SweptAct, isOver: Bool, in box: Sandbox
  ) async throws -> (String, String?) {
    let first = try await heard(in: box)
    guard isOver ? first == 1 : first <= 1 else {
      return ("", "heard \(first) times\(isOver ? ", acknowledged" : "")")
    }
    let again = try await act.start(in: box, [:])
    guard act.succeeded(again) else { return ("", "its repeat failed: \(again)") }
    let second = try await heard(in: box)
    return second == first + 1
      ? (first == 1 ? "there" : "not there", nil)
      : ("", "heard \(first) times, and after its repeat \(second) times")
  }

  private static func heard(in box: Sandbox) async throws -> Int {
    try await SweptAct.beat(in: box, after: 10)
    let sensor = try JSON(await box.must("sensor", "show", "ci", "--json"))
    return sensor["reading"]["signal"]["received"].int ?? 0
  }

  private static func judgeBeat(
    _ act: SweptAct, _ outcome: String, in box: Sandbox, _ after: VisibleData
  ) async throws -> (String, String?) {
    var said = ""
    for minutes in [10, 20, 30] where !VisibleData(of: box).contains(after) {
      let next = try await SweptAct.beat(in: box, after: minutes)
      said += next.out + next.err
    }
    let last = VisibleData(of: box)
    let runs = box.text("ran").split(separator: "\n").count
    if act.name == "beat: approved" {
      // What ran is outside of the data dir, and not undone by the cut.
      let isUnknown = box.text("data/journal.md").contains("interrupted")
      let isOnce = runs == 1 || runs == 0 && isUnknown
      return isOnce ? (outcome, nil) : ("", "what was approved ran \(runs) times: \(said)")
    }
    return last.contains(after)
      ? (outcome, nil) : ("", "three beats later:\n\(last.difference(from: after))\n\(said)")
  }

  private static func table(_ counts: [String: [String: Int]], _ acts: [String]) {
    let outcomes = ["there", "in part", "not there", "violation"]
    func cell(_ text: String, _ width: Int) -> String {
      text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
    print("what a power cut left of each act")
    print(cell("", 22) + outcomes.map { cell($0, 11) }.joined())
    for act in acts {
      print(cell(act, 22) + outcomes.map { cell("\(counts[act]?[$0] ?? 0)", 11) }.joined())
    }
    let sums = outcomes.map { outcome in
      "\(outcome): \(counts.values.reduce(0) { $0 + ($1[outcome] ?? 0) })"
    }
    print(sums.joined(separator: ", "))
  }
}
