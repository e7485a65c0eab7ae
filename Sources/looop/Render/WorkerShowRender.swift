internal import Base
internal import Core

/// Everything about a worker, for a person: how it stands, what it said, what it cost, its former
/// lives, and where its files are.
struct WorkerShowRender {
  /// So many former lives are shown.
  private static let livesShown = 5

  let story: WorkerStory
  let now: Int
  /// An empty one.
  let sheet: FactSheet

  private var worker: Worker { story.worker }

  var text: String {
    var facts = sheet
    about(&facts)
    end(&facts)
    asks(&facts)
    printed(&facts)
    lives(&facts)
    facts.add("files", story.folder)
    for problem in story.problems { facts.add("problem", problem.message) }
    return facts.text
  }

  private func about(_ facts: inout FactSheet) {
    facts.add("worker", worker.id.text)
    facts.add("health", health)
    if case .stuck(let line) = worker.state, !story.isWaiting {
      if line.isEmpty { facts.add("", "it shows nothing") }
      facts.addQuote(line, .init(rows: 2))
    }
    facts.add("started", MomentText.past(worker.startedAt, now: now))
    facts.add("ended", ended)
    facts.add("goal", worker.goal?.text ?? "")
    facts.add(
      "runner", [worker.runner, worker.kind.rawValue].compactMap(\.self).joined(separator: ", "))
    facts.add("command", Untrusted.clipped(worker.command, bytes: 500))
    facts.add("in", story.workingDirectory)
    facts.add("cost", cost)
  }

  private var report: WorkerReport { WorkerReport(worker: worker, isWaiting: story.isWaiting) }

  private var health: String {
    if story.isWaiting { return "waits for your answer" }
    let word = WorkerRows.health(of: report)
    if let why = worker.whyFailed() { return "\(word): \(why)" }
    return word == report.state ? word : "\(word), \(report.state)"
  }

  private var ended: String {
    guard let at = worker.endedAt else { return "" }
    let after = MomentText.time(from: worker.startedAt, to: at)
    return "\(MomentText.past(at, now: now)), after \(after): \(worker.state.text)"
  }

  private var cost: String {
    guard let spend = story.spend else { return "" }
    let dollars =
      spend.unknownCalls > 0
      ? (spend.dollars > 0
        ? "\(Dollars.text(spend.dollars)) and more that is not known" : "unknown")
      : Dollars.text(spend.dollars) + (spend.imputed > 0 ? " (imputed from prices)" : "")
    return spend.usage.tokens > 0 ? "\(dollars); \(spend.usage.tokens) tokens" : dollars
  }

  private func end(_ facts: inout FactSheet) {
    if let said = worker.saidDone {
      facts.add("said", said ? "done" : "done --failed")
    }
    if let report = story.report {
      facts.add("report", report.path)
      facts.addQuote(
        report.text, .init(bytesLeft: report.size - report.text.utf8.count))
    }
    guard let check = story.check else { return }
    let verdict =
      worker.verification?.status ?? (worker.isAlive ? "runs once it ended" : "did not run")
    facts.add("check", "\(Untrusted.clipped(check, bytes: 300)): \(verdict)")
    if let tail = worker.verification?.tail { facts.addQuote(tail, .init(isEnd: true)) }
  }

  private func asks(_ facts: inout FactSheet) {
    for question in story.questions {
      let ask = question.ask
      let raised = "\(ask.id), \(MomentText.past(ask.raisedAt, now: now))"
      facts.add("asked", raised)
      facts.addQuote(ask.prompt, .init(rows: 6, whole: "looop asks --all"))
      facts.add("", AskRender.options(ask))
      if let answer = question.answer {
        let by = answer.by.map { ", by \($0.text)" } ?? ""
        let delivered = question.isDelivered ? "" : ", not delivered"
        facts.add("answered", "\(MomentText.past(answer.at, now: now))\(by)\(delivered)")
        facts.addQuote(answer.text, .init(rows: 6, whole: "looop asks --all"))
      } else {
        facts.add(
          "answer", worker.isAlive ? "it waits: looop answer \(ask.id) \"...\"" : "none was given")
      }
    }
  }

  private func printed(_ facts: inout FactSheet) {
    if let output = story.output {
      facts.add("output", "\(output.size) bytes in \(output.path)")
      facts.addQuote(
        output.text, .init(isEnd: true, bytesLeft: output.size > output.text.utf8.count ? 1 : 0))
    }
    if let errors = story.errors, errors.size > 0 {
      facts.add("stderr", "\(errors.size) bytes in \(errors.path)")
      facts.addQuote(
        errors.text,
        .init(rows: 6, isEnd: true, bytesLeft: errors.size > errors.text.utf8.count ? 1 : 0))
    }
  }

  private func lives(_ facts: inout FactSheet) {
    for life in story.formerLives.prefix(Self.livesShown) {
      facts.add("former life", Self.end(of: life, now: now))
      if let report = life.report {
        facts.add("", report.path)
        facts.addQuote(
          report.text, .init(rows: 3, bytesLeft: report.size - report.text.utf8.count))
      }
    }
    let left = story.formerLives.count - Self.livesShown
    if left > 0 { facts.add("", "and \(left) more former lives (--json has them all)") }
  }

  private static func end(of life: WorkerStory.Life, now: Int) -> String {
    guard let worker = life.worker else { return "\(life.generation): only its report is left" }
    let ended = worker.endedAt.map { ", ended \(MomentText.past($0, now: now))" } ?? ""
    let how = worker.whyFailed().map { "failed: \($0)" } ?? worker.state.text
    return "\(life.generation): \(how)\(ended)"
  }
}
