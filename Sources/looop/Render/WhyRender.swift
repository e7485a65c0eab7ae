internal import Base
internal import Core

/// Why nothing happens, for a person: one line that says it, then the details.
struct WhyRender {
  private static let holdsShown = 5
  private static let gapsShown = 12

  private let report: WhyReport
  private let columns: Int?
  private let redaction: Redaction

  init(_ report: WhyReport, columns: Int? = nil, redacting redaction: Redaction = .none) {
    self.report = report
    self.columns = columns
    self.redaction = redaction
  }

  private var explanation: Explanation { report.explanation }
  private var outlook: Outlook { report.outlook }
  private var words: OutlookRender { report.words }
  private var now: Int { outlook.now }

  // MARK: The first line

  /// Whether the first line gives the first reason; else it says what goes on.
  private var isReason: Bool {
    switch outlook.phase {
    case .deciding, .carryingOut, .due: false
    default: !explanation.reasons.isEmpty
    }
  }

  var answer: String {
    switch outlook.phase {
    case .deciding: return "A decision is being made: \(words.doings.first ?? "")"
    case .carryingOut: return "A move is being carried out: \(words.doings.first ?? "")"
    case .due: return "It is \(words.due)"
    default: break
    }
    guard let first = explanation.reasons.first else {
      return outlook.configProblem != nil && outlook.lastBeat != nil
        ? "Nothing is decided by this config: \(words.reason ?? "")"
        : "Why nothing is decided is not known: see the problems below"
    }
    let clause = words.clause(first) + questions
    let isWhole = if case .blocked = first { true } else { false }
    return isWhole
      ? clause.prefix(1).uppercased() + clause.dropFirst() : "Nothing is decided: \(clause)"
  }

  /// In a world without a change an answer is what makes one.
  private var questions: String {
    guard [.idle, .sensing, .flapping].contains(outlook.phase) else { return "" }
    let asks = explanation.holds.compactMap { hold in
      if case .ask(let ask, _) = hold { ask.id.text } else { nil }
    }
    guard let first = asks.first else { return "" }
    return asks.count == 1
      ? "; \(first) waits for your answer" : "; \(asks.count) questions wait for your answer"
  }

  // MARK: The details

  var text: String {
    var facts =
      columns.map { FactSheet(columns: $0, redacting: redaction) }
      ?? .unwrapped(redacting: redaction)
    facts.add("also", explanation.reasons.dropFirst(isReason ? 1 : 0).map(words.clause))
    facts.add("parked", parked)
    facts.add("now", words.doings)
    facts.add("sensors", sensors)
    waits(&facts)
    changes(&facts)
    facts.add("next wake", words.nextWake ?? "")
    facts.add("last beat", words.lastBeat ?? "")
    lastRun(&facts)
    gaps(&facts)
    facts.add("problem", problems)
    facts.add("data", report.state.dataDirectory)
    let head = TextLayout.wrapped(
      Untrusted.oneLine(redaction.text(answer)), columns: facts.columns, cutsWords: false)
    return (head + [""] + facts.lines).joined(separator: "\n")
  }

  /// Why a runner rests; the reason says only until when none can be asked.
  private var parked: [String] {
    report.state.world.resting(now: now).map {
      Untrusted.clipped($0.text, bytes: 300) + "; `looop runner unpark \($0.runner)` tries at once"
    }
  }

  /// But for those that a reason names.
  private var problems: [String] {
    let reasons = explanation.reasons.map(words.clause)
    return report.problems.map(OutlookRender.line).filter { problem in
      !reasons.contains { $0.hasSuffix(problem) }
    }
  }

  private var sensors: [String] {
    explanation.standstills.map { standstill in
      "\(standstill.name): \(WhyReport.Sensor(standstill: standstill, now: now).text)"
    }
  }

  private func waits(_ facts: inout FactSheet) {
    let render = report.state.askRender
    for (index, hold) in explanation.holds.prefix(Self.holdsShown).enumerated() {
      let words = WhyHold(hold: hold)
      let label = index == 0 ? "waits" : ""
      guard case .ask(let ask, let asker) = hold else {
        facts.add(label, "\(words.id): \(words.text)")
        continue
      }
      facts.add(label, "\(ask.id) (\(MomentText.age(ask.raisedAt, now: now))): \(words.text)")
      // A gate ends with what it would run.
      facts.addQuote(
        ask.prompt,
        .init(
          rows: ask.kind == .gate ? 24 : 6, whole: "`looop asks \(ask.id)` shows it whole"))
      // The hint has theirs as they are typed.
      if ask.kind != .gate, ask.kind != .budget { facts.add("", AskRender.options(ask)) }
      facts.add("", render.hint(ask, asker))
    }
    let left = explanation.holds.count - Self.holdsShown
    if left > 0 { facts.add("", "and \(left) more; see `looop asks`") }
  }

  private func changes(_ facts: inout FactSheet) {
    guard let count = explanation.changedItems else {
      if outlook.unreadProblem != nil {
        facts.add("changed", "not known while a file is unreadable")
      }
      return
    }
    // A new data dir has no decision to compare with.
    guard outlook.hasDecided || count > 0 else { return }
    facts.add(
      "changed",
      count == 0
        ? "nothing since the last decision"
        : Counted.text(count, "item") + " "
          + (outlook.hasDecided ? "since the last decision" : "that nothing was decided on yet"))
    let left = count - Set(explanation.changes.map(\.item)).count
    facts.addQuote(
      explanation.changes.map(\.line).joined(separator: "\n"),
      .init(rows: 2 * Explanation.changesShown, bytesLeft: max(0, left)))
  }

  private func lastRun(_ facts: inout FactSheet) {
    switch explanation.lastRun {
    case .broken: facts.add("last run", "not known: see the problems below")
    case .absent: facts.add("last run", "none: no runner was asked yet")
    case .present(let run):
      facts.add("last run", "\(run.name) (\(MomentText.age(run.startedAt, now: now)))")
      facts.add("", "woken by: \(RunRows.woke(run))")
      facts.add("", Untrusted.quoted(RunRows.outcome(run), bytes: 300))
      facts.add("", "`looop runs show \(run.name)` has the whole")
    }
  }

  private func gaps(_ facts: inout FactSheet) {
    guard let gaps = explanation.gaps else { return }
    if gaps.isEmpty { return facts.add("left out", "nothing: that run's prompt was whole") }
    facts.add(
      "left out", "of the prompt of that run, \(gaps.count == 1 ? "once" : "\(gaps.count) times")")
    let shown = gaps.prefix(Self.gapsShown).map { "\($0.place): \($0.mark)" }
    facts.addQuote(
      shown.joined(separator: "\n"),
      .init(rows: 2 * Self.gapsShown, bytesLeft: gaps.count - shown.count, whole: "--json has more")
    )
  }
}
