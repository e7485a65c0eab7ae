internal import Base
internal import Core

/// What sensors cost in decisions: a bar for the wakes, one for the money.
struct SensorBars {
  private static let most = 40

  private let sensors: [SensorWakes]

  init(_ sensors: [SensorWakes]) { self.sensors = sensors }

  var markup: String {
    let wakes = Double(max(1, sensors.map(\.wakes).max() ?? 1))
    let dollars = max(1e-9, sensors.map(\.dollars).max() ?? 0)
    let rows = sensors.prefix(Self.most).map { row in
      let shares = (Double(row.wakes) / wakes, row.dollars / dollars)
      return ChartRow(
        label: "<b>\(HTMLText.line(row.sensor))</b> "
          + "<span class=\"soft\">\(row.runs.map { "\($0) runs" } ?? "")</span>",
        shapes: bar(shares.0, "s-wakes", top: 0, title: Counted.text(row.wakes, "wake"))
          + bar(shares.1, "s-cost", top: 11, title: cost(row)),
        value: "\(row.wakes) · \(HTMLText.escaped(cost(row)))",
        spoken: "\(row.sensor): \(Counted.text(row.wakes, "wake")), \(cost(row))", height: 20
      ).markup
    }
    let left = sensors.count - rows.count
    return "<ul class=\"legend\"><li><i class=\"s-wakes\"></i>decisions that it woke</li>"
      + "<li><i class=\"s-cost\"></i>what these cost</li></ul>"
      + "<div class=\"rows\">\(rows.joined(separator: "\n"))</div>"
      + (left > 0 ? "<p class=\"note\">and \(left) more in the table</p>" : "") + table
  }

  private func bar(_ share: Double, _ style: String, top: Int, title: String) -> String {
    guard share > 0 else { return "" }
    return """
      <rect class="\(style)" y="\(top)" width="\(ChartNumber.percent(max(share, 0.006)))" height="9" \
      rx="3"><title>\(HTMLText.line(title))</title></rect>
      """
  }

  private func cost(_ row: SensorWakes) -> String {
    row.unknownCalls > 0 && row.dollars == 0 ? "cost unknown" : Dollars.text(row.dollars)
  }

  private var table: String {
    HTMLText.hiddenTable(
      ["sensor", "runs", "wakes", "calls", "cost"],
      sensors.map {
        [$0.sensor, $0.runs.map(String.init) ?? "-", "\($0.wakes)", "\($0.calls)", cost($0)]
      })
  }
}
