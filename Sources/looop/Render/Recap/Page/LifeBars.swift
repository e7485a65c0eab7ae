internal import Base
internal import Core

/// The lives of workers on a line of time.
struct LifeBars {
  private static let most = 60

  private let words: RecapWords
  private let axis: TimeAxis
  private var recap: Recap { words.recap }

  init(_ words: RecapWords) {
    self.words = words
    axis = TimeAxis(words: words)
  }

  var markup: String {
    let shown = recap.workers.prefix(Self.most)
    let kinds = Recap.Life.Health.allCases.filter { recap.lives($0) > 0 }
    let legend = kinds.map {
      "<li><i class=\"h-\($0.rawValue)\"></i>\(Self.name($0)) "
        + "<span class=\"soft\">\(recap.lives($0))</span></li>"
    }
    let left = recap.workers.count - shown.count
    return "<ul class=\"legend\">\(legend.joined())</ul>"
      + "<div class=\"rows\">\(shown.map(row).joined(separator: "\n"))\(axis.row)</div>"
      + (left > 0 ? "<p class=\"note\">and \(left) more in the table</p>" : "") + table
  }

  private static func name(_ health: Recap.Life.Health) -> String {
    switch health {
    case .working: "at work"
    case .stuck: "stuck"
    case .done: "done"
    case .failed: "failed"
    case .stopped: "ended on purpose"
    case .gone: "no end recorded"
    }
  }

  private func row(_ life: Recap.Life) -> String {
    let end = life.endedAt ?? recap.until
    let facts = [life.goal, life.runner].compactMap(\.self).map { HTMLText.line($0) }
    let span = RecapWords.span(life.seconds(until: recap.until))
    let title = "\(life.worker): \(RecapWords.end(life)), \(span)\(check(life))\(cost(life))"
    return ChartRow(
      label: "<b>\(HTMLText.line(life.worker))</b> "
        + "<span class=\"soft\">\(facts.joined(separator: " · "))</span>",
      shapes: ChartRow.bar(
        from: axis.place(life.startedAt ?? recap.since), to: axis.place(end),
        "h-\(life.health.rawValue)", title: title),
      value: HTMLText.escaped(span), spoken: title
    ).markup
  }

  private func check(_ life: Recap.Life) -> String {
    life.isVerified.map { $0 ? ", its check passed" : ", its check failed" } ?? ""
  }

  private func cost(_ life: Recap.Life) -> String {
    life.dollars.map { ", \(Dollars.text($0))" } ?? ""
  }

  private var table: String {
    HTMLText.hiddenTable(
      ["worker", "goal", "runner", "started", "by", "took", "end", "check", "cost"],
      recap.workers.map { life in
        [
          life.worker, life.goal ?? "", life.runner ?? "",
          life.startedAt.map(words.stamp) ?? "?", life.startedBy ?? "",
          RecapWords.span(life.seconds(until: recap.until)), RecapWords.end(life),
          RecapWords.check(life.isVerified), RecapWords.cost(life.dollars),
        ]
      })
  }
}
