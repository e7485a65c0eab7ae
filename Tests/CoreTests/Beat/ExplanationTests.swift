import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("Why nothing is decided")
struct ExplanationTests {
  private let now = Outlook.testNow

  private func outlook(_ change: (inout Outlook) -> Void = { _ in }) -> Outlook {
    .idle(change)
  }

  @Test("Every rule that holds is a reason, and the first is the verdict")
  func rules() {
    let parked = ParkedRunner(
      runner: "r", reason: .quota, message: "429", since: 900, until: 1_100, ask: nil, wiring: "w",
      surroundings: "", strikes: 1)
    let spent = Budget.Spent(until: 2_000, cap: .callsPerDay, limit: 5)
    var state = PulseState()
    state.backoffUntil = 1_001
    state.steering = "s"
    state.drops = 2
    state.droppedAt = 1_000
    state.wantedSince = 1_000
    var facts = Verdict.Facts(
      now: 1_000, approved: nil, hasChanges: true, isPaused: true, state: state, steering: "s",
      noopTTL: .zero, parked: parked, spent: spent,
      awaited: ["b", "a"].compactMap(Identifier.init(valid:)).reduce(into: []) { $0.insert($1) })
    facts.flappingUntil = 1_005
    let all = Verdict.reasons(facts)
    #expect(
      all == [
        .flapping(until: 1_005), .paused, .backoff(until: 1_001), .unsettled(until: 1_002),
        .parked(parked), .budget(spent),
        .sensing(["a", "b"].compactMap(Identifier.init(valid:))),
      ])
    #expect(Verdict.of(facts) == .skip(.flapping(until: 1_005)))
    #expect(all.map(\.until) == [1_005, nil, 1_001, 1_002, 1_100, 2_000, nil])
    facts.hasChanges = false
    #expect(Verdict.reasons(facts).first == .unchanged)
  }

  @Test("The pulse comes first, then what fails every beat, then what a person decided")
  func order() {
    let problem = AtomicFile.failure("read", "/d/PLAYBOOK.md", errno: 13)
    let down = outlook {
      $0.holder = .free
      $0.writeProblem = problem
      $0.unreadProblem = problem
      $0.isPaused = true
    }
    #expect(
      Explanation.reasons(down, rules: [.unchanged, .backoff(until: now + 5)]) == [
        .pulse(.down), .blocked(.unread(problem)), .blocked(.disk), .rule(.paused),
        .rule(.unchanged), .rule(.backoff(until: now + 5)),
      ])
  }

  @Test("A pulse that is up, answers and has something to do is no reason")
  func none() {
    #expect(Explanation.reasons(outlook { $0.verdict = .decide }, rules: []).isEmpty)
    #expect(
      Explanation.reasons(outlook { $0.activity = nil }, rules: []) == [.pulse(.unknown)])
    #expect(
      Explanation.reasons(outlook { $0.condition = .stopped }, rules: [.unchanged]) == [
        .pulse(.notAnswering), .rule(.unchanged),
      ])
  }

  @Test("It is read from the files: changes with what was and is, reasons, the last run")
  func read() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    try loop.goals.write(Identifier("g", "goal"), "One.")
    try loop.answer("failure transient")
    _ = loop.beat()
    loop.settings.caps.callsPerDay = 1
    var problems: [LooopError] = []
    let explanation = try read(loop, &problems)
    #expect(problems.isEmpty)
    #expect(explanation.changes.map(\.line) == [#"new: goal/g: to "One.""#])
    #expect(explanation.changedItems == 1 && explanation.gaps == [])
    let run = try #require(explanation.lastRun.value)
    #expect(run.outcome.value?.word == "failed")
    guard case .pulse(.down) = explanation.reasons.first,
      case .rule(.backoff) = explanation.reasons.dropFirst().first,
      case .rule(.budget) = explanation.reasons.last
    else {
      Issue.record("\(explanation.reasons)")
      return
    }
    #expect(explanation.reasons.count == 3)
  }

  private func read(_ loop: TestLoop, _ problems: inout [LooopError]) throws -> Explanation {
    let open = loop.loop
    let state = try loop.state
    let world = try WorldLoader(open).load(readings: open.snapshots.all().readings, state: state)
    let given = Outlook.Given(
      world: world, state: state, sensors: try open.sensors.entries(), settings: loop.settings,
      isWired: true, isNew: false)
    let outlook = Outlook.read(open, given, noting: &problems)
    return Explanation.read(open, given, for: outlook, noting: &problems)
  }
}
