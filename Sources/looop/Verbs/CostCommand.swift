internal import ArgumentParser
internal import Base
internal import Core

struct CostCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Show what was spent, and what is left of today's caps.")
  static let examples = [Example("looop cost --by goal --days 7")]
  var touch: Touch { .reads }

  @Option(help: "Group by runner, goal, worker or day.") var by = "runner"
  @Option(help: "How many days back, today included (1: today alone).") var days = 30
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let grouping = CostReport.Grouping(rawValue: by) else {
      throw LooopError(
        .usage, code: "E_USAGE", "Costs cannot be grouped by '\(Untrusted.oneLine(by))'.",
        hint: Nearest.hint(
          by, in: CostReport.Grouping.allCases.map(\.rawValue),
          else: "Use --by "
            + CostReport.Grouping.allCases.map(\.rawValue).joined(separator: ", --by ") + "."))
    }
    guard (1...3_660).contains(days) else {
      throw LooopError(
        .usage, code: "E_USAGE", "--days must be a number from 1 to 3660.",
        hint: "Use --days 7 for a week.")
    }
    let now = wiring.clock.now()
    let since = LocalTime.startOfDay(LocalTime.startOfDay(now) - (days - 1) * 86_400 + 43_200)
    let report = CostReport(try wiring.loop.ledger.lines(since: since), by: grouping)
    let spending = Spending(try wiring.loop.ledger.amounts(since: Budget.window(now: now)))
    let settings = try wiring.shownSettings() ?? Settings()
    let caps = BudgetAsk.caps(
      settings.caps, try wiring.loop.mailbox.contents(), day: LocalTime(now).dayText)
    let rows = BudgetCaps.Cap.allCases.map { CostRender.Spent($0, spending, of: caps, now: now) }
    if json {
      Console.say(
        json: CostSheet(report: report, grouping: grouping, since: since, spent: rows))
    } else {
      Console.say(
        CostRender.text(
          report, by: grouping, since: since, rows, columns: Console.outputColumns))
    }
    return ExitStatusCode.ok
  }
}
