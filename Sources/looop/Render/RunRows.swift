internal import Base
internal import Core

/// Runs as a list, the newest first.
enum RunRows {
  /// How much of an outcome a list shows.
  private static let outcomeBytes = 160

  static func table(_ runs: [RunRecord]) -> ColumnTable {
    var table = ColumnTable([
      .init("RUN", least: 18), .init("WOKEN BY", least: 14, rank: 1),
      .init("RUNNER", least: 8, rank: 4), .init("COST", least: 7, rank: 2),
      .init("TOOK", least: 5, rank: 3), .init("OUTCOME", least: 14),
    ])
    for run in runs {
      let answer = run.answer.value
      table.add([
        run.name, woke(run), answer?.runner ?? "", cost(answer),
        answer?.tookMilliseconds.map { MomentText.span(milliseconds: $0) } ?? "",
        // `runs show` has the whole.
        Untrusted.quoted(outcome(run), bytes: outcomeBytes),
      ])
    }
    return table
  }

  /// The first item, and how many more there were.
  static func woke(_ run: RunRecord) -> String {
    switch run.wake {
    case .broken: return "unreadable"
    case .absent: return run.occasion == .trial ? "runner test --live" : "not recorded"
    case .present(let wake):
      guard let first = wake.changes.first else {
        return wake.occasion == .trial ? "runner test --live" : "nothing had changed"
      }
      let more = wake.items - 1
      return RunWake.spoken(first.item) + (more > 0 ? " +\(more)" : "")
    }
  }

  static func cost(_ answer: RunAnswer?) -> String {
    answer?.dollars.map(Dollars.text) ?? ""
  }

  /// How it ended, in a line: the word, then what it is about.
  static func outcome(_ run: RunRecord) -> String {
    let dry = run.occasion == .dryRun ? "dry run: " : ""
    switch run.outcome {
    case .broken(let error): return "\(dry)unreadable: \(error.message)"
    case .present(let outcome): return dry + text(of: outcome, run.answer.value)
    case .absent: break
    }
    switch run.phase {
    case .deciding: return dry + "deciding"
    case .acting: return dry + "under way: \(run.answer.value?.action ?? "its move")"
    case .unfinished: return dry + unfinished(run)
    case .ended: return trial(run.answer)
    }
  }

  private static func text(of outcome: RunOutcome, _ answer: RunAnswer?) -> String {
    let word = outcome.word.replacing("_", with: " ")
    if let ask = outcome.ask { return "\(word): \(answer?.action ?? "its move") waits for \(ask)" }
    if let cause = outcome.cause { return "\(word): \(cause): \(outcome.text ?? "")" }
    if let text = outcome.text { return "\(word): \(text)" }
    return answer?.action.map { "\(word): \($0)" } ?? word
  }

  /// What there is of a run that nothing says the end of.
  private static func unfinished(_ run: RunRecord) -> String {
    if case .broken(let error) = run.answer { return "unfinished; \(error.message)" }
    if let action = run.answer.value?.action {
      return "unfinished: \(action), its end is not recorded"
    }
    return run.hasWorld || run.wake.value != nil
      ? "unfinished: no answer was recorded" : "unfinished: its folder lacks every file"
  }

  private static func trial(_ answer: RunRecord.Part<RunAnswer>) -> String {
    switch answer {
    case .broken(let error): "a trial; \(error.message)"
    case .present(let answer): "a trial: \(answer.action ?? answer.failure ?? answer.kind)"
    case .absent: "a trial"
    }
  }
}

/// One line of `runs list --json`.
struct RunRow: Shaped {
  /// So many of the items that woke it are listed.
  private static let itemsShown = 10

  let run: RunRecord

  static let shape = Shape<RunRow> { field in
    field("id", \.run.name, "its name; sorts by time")
    field("started_at", \.run.startedAt, "when it began")
    field("phase", \.run.phase, "whether it is over")
    field("occasion", \.run.occasion, "who asked for it; null where an older looop ran it")
    field("woke", \.items, "the first items that had changed; null when that is not recorded")
    field("woke_count", \.count, "how many had changed")
    field(optional: "runner", \.run.answer.value?.runner, "the preset that was asked")
    field(optional: "action", { $0.run.answer.value?.action }, "the name of its move")
    field(optional: "outcome", { $0.run.outcome.value?.word }, "what became of it")
    field(optional: "ask", { $0.run.outcome.value?.ask }, "the ask it waits for")
    field(optional: "cause", { $0.run.outcome.value?.cause }, "what kind of failure")
    field(optional: "text", \.text, "the journal's line, or what failed, clipped")
    field(optional: "usd", { $0.run.answer.value?.dollars }, "US dollars, as far as they are known")
    field(optional: "took_ms", { $0.run.answer.value?.tookMilliseconds }, "how long its calls took")
    field("path", \.run.path, "its folder")
    field("problems", { $0.run.problems.map(\.message) }, "files that cannot be read")
  }

  private var items: [String]? {
    run.wake.value.map { wake in
      var items: [String] = []
      for change in wake.changes where items.last != change.item { items.append(change.item) }
      return Array(items.prefix(Self.itemsShown))
    }
  }

  private var count: Int? { run.wake.value?.items }

  private var text: String? {
    run.outcome.value?.text.map { Untrusted.clipped($0, bytes: 400) }
  }
}
