internal import Base
internal import Core

/// Where the loop stands, on one screen.
enum StateRender {
  /// The width of the labels.
  private static let indent = 9
  /// How many rows of a terminal one fact may take.
  private static let mostRows = 3

  /// With `columns`, wrapped for a terminal of that width; else a line for each fact. Secrets are taken
  /// out before.
  static func text(
    _ state: StateReport, columns: Int? = nil, redacting redaction: Redaction
  ) -> String {
    facts(state).flatMap { rows(of: $0, columns: columns, redaction) }.joined(separator: "\n")
  }

  /// At most `most` rows: what a person can do without gives way first.
  static func rows(
    _ state: StateReport, columns: Int, most: Int, redacting redaction: Redaction
  ) -> [String] {
    let facts = facts(state).map { ($0.label, rows(of: $0, columns: columns, redaction)) }
    return fitting(facts, most: most)
  }

  /// What is left out of a low screen, the least needed first.
  private static let dispensable = [
    "unread", "data", "runner", "today", "last", "goals", "sensors", "next", "workers", "beat",
  ]

  static func fitting(_ facts: [(label: String, rows: [String])], most: Int) -> [String] {
    func rows(_ facts: [(label: String, rows: [String])]) -> [String] { facts.flatMap(\.rows) }
    guard rows(facts).count > most else { return rows(facts) }
    var shown = facts
    for label in dispensable where rows(shown).count >= most {
      shown.removeAll { $0.label == label }
    }
    return rows(shown).prefix(most - 1) + ["and more: `looop state` shows all of it"]
  }

  private static func rows(
    of fact: (label: String, text: String), columns: Int?, _ redaction: Redaction
  ) -> [String] {
    let label = TextLayout.column(fact.label, indent)
    let text = redaction.text(fact.text)
    guard let columns else { return [label + text] }
    var rows = TextLayout.wrapped(text, columns: max(columns - indent, 12))
    if rows.count > mostRows {
      rows = Array(rows.prefix(mostRows))
      rows[mostRows - 1] = TextLayout.clipped(
        rows[mostRows - 1] + " ...", columns: max(columns - indent, 12))
    }
    return rows.enumerated().map { index, row in
      (index == 0 ? label : TextLayout.column("", indent)) + row
    }
  }

  private static func facts(_ state: StateReport) -> [(label: String, text: String)] {
    let world = state.world
    let words = OutlookRender(state.outlook)
    var facts = words.facts
    func add(_ label: String, _ text: String?) { if let text { facts.append((label, text)) } }
    add("data", ShellQuote.word(state.dataDirectory))
    add("goals", list(world.goals.map(\.id.text)))
    add("sensors", list(sensors(state)))
    for line in broken(state.standing.sensors) { add("broken", line) }
    let reports = WorkerRows.sorted(world.reports)
    add("workers", list(reports.map { "\($0.worker.id) \(word(for: $0))" }))
    for line in failed(reports) { add("failed", line) }
    for worker in world.workers where world.isStuck(worker) {
      add("stuck", "\(worker.id): \(WorkerRender.state(of: worker, in: world))")
    }
    let asks = world.mailbox.pending.map(state.askRender.brief)
    add("asks", asks.isEmpty ? "none waiting" : list(asks) + "; see `looop asks`")
    for parked in world.resting(now: state.now) {
      add("parked", Untrusted.clipped(parked.text, bytes: 300))
    }
    let failure = failure(state)
    if failure != nil { shorten(&facts, state) }
    add("failure", failure)
    for problem in state.problems { add("problem", OutlookRender.line(problem)) }
    for sentence in state.unread { add("unread", Untrusted.oneLine(sentence)) }
    add("last", state.journal.last.map { Untrusted.visible(String($0.trimmingPrefix("- "))) })
    return facts
  }

  private static func word(for report: WorkerReport) -> String {
    report.health == .failed && !report.worker.wasStopped ? "failed" : report.state
  }

  /// Why the last beat failed, unless a line above says it.
  private static func failure(_ state: StateReport) -> String? {
    guard let last = state.lastFailure else { return nil }
    let failure = Untrusted.quoted(last, bytes: 300)
    let outlook = state.outlook
    let isTold = [outlook.writeProblem, outlook.ownerProblem].compactMap(\.self).contains {
      failure.contains(Untrusted.oneLine($0.message))
    }
    let beat = outlook.lastBeat?.beat
    let isOfBeat = beat.map { $0.text == failure && OutlookRender.isWhole($0) } == true
    return isTold || isOfBeat ? nil : failure
  }

  /// The line of the last beat need not begin with what the failure's line says whole.
  private static func shorten(_ facts: inout [(label: String, text: String)], _ state: StateReport)
  {
    guard let last = state.outlook.lastBeat, let failure = state.lastFailure,
      last.beat.text == failure || failure.hasPrefix(last.beat.text.prefix(100)),
      let index = facts.firstIndex(where: { $0.label == "beat" })
    else { return }
    facts[index].text = "\(OutlookRender(state.outlook).ago(last.at)): \(last.beat.outcome)"
  }

  /// Why workers failed, the newest first; one that was ended on purpose needs no look.
  private static func failed(_ reports: [WorkerReport]) -> [String] {
    let failed = reports.filter { $0.health == .failed && !$0.worker.wasStopped }
    let lines = failed.prefix(3).map { "\($0.worker.id): \($0.worker.stateInWords)" }
    let left = failed.count - lines.count
    return lines + (left > 0 ? ["and \(left) more (see `looop worker list`)"] : [])
  }

  /// Why sensors cannot run at all.
  private static func broken(_ rows: [SensorRow]) -> [String] {
    let broken = rows.filter { $0.state == SensorRow.broken }
    let left = broken.count - 3
    return broken.prefix(3).map { "\($0.name): \(Untrusted.quoted($0.description, bytes: 300))" }
      + (left > 0 ? ["and \(left) more (see `looop sensor list`)"] : [])
  }

  /// Those in trouble first: a list loses its end.
  private static func sensors(_ state: StateReport) -> [String] {
    let rows = state.standing.sensors.map { row in
      let flaps = state.world.readings.contains { $0.sensor.text == row.name && $0.flaps }
      let isFine = row.state == "ok" || row.state == "not run yet" || row.state == "disabled"
      let notes =
        (row.failing == nil ? "" : ", failing") + (flaps ? " (flapping)" : "")
      return (
        text: "\(row.name) \(row.state ?? "")\(notes)",
        isTrouble: !isFine || row.failing != nil || flaps
      )
    }
    return (rows.filter(\.isTrouble) + rows.filter { !$0.isTrouble }).map(\.text)
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
