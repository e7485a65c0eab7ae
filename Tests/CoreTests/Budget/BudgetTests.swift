import Foundation
import Testing

@testable import Base
@testable import Core

@Suite("The caps on what is spent")
struct BudgetTests {
  private let noon = LocalTime.startOfDay(1_795_000_000) + 43_200

  private func check(
    _ starts: [Int] = [], spent: [(at: Int, usd: Double)] = [],
    _ change: (inout BudgetCaps) -> Void
  ) -> Budget.Spent? {
    var caps = BudgetCaps()
    for cap in BudgetCaps.Cap.allCases { caps[cap] = 0 }
    change(&caps)
    let call = LedgerCall(id: "a", kind: .tick, runner: "r")
    let lines =
      starts.map { LedgerLine(.started, call, at: $0) }
      + spent.map {
        LedgerLine(
          .ended, call, at: $0.at, usage: Usage(input: 40, cacheRead: 60),
          cost: Cost(dollars: $0.usd, source: .imputed))
      }
    return Budget.check(Spending(lines.map(LedgerAmount.init)), caps: caps, now: noon)
  }

  @Test("An hour's cap is reached with its last call and free again an hour later")
  func hour() {
    let starts = [noon - 3_599, noon - 10, noon - 5]
    #expect(check(starts) { $0.callsPerHour = 4 } == nil)
    #expect(check(starts) { $0.callsPerHour = 3 }?.until == noon + 1)
    #expect(check(starts) { $0.callsPerHour = 2 }?.until == noon - 10 + 3_600)
    #expect(check([noon - 3_600]) { $0.callsPerHour = 1 } == nil)
  }

  @Test("A day's cap is free again at the next midnight")
  func day() {
    let spent = check([noon - 7_200, noon - 7_000]) { $0.callsPerDay = 2 }
    #expect(spent?.until == LocalTime.startOfDay(noon + 86_400))
    #expect(check([noon - 50_000, noon - 7_000]) { $0.callsPerDay = 2 } == nil)
  }

  @Test("Money and tokens are added up from midnight on, whoever spent them")
  func money() {
    let spent = [(noon - 50_000, 5.0), (noon - 60, 1.25), (noon - 30, 0.75)]
    #expect(check(spent: spent) { $0.dollarsPerDay = 2.01 } == nil)
    #expect(check(spent: spent) { $0.dollarsPerDay = 2 }?.cap == .dollarsPerDay)
    #expect(check(spent: spent) { $0.tokensPerDay = 201 } == nil)
    #expect(check(spent: spent) { $0.tokensPerDay = 200 }?.cap == .tokensPerDay)
  }

  @Test("No cap is none, and a clock set back frees nothing")
  func setBack() {
    let starts = Array(repeating: noon + 5_000, count: 9)
    #expect(check(starts) { _ in } == nil)
    #expect(check(starts) { $0.callsPerHour = 9 }?.until == noon + 3_600)
    #expect(check(starts) { $0.callsPerDay = 9 } != nil)
    // Written on another day and in another month, before the clock was set back.
    let later = [(at: noon + 40 * 86_400, usd: 3.0)]
    #expect(check(spent: later) { $0.dollarsPerDay = 3 } != nil)
  }

  @Test("The ledger gives what was written in the future, in another month")
  func futureMonth() throws {
    let loop = try TestLoop()
    let call = LedgerCall(id: "a", kind: .tick, runner: "r")
    loop.pass(40 * 86_400)
    try loop.ledger.recordStart(call)
    loop.pass(-40 * 86_400)
    try loop.ledger.recordStart(call)
    let since = Budget.window(now: loop.clock.now())
    #expect(try loop.ledger.lines(since: since).count == 2)
  }

  @Test("A ledger is read however large it has grown")
  func largeMonth() throws {
    let loop = try TestLoop()
    let call = LedgerCall(id: "a", kind: .tick, runner: "r")
    try loop.ledger.recordStart(call)
    let month = LocalTime(loop.clock.now()).monthText
    let path = "\(loop.directory.ledger)/\(month).jsonl"
    // A hole in the file stands for what workers wrote; it reads as one torn line.
    #expect(truncate(path, off_t(AtomicFile.maximumSize)) == 0)
    try loop.ledger.recordStart(call)
    #expect(try loop.ledger.lines(since: 0).map(\.call.id) == ["a", "", "a"])
  }

  @Test("Numbers that nobody can have used, and names without end, stop neither caps nor costs")
  func absurdNumbers() throws {
    let loop = try TestLoop()
    let call = LedgerCall(id: "a", kind: .worker, runner: "r")
    let most = Usage(
      input: .max, output: .max, cacheRead: .max, cacheWrite: .max,
      model: String(repeating: "m", count: 100_000))
    for _ in 0..<3 { try loop.ledger.recordSpent(call, usage: most + most, cost: .unknown) }
    let lines = try loop.ledger.lines(since: 0)
    #expect(lines.count == 3 && lines.allSatisfy { ($0.usage.model?.utf8.count ?? 0) < 300 })
    #expect(CostReport(lines, by: .runner).total.usage.input == 3 << 40)
    var caps = BudgetCaps()
    caps.tokensPerDay = 1_000_000
    let now = loop.clock.now()
    #expect(
      Budget.check(Spending(lines.map(LedgerAmount.init)), caps: caps, now: now)?.cap
        == .tokensPerDay)
  }
}

@Suite("The question whether to raise a cap")
struct BudgetAskTests {
  private func loop() throws -> TestLoop {
    let loop = try TestLoop()
    loop.settings.caps.dollarsPerDay = 2
    try loop.answer("used 1 1 2.5\n" + #"{"action":"noop","reason":"dear"}"#)
    _ = loop.beat()
    try loop.playbook.write("changed")
    return loop
  }

  private func isSpent(_ outcome: BeatOutcome) -> Bool {
    if case .skipped(.budget) = outcome { true } else { false }
  }

  @Test("It is put once, names the sum, and sensing goes on meanwhile")
  func once() throws {
    let loop = try loop()
    loop.sensors = [try StubSensor("weather")]
    for _ in 0..<3 { #expect(isSpent(loop.beat())) }
    let asks = try loop.mailbox.contents().asks
    #expect(asks.map(\.id.text) == ["budget-1"] && asks[0].kind == .budget)
    #expect(asks[0].prompt.contains("the cap of $2.00 a day is reached"))
    #expect(asks[0].prompt.contains("Raise it to $4.00 a day?"))
    #expect(try loop.calls == 1)
    #expect(try Snapshots(directory: loop.directory).all().readings.count == 1)
  }

  @Test(
    "Yes and a number raise it for the day, other words leave it",
    arguments: [("yes", true), ("4", true), ("$2.60", true), ("no", false), ("maybe 4", false)])
  func answers(words: String, isRaised: Bool) throws {
    let loop = try loop()
    _ = loop.beat()
    try loop.answerAsk("budget-1", words)
    #expect(isSpent(loop.beat()) == !isRaised)
    #expect(try loop.calls == (isRaised ? 2 : 1))
    // The same question is not put again, a higher one is.
    let count = try loop.mailbox.contents().asks.count
    try loop.playbook.write("changed again")
    #expect(isSpent(loop.beat()))
    #expect(try loop.mailbox.contents().asks.count == (isRaised ? count + 1 : 1))
  }

  @Test("An answer without a name on it raises nothing")
  func unnamed() throws {
    let loop = try loop()
    _ = loop.beat()
    try AtomicFile.replace(
      "\(loop.directory.answers)/budget-1.json", Array(#"{"v":1,"answer":"yes","ts":1}"#.utf8))
    #expect(isSpent(loop.beat()))
  }

  @Test("A question of a worker that looks like the loop's raises nothing")
  func forged() throws {
    let loop = try TestLoop()
    let day = LocalTime(loop.clock.now()).dayText
    for (worker, amount) in [("bee", "900"), ("budget", "inf"), ("budget", "nan")] {
      let ask = try loop.mailbox.raise(
        AskDraft(
          worker: try Identifier(worker, "worker"), kind: .budget, prompt: "May I?",
          key: "budget calls_per_hour \(day) \(amount)"))
      try loop.answerAsk(ask.id.text, "yes")
    }
    let caps = BudgetAsk.caps(loop.settings.caps, try loop.mailbox.contents(), day: day)
    #expect(caps == loop.settings.caps)
  }

  @Test("The next day has its own budget, and the old question is taken back")
  func tomorrow() throws {
    let loop = try loop()
    _ = loop.beat()
    loop.pass(86_400)
    #expect(loop.beat() == .acted(#"noop: "dear""#))
    try loop.playbook.write("changed again")
    #expect(isSpent(loop.beat()))
    #expect(try loop.mailbox.contents().asks.map(\.id.text) == ["budget-2"])
  }

  @Test("A clock set back holds the day's cap")
  func setBack() throws {
    let loop = try loop()
    loop.pass(-7_200)
    #expect(isSpent(loop.beat()))
    loop.pass(-5 * 86_400)
    #expect(isSpent(loop.beat()))
  }

  @Test("A dry run puts no question")
  func dryRun() throws {
    let loop = try loop()
    #expect(isSpent(loop.beat(.init(isDryRun: true))))
    #expect(try loop.mailbox.contents().asks.isEmpty)
  }

  @Test("Tries within one beat stop at the cap")
  func tries() throws {
    let loop = try TestLoop()
    loop.settings.caps.callsPerDay = 2
    try loop.answer("failure transient")
    _ = loop.beat()
    #expect(try loop.calls == 2)
  }
}

@Suite("What was spent")
struct CostTests {
  private let prices = Prices([
    "m": Price(input: 1, output: 10, cacheRead: 0.1, cacheWrite: 2),
    "m-large": Price(input: 5, output: 50, cacheRead: 0.5, cacheWrite: 10),
  ])

  @Test(
    "A price belongs to the longest name the model begins with",
    arguments: [
      ("m", 1.0), ("m-2026-11-22", 1), ("m-large-5", 5), ("maker/m-large", 5), ("other", nil),
      (nil, nil),
    ] as [(String?, Double?)])
  func price(model: String?, input: Double?) {
    #expect(prices.price(of: model)?.input == input)
    var withDefault = prices
    withDefault.models["default"] = Price(input: 9, output: 9, cacheRead: 9, cacheWrite: 9)
    #expect(withDefault.price(of: model)?.input == input ?? 9)
  }

  @Test("What the agent reports counts; nothing, or 0 for tokens, is imputed; else it is unknown")
  func cost() {
    let used = Usage(input: 1_000_000, output: 100_000, cacheRead: 10_000_000, cacheWrite: 500_000)
    var reported = used
    reported.dollars = 3
    #expect(prices.cost(of: reported, model: "m") == Cost(dollars: 3, source: .reported))
    reported.dollars = 0
    #expect(prices.cost(of: reported, model: "m") == Cost(dollars: 4, source: .imputed))
    #expect(prices.cost(of: used, model: "m") == Cost(dollars: 4, source: .imputed))
    var named = used
    named.model = "m-large"
    #expect(prices.cost(of: named, model: "m").dollars == 20)
    #expect(prices.cost(of: used, model: "other") == .unknown)
    #expect(prices.cost(of: Usage(), model: "m") == .unknown)
    #expect(prices.cost(of: Usage(dollars: 0)).source == .reported)
    // A model that neither the CLI nor the command names is assumed.
    for (model, source) in [
      (CommandModel("m"), Cost.Source.imputed), (CommandModel("m", isAssumed: true), .assumed),
    ] {
      var usage = used
      usage.use(model)
      #expect(prices.cost(of: usage) == Cost(dollars: 4, source: source))
      usage.use(CommandModel("other"))
      #expect(usage.model == "m")
    }
    var unnamed = used
    unnamed.use(nil)
    #expect(prices.cost(of: unnamed) == .unknown && unnamed.isModelAssumed)
  }

  @Test("Lines are added up by one name; a call without an end is of unknown cost")
  func report() {
    let tick = LedgerCall(id: "t", kind: .tick, runner: "a")
    var served = tick
    served.goal = "ship"
    let work = LedgerCall(id: "w", kind: .worker, runner: "b", worker: "bee", goal: "ship")
    let cut = LedgerCall(id: "c", kind: .tick, runner: "a")
    let lines = [
      LedgerLine(.started, tick, at: 10),
      LedgerLine(
        .ended, served, at: 11, usage: Usage(input: 5), cost: Cost(dollars: 1, source: .reported)),
      LedgerLine(.started, work, at: 12),
      LedgerLine(
        .spent, work, at: 13, usage: Usage(output: 7), cost: Cost(dollars: 4, source: .imputed)),
      LedgerLine(
        .ended, work, at: 14, usage: Usage(), cost: Cost(dollars: -1, source: .reported)),
      LedgerLine(.started, cut, at: 15),
    ]
    let byGoal = CostReport(lines, by: .goal)
    #expect(byGoal.rows.map(\.name) == ["ship", "-"])
    #expect(byGoal.rows[0].calls == 1 && byGoal.rows[0].workers == 1)
    #expect(byGoal.rows[0].dollars == 4)
    #expect(byGoal.rows[0].usage.tokens == 12 && byGoal.rows[0].imputed == 0)
    #expect(byGoal.rows[1].unknownCalls == 1)
    #expect(byGoal.total.calls == 2 && byGoal.total.workers == 1 && byGoal.total.unknownCalls == 1)
    #expect(CostReport(lines, by: .runner).rows.map(\.name) == ["b", "a"])
    #expect(CostReport(lines, by: .worker).rows.map(\.name) == ["bee", "-"])
    #expect(CostReport(lines, by: .day).rows.count == 1)
  }

  @Test("Dollars are cents to read, and less than a dollar is told to the hundredth of a cent")
  func dollars() {
    #expect(
      [0, 0.0312, 1, 12.345, 1_000].map(Dollars.text) == [
        "$0.00", "$0.0312", "$1.00", "$12.35", "$1000.00",
      ])
  }
}
