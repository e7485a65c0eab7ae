internal import Base
internal import Core

/// Spend by day and runner, as columns; by month when there are very many days.
struct SpendChart {
  private static let mostColumns = 92
  private static let mostRunners = 6
  private static let height = 150
  private static let top = 24

  private struct Column {
    let name: String
    var amounts: [Double]
    var total: Double { amounts.reduce(0, +) }
  }

  private let cost: Recap.Spent
  /// Where no cost is known, the calls are counted.
  private let countsCalls: Bool
  private let runners: [String]
  private var columns: [Column] = []

  init(_ cost: Recap.Spent) {
    self.cost = cost
    countsCalls = cost.total.dollars <= 0
    let names = cost.runners.map(\.name)
    runners =
      names.count > Self.mostRunners
      ? names.prefix(Self.mostRunners - 1) + ["others"] : names
    let byMonth = cost.days.count > Self.mostColumns
    for day in cost.days {
      // The year says itself.
      let name = byMonth ? String(day.name.prefix(7)) : String(day.name.dropFirst(5))
      if columns.last?.name != name {
        columns.append(Column(name: name, amounts: runners.map { _ in 0 }))
      }
      for row in day.runners {
        let index = runners.firstIndex(of: row.name) ?? runners.count - 1
        columns[columns.count - 1].amounts[index] += max(0, amount(row))
      }
    }
  }

  private func amount(_ row: CostReport.Row) -> Double {
    countsCalls ? Double(row.calls + row.workers) : row.dollars
  }

  private func text(_ amount: Double) -> String {
    countsCalls ? "\(Int(min(amount, 1e12)))" : Dollars.text(amount)
  }

  var markup: String {
    let note =
      countsCalls ? "Nothing says what this cost: the columns count calls and workers." : ""
    return (note.isEmpty ? "" : "<p class=\"note\">\(note)</p>") + legend + svg + table
  }

  private var legend: String {
    let rows = runners.enumerated().map { index, name in
      let row = cost.runners.first { $0.name == name }
      let amount = row.map { " <span class=\"soft\">\(HTMLText.line(RecapWords.cost($0)))</span>" }
      return "<li><i class=\"c\(index)\"></i>\(HTMLText.line(name))\(amount ?? "")</li>"
    }
    return "<ul class=\"legend\">\(rows.joined())</ul>"
  }

  private var svg: String {
    let most = columns.map(\.total).max() ?? 0
    let bottom = Self.top + Self.height
    var shapes =
      "<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"\(bottom)\" y2=\"\(bottom)\"/>"
    if columns.count > 8, most > 0 {
      shapes += """
        <line class="grid" x1="0" x2="100%" y1="\(Self.top)" y2="\(Self.top)"/>\
        <text x="0" y="\(Self.top - 7)">\(HTMLText.escaped(text(most)))</text>
        """
    }
    for (index, column) in columns.enumerated() {
      shapes += self.shapes(column, at: index, most: most)
    }
    let spoken = "\(countsCalls ? "calls and workers" : "spend") by day and runner"
    return """
      <svg class="columns" width="100%" height="\(bottom + 26)" role="img" aria-label="\(spoken)">\
      \(shapes)</svg>
      """
  }

  private func shapes(_ column: Column, at index: Int, most: Double) -> String {
    let slot = 1 / Double(columns.count)
    let center = ChartNumber.percent((Double(index) + 0.5) * slot)
    var shapes = ""
    var bottom = Self.top + Self.height
    for (runner, amount) in column.amounts.enumerated() where amount > 0 && most > 0 {
      let height = max(1, ChartNumber.pixels(amount / most, of: Self.height))
      bottom -= height
      let title = "\(column.name), \(runners[runner]): \(text(amount))"
      // Few columns are so wide as they look good, many as wide as there is room.
      let place =
        columns.count > 6
        ? "x=\"\(ChartNumber.percent((Double(index) + 0.16) * slot))\""
          + " width=\"\(ChartNumber.percent(slot * 0.68))\""
        : "x=\"\(center)\" width=\"36\" transform=\"translate(-18)\""
      shapes += """
        <rect class="c\(runner)" \(place) y="\(bottom)" height="\(height)" rx="2">\
        <title>\(HTMLText.line(title))</title></rect>
        """
    }
    if columns.count <= 8, column.total > 0 {
      shapes += """
        <text class="middle" x="\(center)" y="\(bottom - 7)">\
        \(HTMLText.escaped(text(column.total)))</text>
        """
    }
    let step = (columns.count + 5) / 6
    if index.isMultiple(of: max(step, 1)) {
      shapes += """
        <text class="middle" x="\(center)" y="\(Self.top + Self.height + 18)">\
        \(HTMLText.escaped(column.name))</text>
        """
    }
    return shapes
  }

  private var table: String {
    HTMLText.hiddenTable(
      ["day", "runner", "calls", "workers", "cost"],
      cost.days.flatMap { day in
        day.runners.map { row([day.name, $0.name], $0) }
      } + [row(["all", ""], cost.total)])
  }

  private func row(_ names: [String], _ row: CostReport.Row) -> [String] {
    names + ["\(row.calls)", "\(row.workers)", RecapWords.cost(row)]
  }
}
