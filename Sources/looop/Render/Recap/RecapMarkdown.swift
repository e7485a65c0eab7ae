internal import Base
internal import Core

/// A recap as Markdown, for a chat, a pull request or a file.
struct RecapMarkdown {
  private static let clip = 400

  private let recap: Recap
  private let words: RecapWords
  private let redaction: Redaction
  private var lines: [String] = []

  /// Secrets are taken out of a text before it is cut.
  init(_ recap: Recap, redacting redaction: Redaction) {
    self.recap = recap
    self.redaction = redaction
    words = RecapWords(recap: recap)
    lines = ["# Recap of \(words.title)", ""]
    lines.append(recap.isEmpty ? words.nothing : words.summary.joined(separator: ", ") + ".")
    addWaiting()
    addDone()
    addReports()
    addWorkers()
    addFailures()
    addSettled()
    addCost()
    addSensors()
    list("Not read", recap.skipped.map(safe))
  }

  var text: String { lines.joined(separator: "\n") }

  /// Someone else's words, clipped.
  private func safe(_ text: String) -> String {
    MarkdownText.escaped(Untrusted.clipped(redaction.text(text), bytes: Self.clip))
  }

  private mutating func list(_ title: String, _ items: [String]) {
    guard !items.isEmpty else { return }
    lines += ["", "## \(title)", ""] + items.map { "- \($0)" }
  }

  private mutating func table(_ title: String, _ head: [String], rows: [[String]]) {
    guard !rows.isEmpty else { return }
    lines += ["", "## \(title)", "", "| \(head.joined(separator: " | ")) |"]
    lines.append("|" + String(repeating: "---|", count: head.count))
    lines += rows.map { "| " + $0.map(safe).joined(separator: " | ") + " |" }
  }

  private mutating func addWaiting() {
    list(
      "Waits for you",
      recap.waiting.map { question in
        let command = question.command.map { ": \(MarkdownText.code($0))" } ?? ""
        return "**\(safe(question.id))** \(words.waited(question)), asked by"
          + " \(safe(question.asker)): “\(safe(question.prompt))”\(command)"
      })
  }

  private mutating func addDone() {
    let rested = recap.count(.rested)
    guard !recap.goals.isEmpty || rested > 0 else { return }
    lines += ["", "## Done"]
    for work in recap.goals {
      lines += ["", "### \(work.goal.map { "Goal \(safe($0))" } ?? "For no goal")", ""]
      lines += work.deeds.map { "- \(words.stamp($0.at)) \(safe($0.text))" }
    }
    if rested > 0 {
      lines += ["", "\(Counted.text(rested, "decision")) that there was nothing to do."]
    }
  }

  private mutating func addReports() {
    list(
      "Reports",
      recap.reports.map { report in
        let goal = report.goal.map { " for \(safe($0))" } ?? ""
        // An address has no angle bracket: it cannot end early.
        let links = report.links.map { " <\($0)>" }.joined()
        return "\(words.stamp(report.at)) **\(safe(report.worker))**\(goal):"
          + " “\(safe(report.text))”\(links)"
      })
  }

  private mutating func addWorkers() {
    table(
      "Workers", ["worker", "goal", "started", "by", "took", "check", "cost", "end"],
      rows: recap.workers.map { life in
        [
          life.worker, life.goal ?? "", life.startedAt.map(words.stamp) ?? "?",
          life.startedBy ?? "", RecapWords.span(life.seconds(until: recap.until)),
          RecapWords.check(life.isVerified), RecapWords.cost(life.dollars),
          RecapWords.end(life),
        ]
      })
  }

  private mutating func addFailures() {
    list(
      "Failed",
      recap.failures.map { failure in
        let parts = [RecapWords.subject(failure), words.times(failure), failure.text]
        return "\(words.stamp(failure.lastAt)) "
          + safe(parts.filter { !$0.isEmpty }.joined(separator: "; "))
      })
  }

  private mutating func addSettled() {
    list(
      "Answered",
      recap.settled.map { question in
        let answer = question.answer.map { ": “\(safe($0))”" } ?? ""
        return "**\(safe(question.id))** \(words.waited(question))\(answer)"
      })
  }

  private mutating func addCost() {
    guard !recap.cost.total.isEmpty else { return }
    func row(_ by: String, _ row: CostReport.Row, named name: String? = nil) -> [String] {
      [by, name ?? row.name, "\(row.calls)", "\(row.workers)", RecapWords.cost(row)]
    }
    let days = recap.cost.days.filter { !$0.isEmpty }
    table(
      "Cost", ["by", "name", "calls", "workers", "cost"],
      rows: recap.cost.runners.map { row("runner", $0) }
        + recap.cost.goals.filter { $0.name != "-" }.map { row("goal", $0) }
        + days.map { row("day", $0.total, named: $0.name) } + [row("", recap.cost.total)])
  }

  private mutating func addSensors() {
    table(
      "Sensors", ["sensor", "runs", "wakes", "cost"],
      rows: recap.sensors.map { row in
        [
          row.sensor, row.runs.map(String.init) ?? "-", "\(row.wakes)",
          row.unknownCalls > 0 && row.dollars == 0 ? "unknown" : Dollars.text(row.dollars),
        ]
      })
  }
}
