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

    init(_ cap: BudgetCaps.Cap, _ spending: Spending, of caps: BudgetCaps, now: Int) {
      self.cap = cap
      limit = caps[cap]
      amount = spending.amount(
        cap, since: cap == .callsPerHour ? now - 3_599 : LocalTime.startOfDay(now))
    }
  }

  static func text(
    _ report: CostReport, by grouping: CostReport.Grouping, since: Int, _ spent: [Spent],
    columns: Int? = nil
  ) -> String {
    let rows = (report.rows + [report.total]).map {
      [$0.name, "\($0.calls)", "\($0.workers)", "\($0.usage.tokens)", cost(of: $0)]
    }
    var lines = ColumnTable(
      rows: [[grouping.rawValue, "calls", "workers", "tokens", "cost"]] + rows
    )
    .lines(width: nil)
    lines.append("")
    lines += ColumnTable(
      rows: spent.map { row in
        let limit = row.limit > 0 ? "of \(row.cap.text(row.limit))" : "no cap"
        let amount =
          row.cap == .dollarsPerDay ? Dollars.text(row.amount) : "\(Int(row.amount))"
        return [row.cap.rawValue, amount, limit]
      }
    ).lines(width: nil)
    if report.total.unknownCalls > 0 {
      let note =
        "What has no known cost does not count against usd_per_day; the caps of calls and tokens hold."
      lines += columns.map { TextLayout.wrapped(note, columns: $0) } ?? [note]
    }
    lines.append("since \(LocalTime(since).dayText)")
    return lines.joined(separator: "\n")
  }

  private static func cost(of row: CostReport.Row) -> String {
    var words: [String] = []
    if row.dollars > 0 || row.unknownCalls < row.calls + row.workers {
      words.append(Dollars.text(row.dollars))
    }
    if row.imputed > 0 {
      let model = row.assumed > 0 ? ", the model of \(Dollars.text(row.assumed)) assumed" : ""
      words.append("(\(Dollars.text(row.imputed)) of it imputed from prices\(model))")
    }
    if row.unknownCalls > 0 {
      words.append(words.isEmpty ? "unknown" : "and \(row.unknownCalls) of unknown cost")
    }
    return words.isEmpty ? Dollars.text(0) : words.joined(separator: " ")
  }
}

/// What `cost` prints for programs.
struct CostSheet: Shaped {
  let report: CostReport
  let grouping: CostReport.Grouping
  let since: Int
  let spent: [CostRender.Spent]

  static let shape = Shape<CostSheet> { field in
    field.version()
    field("by", \.grouping, "what a row is of")
    field("since", \.since, "the first moment that counts")
    field("rows", { $0.report.rows.map(Row.init) }, "the dearest first; days in their order")
    field("total", { Row(row: $0.report.total) }, "all of them")
    field(
      "budget", { JSONMap($0.spent.map { (name: $0.cap.rawValue, value: $0) }) },
      "the caps, by their names in the config")
  }

  struct Row: Shaped {
    let row: CostReport.Row

    static let shape = Shape<Row> { field in
      field("name", \.row.name, "the runner, goal, worker or day")
      field("calls", \.row.calls, "calls for decisions that were started, as the caps count them")
      field("workers", \.row.workers, "lives of workers that were started")
      field.part(Usage.shape, { $0.row.usage })
      field("usd", { Dollars.rounded($0.row.dollars) }, "US dollars, as far as they are known")
      field(
        "usd_imputed", { Dollars.rounded($0.row.imputed) },
        "the part of them made from tokens and prices")
      field(
        "usd_assumed", { Dollars.rounded($0.row.assumed) },
        "the part of those for a model that was not named")
      field(
        "unknown_calls", \.row.unknownCalls,
        "calls and workers of which nothing says what they cost")
    }
  }
}

extension CostRender.Spent: Shaped {
  static let shape = Shape<CostRender.Spent> { field in
    field("spent", { Amount(number: $0.amount) }, "what is spent")
    field("cap", { $0.limit > 0 ? Amount(number: $0.limit) : nil }, "the cap; null for none")
  }

  /// Whole where it can be.
  private struct Amount: JSONWritable {
    let number: Double

    static var kind: ShapeKind { .number }
    var json: JSONValue {
      number == number.rounded() && number < 1e15 ? .int(Int(number)) : .double(number)
    }
  }
}
