internal import Base

/// What the ledger says of the window.
struct RecapSpent {
  private(set) var spent = Recap.Spent()
  /// US dollars by the id of a call, as far as they are known.
  private(set) var dollarsOfCall: [String: Double] = [:]
  private(set) var goalOfCall: [String: String] = [:]
  private(set) var torn = 0
  private(set) var absurd = 0

  /// No call costs so much: a hand or a broken agent wrote it.
  private static let mostDollars = 1e9
  init(_ all: [LedgerLine], since: Int, until: Int) {
    let lines = all.map { sane($0) }
    for line in lines {
      let call = line.call.id
      if call.isEmpty, line.type == .started { torn += 1 }
      if let goal = line.call.goal { goalOfCall[call] = goal }
      if let dollars = line.cost.dollars { dollarsOfCall[call, default: 0] += dollars }
    }
    spent = Self.sums(lines, since: since, until: until)
  }

  private mutating func sane(_ line: LedgerLine) -> LedgerLine {
    guard let dollars = line.cost.dollars, abs(dollars) > Self.mostDollars else { return line }
    absurd += 1
    var line = line
    line.cost = .unknown
    return line
  }

  private struct DaySums {
    var total = CostReport.Row("total")
    var runners: [String: CostReport.Row] = [:]
  }

  /// In one pass: a year has tens of thousands of lines.
  private static func sums(_ lines: [LedgerLine], since: Int, until: Int) -> Recap.Spent {
    let calls = CallFacts(lines)
    var total = CostReport.Row("total")
    var runners: [String: CostReport.Row] = [:]
    var goals: [String: CostReport.Row] = [:]
    var days = DayNames(since: since, until: until)
    var sums: [String: DaySums] = [:]
    for line in lines {
      let fact = calls.fact(of: line)
      let runner = CostReport.name(of: fact.call, at: line.at, .runner)
      let goal = CostReport.name(of: fact.call, at: line.at, .goal)
      total.add(line, fact)
      runners[runner, default: .init(runner)].add(line, fact)
      goals[goal, default: .init(goal)].add(line, fact)
      let day = days.name(of: line.at.within(since, until))
      sums[day, default: DaySums()].total.add(line, fact)
      sums[day, default: DaySums()].runners[runner, default: .init(runner)].add(line, fact)
    }
    var spent = Recap.Spent()
    spent.total = total
    spent.runners = CostReport.sorted(runners)
    spent.goals = CostReport.sorted(goals)
    spent.days = days.names(with: sums.keys.sorted()).map { name in
      let day = sums[name] ?? DaySums()
      return Recap.Day(name: name, total: day.total, runners: CostReport.sorted(day.runners))
    }
    return spent
  }
}

/// The names of the local days of a window.
private struct DayNames {
  /// A longer window has no day of its own for each.
  private static let most = 400

  private let since, until: Int
  private var start = Int.max
  private var end = Int.min
  private var last = ""

  init(since: Int, until: Int) {
    self.since = since
    self.until = until
  }

  /// Most lines are of the same day as the one before.
  mutating func name(of moment: Int) -> String {
    if moment < start || moment >= end {
      start = LocalTime.startOfDay(moment)
      end = LocalTime.startOfDay(moment, adding: 1)
      last = LocalTime(moment).dayText
    }
    return last
  }

  /// Every day of the window in its order, or `days` where there are too many.
  func names(with days: [String]) -> [String] {
    guard (until - since) / 86_400 < Self.most else { return days }
    var names: [String] = []
    var day = LocalTime.startOfDay(since)
    while day <= until, names.count <= Self.most {
      names.append(LocalTime(day).dayText)
      day = LocalTime.startOfDay(day, adding: 1)
    }
    return names
  }
}
