internal import Base
internal import Core

/// What was spent, for people and for programs.
enum CostRender {
  /// How much of one cap is spent.
  struct Spent {
    let cap: BudgetCaps.Cap
    let amount: Double
    /// 0: no cap.
    let limit: Double

    init(_ cap: BudgetCaps.Cap, _ spending: Spending, _ caps: BudgetCaps, now: Int) {
      self.cap = cap
      limit = caps[cap]
      amount = spending.amount(
        cap, since: cap == .callsPerHour ? now - 3_599 : LocalTime.startOfDay(now))
    }
  }

  static func json(
    _ report: CostReport, by grouping: CostReport.Grouping, since: Int, _ spent: [Spent]
  ) -> JSONValue {
    var budget = JSONObject()
    for row in spent {
      budget[row.cap.rawValue] = [
        "spent": number(row.amount), "cap": row.limit > 0 ? number(row.limit) : .null,
      ]
    }
    return [
      "v": 1, "by": .string(grouping.rawValue), "since": .int(since),
      "rows": .array(report.rows.map { json($0) }), "total": json(report.total),
      "budget": .object(budget),
    ]
  }

  static func text(
    _ report: CostReport, by grouping: CostReport.Grouping, since: Int, _ spent: [Spent]
  ) -> String {
    var lines = [table([grouping.rawValue, "calls", "tokens", "cost"])]
    for row in report.rows + [report.total] {
      lines.append(
        table([
          Untrusted.oneLine(row.name), "\(row.calls)", "\(row.usage.tokens)", cost(of: row),
        ]))
    }
    lines.append("")
    for row in spent {
      let limit = row.limit > 0 ? "of \(row.cap.text(row.limit))" : "no cap"
      let amount =
        row.cap == .dollarsPerDay ? Dollars.text(row.amount) : "\(Int(row.amount))"
      lines.append(table([row.cap.rawValue, amount, limit]))
    }
    if report.total.unknownCalls > 0 {
      lines.append(
        "Calls of unknown cost do not count against usd_per_day; the caps of calls and tokens hold."
      )
    }
    lines.append("since \(LocalTime(since).dayText)")
    return lines.joined(separator: "\n")
  }

  private static func cost(of row: CostReport.Row) -> String {
    var words: [String] = []
    if row.dollars > 0 || row.unknownCalls < row.calls { words.append(Dollars.text(row.dollars)) }
    if row.imputed > 0 { words.append("(\(Dollars.text(row.imputed)) of it imputed from prices)") }
    if row.unknownCalls > 0 {
      words.append(words.isEmpty ? "unknown" : "and \(row.unknownCalls) of unknown cost")
    }
    return words.isEmpty ? Dollars.text(0) : words.joined(separator: " ")
  }

  private static func json(_ row: CostReport.Row) -> JSONValue {
    var object: JSONObject = ["name": .string(row.name), "calls": .int(row.calls)]
    object.merge(row.usage.json)
    object.merge([
      "usd": .double(row.dollars), "usd_imputed": .double(row.imputed),
      "unknown_calls": .int(row.unknownCalls),
    ])
    return .object(object)
  }

  private static func number(_ amount: Double) -> JSONValue {
    amount == amount.rounded() && amount < 1e15 ? .int(Int(amount)) : .double(amount)
  }

  private static func table(_ words: [String]) -> String {
    zip(words, [20, 10, 12, 0]).enumerated().map { index, column in
      index < words.count - 1 ? TextLayout.column(column.0, column.1) : column.0
    }.joined()
  }
}
