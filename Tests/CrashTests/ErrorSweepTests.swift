import Foundation
import TestSupport
import Testing

@Suite("An error at every system call")
struct ErrorSweepTests {
  /// How many acts are swept at once.
  private static let width = 4
  /// How many faults of each act, in a sample.
  private static let sample = 5

  /// What each call may meet.
  private static let errors: [String: [Int32]] = [
    "open": [EMFILE, EACCES, EIO], "opendir": [EMFILE, EACCES], "readdir": [EIO], "read": [EIO],
    "write": [ENOSPC, EIO], "fsync": [EIO, ENOSPC], "rename": [EIO, ENOSPC], "link": [ENOSPC, EIO],
    "unlink": [EIO, EACCES], "mkdir": [ENOSPC, EACCES], "output": [ENOSPC, EIO], "input": [EIO],
    "lock": [ENOLCK], "truncate": [EIO],
  ]

  /// A fault: the call of that name and number meets the error, or all from there on.
  private struct Fault: Sendable, CustomStringConvertible {
    let act: String
    let call: String
    let number: Int
    let code: Int32
    let lasts: Bool

    var description: String {
      "\(act): \(call) \(number)\(lasts ? " and all that follow" : ""):"
        + " \(String(cString: strerror(code)))"
    }
  }

  /// How a case ended.
  private enum Outcome: String, CaseIterable, Sendable {
    /// Exit 0, and it is there, once.
    case done
    /// Not 0, and nothing is to be seen of it; the repeat does it.
    case nothing
    /// 73, and it says that it stands; the repeat is the same act.
    case stands
    case violation
  }

  /// How many cases of each act and call ended how.
  private actor Tally {
    private(set) var counts: [String: [String: [Outcome: Int]]] = [:]

    func count(_ fault: Fault, _ outcome: Outcome) {
      counts[fault.act, default: [:]][fault.call, default: [:]][outcome, default: 0] += 1
    }
  }

  @Test("A verb or a beat that meets an error did it, did nothing, or says that it stands")
  func sweep() async throws {
    let seed = Seed.take(for: "An error at every system call")
    let tally = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (place, act) in SweptAct.all.enumerated() {
        if place >= Self.width { try await group.next() }
        let mine = seed.seed &+ UInt64(place)
        group.addTask {
          try await Sandbox.use { box in
            try await Self.sweep(act, in: box, by: mine, tally)
          }
        }
      }
      try await group.waitForAll()
    }
    let all = await tally.counts
    Self.table(all)
    #expect(Set(all.keys) == Set(SweptAct.all.map(\.name)))
    // In a sample hardly a case is the last fsync of its act.
    for outcome in [Outcome.done, .nothing] + (Proof.isWhole ? [.stands] : []) {
      #expect(all.values.contains { $0.values.contains { $0[outcome] ?? 0 > 0 } }, "\(outcome)")
    }
  }

  // MARK: One act

  private static func sweep(
    _ act: SweptAct, in box: Sandbox, by seed: UInt64, _ tally: Tally
  ) async throws {
    var chance = SeededRandom(seed)
    try await act.lay(in: box)
    try await act.begin?(box)
    let before = VisibleData(of: box)
    let (calls, after) = try await measure(act, in: box)
    #expect(
      before != after || act.name == "beat: noop" || act.name == "beat: run_shell", "\(act.name)")

    let faults = Self.faults(of: act, calls, using: &chance)
    let count = Proof.count(faults.count, sample: sample)
    for fault in faults.shuffled(using: &chance).prefix(count) {
      try await restore(act, box)
      let result = try await run(act, in: box, meeting: fault)
      guard box.exists("hit") else { continue }
      let seen = VisibleData(of: box)
      let (outcome, problem) = try await judge(
        act, fault, result, in: box, (before, seen, after))
      await tally.count(fault, outcome)
      if let problem {
        Issue.record(
          "\(fault)\n\(box.shown("exit \(result.code): \(result.out)\(result.err)\n\(problem)"))")
      }
    }
    try await act.settle?(box)
    if act.restore != nil, let keeper = try? SweptAct.supervisor(box) { kill(keeper, SIGCONT) }
    _ = try await box.looop("down", "--yes")
  }

  /// Every call once at least. Those that read are many: each meets one error, by chance.
  private static func faults(
    of act: SweptAct, _ calls: [String: Int], using chance: inout SeededRandom
  ) -> [Fault] {
    var faults: [Fault] = []
    for (call, total) in calls.sorted(by: { $0.key < $1.key }) {
      guard let codes = errors[call] else { continue }
      for number in 1...total {
        // A verb that cannot say anything cannot say that it stands.
        let kinds = codes.flatMap { code in
          (call == "output" ? [false] : [false, true]).map { lasts in
            Fault(act: act.name, call: call, number: number, code: code, lasts: lasts)
          }
        }
        let reads = ["open", "opendir", "readdir", "read"].contains(call)
        faults += kinds.shuffled(using: &chance).prefix(reads ? 1 : kinds.count)
      }
    }
    return faults
  }

  /// The calls that the act makes when nothing fails, and what is there then.
  private static func measure(
    _ act: SweptAct, in box: Sandbox
  ) async throws -> ([String: Int], VisibleData) {
    let orders: JSON = ["calls": .string(box.path("calls"))]
    let result = try await act.start(in: box, orders)
    guard act.succeeded(result) else {
      throw Trial.Failure(description: "\(act.name): \(result)")
    }
    var calls: [String: Int] = [:]
    for line in box.text("calls").split(separator: "\n") where line.hasPrefix("verb\t") {
      calls[String(line.dropFirst(5)), default: 0] += 1
    }
    return (calls, VisibleData(of: box))
  }

  private static func run(
    _ act: SweptAct, in box: Sandbox, meeting fault: Fault
  ) async throws -> Finished {
    try? FileManager.default.removeItem(atPath: box.path("hit"))
    return try await act.start(
      in: box,
      [
        "fail": [
          "role": "verb", "call": .string(fault.call), "at": .number(Double(fault.number)),
          "times": .number(fault.lasts ? 1_000_000 : 1), "errno": .number(Double(fault.code)),
          "mark": .string(box.path("hit")),
        ]
      ])
  }

  private static func restore(_ act: SweptAct, _ box: Sandbox) async throws {
    try await act.settle?(box)
    if let restore = act.restore { return try await restore(box) }
    try await SweptAct.bringBack(in: box)
    try await act.begin?(box)
  }

  // MARK: The verdict

  private static func judge(
    _ act: SweptAct, _ fault: Fault, _ result: Finished, in box: Sandbox,
    _ data: (before: VisibleData, seen: VisibleData, after: VisibleData)
  ) async throws -> (Outcome, String?) {
    let said = result.out + result.err
    if act.isBeat { return try await judgeBeat(act, fault, result, in: box, data) }
    if act.succeeded(result) {
      if data.seen != data.after {
        return (.violation, "it is not as it should be:\n\(data.seen.difference(from: data.after))")
      }
      // Of logs alone nothing is acknowledged.
      let lost = box.text("hit").split(separator: "\n").filter {
        fault.call == "fsync" && !$0.hasSuffix("journal.md") && !$0.contains("/ledger/")
      }
      return lost.isEmpty ? (.done, nil) : (.violation, "acknowledged without the disk: \(lost)")
    }
    let stands =
      result.code == 73 && said.contains("stands")
      // These say what they did before they say how the loop stands.
      || result.out.hasPrefix("the pulse is \(act.name)")
    // Of what is decided and not finished, the next verb finishes the rest.
    let isHalf = stands && said.contains("stands, but what follows from it failed")
    let wanted = stands ? data.after : data.before
    if data.seen != wanted, !isHalf {
      let difference = data.seen.difference(from: wanted)
      return (.violation, "seen, and \(stands ? "" : "not ")said to stand:\n\(difference)")
    }
    let again = try await act.start(in: box, [:])
    let isRefused = stands && act.refusal.map { again.err.contains($0) } == true
    guard act.succeeded(again) || isRefused else {
      return (.violation, "its repeat failed: \(again)")
    }
    let last = VisibleData(of: box)
    if last != data.after {
      return (.violation, "its repeat is not the same act:\n\(last.difference(from: data.after))")
    }
    return (stands ? .stands : .nothing, nil)
  }

  /// A beat fails as a whole, and the next one goes on: what it decided is there or not, and what was
  /// approved ran once, or was told to be unknown.
  private static func judgeBeat(
    _ act: SweptAct, _ fault: Fault, _ result: Finished, in box: Sandbox,
    _ data: (before: VisibleData, seen: VisibleData, after: VisibleData)
  ) async throws -> (Outcome, String?) {
    if act.succeeded(result), data.seen == data.after { return (.done, nil) }
    let isSeen = data.seen != data.before
    let isTold =
      !box.names(in: "data/intents").isEmpty || (result.out + result.err).contains("stands")
      || box.text("data/journal.md") != box.text("before/data/journal.md")
      || !act.succeeded(result) && !data.seen.contains(data.after)
    if isSeen, !isTold {
      return (.violation, "seen, and not told:\n\(data.seen.difference(from: data.before))")
    }
    var outs: [String] = []
    var minutes = 0
    for _ in 0..<3 where !VisibleData(of: box).contains(data.after) {
      // Past the rest that follows a failure.
      minutes += 10
      let next = try await SweptAct.beat(in: box, after: minutes)
      outs.append(next.out + next.err)
    }
    let last = VisibleData(of: box)
    let runs = box.text("ran").split(separator: "\n").count
    let isUnknown = box.text("data/journal.md").contains("interrupted")
    if act.name == "beat: approved" {
      guard runs == 1 || runs == 0 && isUnknown else {
        return (.violation, "what was approved ran \(runs) times: \(outs)")
      }
    } else if !last.contains(data.after) {
      return (.violation, "three beats later:\n\(last.difference(from: data.after))\n\(outs)")
    }
    return (isSeen ? .stands : .nothing, nil)
  }

  // MARK: The table

  private static func table(_ counts: [String: [String: [Outcome: Int]]]) {
    let calls = errors.keys.sorted()
    func cell(_ text: String, _ width: Int) -> String {
      text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
    print("done / nothing visible / stands, of each act and call; ! is a violation")
    print(cell("", 22) + calls.map { cell($0, 13) }.joined())
    for act in SweptAct.all.map(\.name) {
      let row = calls.map { call in
        guard let found = counts[act]?[call] else { return cell("-", 13) }
        let numbers = [Outcome.done, .nothing, .stands].map { "\(found[$0] ?? 0)" }
        let bad = found[.violation].map { " !\($0)" } ?? ""
        return cell(numbers.joined(separator: "/") + bad, 13)
      }
      print(cell(act, 22) + row.joined())
    }
    var sums: [Outcome: Int] = [:]
    for calls in counts.values {
      for found in calls.values { sums.merge(found, uniquingKeysWith: +) }
    }
    print(Outcome.allCases.map { "\($0.rawValue): \(sums[$0] ?? 0)" }.joined(separator: ", "))
  }
}
