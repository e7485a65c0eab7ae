internal import Base
internal import Core

/// A recap for a terminal. Someone else's lines stand behind a bar.
struct RecapText {
  /// So many lines of one list are shown.
  private static let most = 15
  private static let deedsOfGoal = 10
  private static let questionRows = 6
  private static let reportRows = 6

  private let recap: Recap
  private let words: RecapWords
  private let columns: Int
  private let redaction: Redaction
  private var lines: [String] = []

  /// For a terminal of so many columns; 80 where nothing says how many there are, 100 at most. Secrets
  /// are taken out of a text before it is wrapped or cut.
  init(_ recap: Recap, columns: Int? = nil, redacting redaction: Redaction) {
    self.recap = recap
    self.redaction = redaction
    self.columns = max(40, min(columns ?? 80, 100))
    words = RecapWords(recap: recap)
    lines = ["recap of \(words.title)"]
    if recap.isEmpty {
      lines.append(words.nothing)
    } else {
      lines += TextLayout.wrapped(words.summary.joined(separator: ", "), columns: self.columns)
    }
    addWaiting()
    addDone()
    addReports()
    addWorkers()
    addFailures()
    addSettled()
    addCost()
    addSensors()
    addSkipped()
  }

  var text: String { lines.joined(separator: "\n") }

  private mutating func head(_ title: String) { lines += ["", title.uppercased()] }

  private mutating func row(_ label: String, _ text: String, width: Int = 0) {
    lines += TextLayout.labelled(
      "  \(label)", width: max(width, 2), Untrusted.oneLine(redaction.text(text)),
      columns: columns
    ).map { String($0.reversed().drop { $0 == " " }.reversed()) }
  }

  private mutating func quote(_ text: String, rows: Int, isCut: Bool = false) {
    var all = Untrusted.lines(redaction.text(text).replacing("\t", with: "    ")).flatMap {
      TextLayout.wrapped(String($0), columns: columns - 6)
    }
    while all.last?.allSatisfy({ $0 == " " }) == true { all.removeLast() }
    lines += Untrusted.barred(all.prefix(rows), indent: 4)
    if all.count > rows || isCut { lines.append("    [clipped]") }
  }

  /// The first `most`, and how many more there are.
  private mutating func rest(_ count: Int, _ most: Int = RecapText.most) {
    if count > most { lines.append("  and \(count - most) more (--json has them)") }
  }

  private var stampWidth: Int { words.stamp(recap.until).count + 4 }

  private mutating func addWaiting() {
    guard !recap.waiting.isEmpty else { return }
    head("waits for you")
    for question in recap.waiting.prefix(Self.most) {
      row(question.id, "\(words.waited(question)), asked by \(question.asker)", width: stampWidth)
      quote(question.prompt, rows: Self.questionRows)
      if let command = question.command { lines.append("      \(command)") }
    }
    rest(recap.waiting.count)
  }

  private mutating func addDone() {
    let rested = recap.count(.rested)
    guard !recap.goals.isEmpty || rested > 0 else { return }
    head("done")
    for work in recap.goals {
      lines.append("  \(work.goal.map { "goal \(Untrusted.oneLine($0))" } ?? "for no goal")")
      // The latest say how it stands.
      let shown = work.deeds.suffix(Self.deedsOfGoal)
      if shown.count < work.deeds.count {
        lines.append("    \(work.deeds.count - shown.count) before (--json has them)")
      }
      for deed in shown { row("  \(words.stamp(deed.at))", deed.text, width: stampWidth + 2) }
    }
    if rested > 0 {
      lines.append("  \(Counted.text(rested, "decision")) that there was nothing to do")
    }
  }

  private mutating func addReports() {
    guard !recap.reports.isEmpty else { return }
    head("reports")
    for report in recap.reports.prefix(Self.most) {
      let goal = report.goal.map { " for \($0)" } ?? ""
      row(words.stamp(report.at), "worker \(report.worker)\(goal)", width: stampWidth)
      quote(report.text, rows: Self.reportRows, isCut: report.isCut)
      // As they stand: a link that was wrapped or cut leads elsewhere.
      for link in report.links { lines.append("    \(Untrusted.oneLine(link))") }
    }
    rest(recap.reports.count)
  }

  private mutating func addWorkers() {
    guard !recap.workers.isEmpty else { return }
    head("workers")
    var table = ColumnTable([
      .init("WORKER", least: 10), .init("GOAL", least: 6, rank: 4),
      .init("STARTED", least: 11), .init("BY", least: 6, rank: 3), .init("TOOK", least: 4),
      .init("CHECK", least: 6, rank: 2), .init("COST", least: 7, rank: 1),
      .init("END", least: 12),
    ])
    for life in recap.workers.prefix(Self.most) {
      table.add([
        life.worker, life.goal ?? "", life.startedAt.map(words.stamp) ?? "?",
        life.startedBy ?? "", RecapWords.span(life.seconds(until: recap.until)),
        RecapWords.check(life.isVerified), RecapWords.cost(life.dollars), RecapWords.end(life),
      ])
    }
    add(table)
    rest(recap.workers.count)
  }

  private mutating func addFailures() {
    guard !recap.failures.isEmpty else { return }
    head("failed")
    for failure in recap.failures.prefix(Self.most) {
      let text = [RecapWords.subject(failure), words.times(failure), failure.text]
      row(
        words.stamp(failure.lastAt), text.filter { !$0.isEmpty }.joined(separator: "; "),
        width: stampWidth)
    }
    rest(recap.failures.count)
  }

  private mutating func addSettled() {
    guard !recap.settled.isEmpty else { return }
    head("answered")
    for question in recap.settled.suffix(Self.most) {
      let answer = question.answer.map { ": \(JournalWords.quoted($0, bytes: 160))" } ?? ""
      row(
        words.stamp(question.settledAt ?? recap.until),
        "\(question.id), \(words.waited(question))\(answer)", width: stampWidth)
    }
    rest(recap.settled.count)
  }

  private mutating func addCost() {
    guard !recap.cost.total.isEmpty else { return }
    head("cost")
    add(Self.costs("runner", (recap.cost.runners + [recap.cost.total]).map { ($0.name, $0) }))
    if recap.cost.goals.contains(where: { $0.name != "-" }) {
      lines.append("")
      add(Self.costs("goal", recap.cost.goals.prefix(Self.most).map { ($0.name, $0) }))
      rest(recap.cost.goals.count)
    }
    let days = recap.cost.days.filter { !$0.isEmpty }
    guard days.count > 1 else { return }
    lines.append("")
    add(Self.costs("day", days.suffix(Self.most).map { ($0.name, $0.total) }))
    rest(days.count)
  }

  private static func costs(_ name: String, _ rows: [(name: String, row: CostReport.Row)])
    -> ColumnTable
  {
    var table = ColumnTable([
      .init(name.uppercased(), least: 10), .init("CALLS", least: 5), .init("WORKERS", least: 7),
      .init("COST", least: 12),
    ])
    for (name, row) in rows {
      table.add([name, "\(row.calls)", "\(row.workers)", RecapWords.cost(row)])
    }
    return table
  }

  private mutating func addSensors() {
    guard !recap.sensors.isEmpty else { return }
    head("sensors")
    var table = ColumnTable([
      .init("SENSOR", least: 10), .init("RUNS", least: 5), .init("WAKES", least: 5),
      .init("COST", least: 7),
    ])
    for row in recap.sensors.prefix(Self.most) {
      table.add([
        row.sensor, row.runs.map(String.init) ?? "-", "\(row.wakes)",
        row.unknownCalls > 0 && row.dollars == 0 ? "unknown" : Dollars.text(row.dollars),
      ])
    }
    add(table)
    rest(recap.sensors.count)
  }

  private mutating func addSkipped() {
    guard !recap.skipped.isEmpty else { return }
    head("not read")
    for note in recap.skipped.prefix(Self.most) { row("-", note, width: 4) }
    rest(recap.skipped.count)
  }

  private mutating func add(_ table: ColumnTable) {
    lines += table.redacted(by: redaction).lines(width: columns - 2).map { "  \($0)" }
  }
}
