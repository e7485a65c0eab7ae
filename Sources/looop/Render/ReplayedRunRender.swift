internal import Base
internal import Core

/// A decision that was put again, for a person: in full, or a line of many.
struct ReplayedRunRender {
  private static let bytesShown = 600

  private let replayed: ReplayedRun
  private let hasPlaybook: Bool
  private let isShort: Bool
  private let now: Int
  private let sheet: FactSheet

  init(_ replayed: ReplayedRun, hasPlaybook: Bool, isShort: Bool, now: Int, sheet: FactSheet) {
    self.replayed = replayed
    self.hasPlaybook = hasPlaybook
    self.isShort = isShort
    self.now = now
    self.sheet = sheet
  }

  var text: String {
    let (run, comparison) = (replayed.run, replayed.comparison)
    var facts = sheet
    facts.add("run", "\(run.name), \(MomentText.past(run.startedAt, now: now))")
    let former =
      comparison.was.runner.flatMap { $0 == replayed.runner ? nil : " (the run asked \($0))" } ?? ""
    let took = MomentText.span(milliseconds: replayed.said.duration.milliseconds)
    facts.add("asked", "\(replayed.runner)\(former); 1 call, \(took)")
    let cost = replayed.said.cost
    facts.add(
      "cost", cost.dollars.map { "\(Dollars.text($0)) (\(cost.source.rawValue))" } ?? "unknown")
    let length = isShort ? "the short prompt" : "the prompt"
    facts.add("prompt", "\(length) of the run" + (hasPlaybook ? ", with the new PLAYBOOK" : ""))
    add("old move", comparison.was, ruling: replayed.rulings.was, to: &facts)
    add("new move", comparison.now, ruling: replayed.rulings.now, to: &facts)
    facts.add("change", Self.words(comparison.change))
    facts.addQuote(
      comparison.fields.map { Self.line($0, sheet.redaction) }.joined(separator: "\n"),
      .init(rows: 40, whole: "--json has all of it"))
    facts.add("kept in", replayed.said.folder)
    return facts.text
  }

  private func add(
    _ label: String, _ answer: RunAnswer, ruling: String?, to facts: inout FactSheet
  ) {
    facts.add(label, answer.action ?? answer.problem ?? answer.failure ?? answer.kind)
    facts.addQuote(
      RunShowRender.words(of: answer), .init(rows: 16, whole: "--json has all of it"))
    // Recorded with every run in the words of the gate.
    facts.add("gate today", ruling?.replacing("nothing is run", with: "it runs no command") ?? "")
  }

  private static func words(_ change: MoveComparison.Change) -> String {
    switch change {
    case .same: "none: the same answer"
    case .words: "the same act in other words"
    case .changed: "a different answer"
    case .failed: "unknown: the call failed"
    }
  }

  private static func line(_ field: MoveComparison.Field, _ redaction: Redaction) -> String {
    let text = { (value: String?) in
      value.map { value in
        JSONWriter.text(.string(Untrusted.clipped(redaction.text(value), bytes: bytesShown)))
      } ?? "nothing"
    }
    return "\(field.name): \(text(field.was)) -> \(text(field.now))"
  }

  // MARK: A line of many

  static func line(of replayed: ReplayedRun) -> String {
    let comparison = replayed.comparison
    let now = brief(comparison.now)
    let was = brief(comparison.was)
    let text =
      switch comparison.change {
      case .same, .words: now
      case .changed, .failed: "\(was) -> \(now)"
      }
    return line(replayed.run, comparison.change.rawValue, about: text)
  }

  static func line(of run: RunRecord, skippedBecause why: String) -> String {
    line(run, "skipped", about: why)
  }

  private static func line(_ run: RunRecord, _ word: String, about text: String) -> String {
    TextLayout.column(run.name, 20) + TextLayout.column(word, 9)
      + Untrusted.quoted(text, bytes: 400)
  }

  /// The move in a line, or what there is in its place.
  private static func brief(_ answer: RunAnswer) -> String {
    if let move = answer.decision { return Untrusted.quoted(move.journalLine(.none), bytes: 180) }
    if let failure = answer.failure {
      return Untrusted.quoted("failed, \(failure): \(answer.message ?? "")", bytes: 180)
    }
    return Untrusted.quoted("no move: \(answer.problem ?? "")", bytes: 180)
  }

  static func summary(_ report: ReplayReport) -> String {
    var parts = ["asked \(report.asked)", "\(report.changed) would change"]
    if report.failed > 0 { parts.append("\(report.failed) failed") }
    if report.skipped > 0 { parts.append("\(report.skipped) skipped") }
    let cost = report.asked == 0 ? "" : "; \(UsageRender.text(report.cost))"
    guard let stop = report.stop, report.notAsked > 0 || stop == .signal else {
      return parts.joined(separator: ", ") + cost
    }
    let why =
      switch stop {
      case .calls: "--max-calls is reached"
      case .budget: "a cap of the budget is reached"
      case .failures: "the runner fails"
      case .signal: "it was interrupted"
      }
    return parts.joined(separator: ", ") + cost + "; \(report.notAsked) not asked: \(why)"
  }
}
