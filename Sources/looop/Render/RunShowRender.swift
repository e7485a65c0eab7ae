internal import Base
internal import Core

/// Everything about one run, for a person: what woke it, what was asked and answered, and what came
/// of it.
struct RunShowRender {
  /// So many changes are shown.
  static let changesShown = 20

  let run: RunRecord
  /// The end of the prompt, which is what differs between two runs.
  let prompt: RunRecord.Part<FileExcerpt>
  /// The recorded output of each call.
  let streams: [FileExcerpt]
  let problems: [LooopError]
  let now: Int
  /// An empty one.
  let sheet: FactSheet

  var text: String {
    var facts = sheet
    facts.add("run", "\(run.name), \(MomentText.past(run.startedAt, now: now))")
    facts.add("by", occasion)
    woke(&facts)
    answer(&facts)
    facts.add("gate", run.outcome.value?.ruling ?? "")
    outcome(&facts)
    switch prompt {
    case .absent: facts.add("prompt", "absent")
    case .broken: facts.add("prompt", "unreadable, see below")
    case .present(let prompt):
      facts.add("prompt", "\(prompt.size) bytes in \(prompt.path)")
      facts.addQuote(
        prompt.text,
        .init(
          rows: 16, isEnd: true, bytesLeft: prompt.size - prompt.text.utf8.count,
          whole: "looop runs show \(run.name) --prompt"))
    }
    facts.add("stream", streams.isEmpty ? "absent" : "")
    for stream in streams { facts.add("stream", "\(stream.size) bytes in \(stream.path)") }
    facts.add("files", run.path)
    for problem in run.problems + [prompt.problem].compactMap(\.self) + problems {
      facts.add("problem", problem.message)
    }
    return facts.text
  }

  private var occasion: String {
    switch run.occasion {
    case .beat: "the pulse"
    case .byHand: "`looop beat`"
    case .dryRun: "`looop beat --dry-run`"
    case .trial: "`looop runner test --live`, over an empty world"
    case nil: ""
    }
  }

  private func woke(_ facts: inout FactSheet) {
    switch run.wake {
    case .broken: facts.add("woken by", "unreadable, see below")
    case .absent: facts.add("woken by", run.occasion == .trial ? "" : "not recorded")
    case .present(let wake):
      if wake.occasion == .trial { return }
      let count = wake.items
      facts.add(
        "woken by",
        count == 0 ? "nothing had changed" : Counted.text(count, "item"))
      let shown = wake.changes.prefix(Self.changesShown)
      facts.addQuote(
        shown.map(\.line).joined(separator: "\n"),
        .init(
          rows: 2 * Self.changesShown, bytesLeft: wake.left + wake.changes.count - shown.count,
          whole: "--json has more"))
    }
  }

  private func answer(_ facts: inout FactSheet) {
    switch run.answer {
    case .absent: facts.add("answer", "absent")
    case .broken: facts.add("answer", "unreadable, see below")
    case .present(let answer):
      let calls = answer.calls.map { Counted.text($0, "call") }
      let took = answer.tookMilliseconds.map { MomentText.span(milliseconds: $0) }
      facts.add(
        "runner", [answer.runner, calls, took].compactMap(\.self).joined(separator: ", "))
      let source = answer.source.map { " (\($0))" } ?? ""
      facts.add("cost", answer.dollars.map { Dollars.text($0) + source } ?? "unknown")
      facts.add("answer", answer.action ?? answer.problem ?? answer.failure ?? answer.kind)
      facts.addQuote(
        RunShowRender.words(of: answer),
        .init(rows: 20, whole: "looop runs show \(run.name) --answer"))
    }
  }

  /// What the agent said, as far as it counts: the move, the text without one, or the failure.
  static func words(of answer: RunAnswer) -> String {
    if let move = answer.move { return JSONWriter.text(.object(move), .pretty) }
    return answer.text ?? answer.message ?? ""
  }

  private func outcome(_ facts: inout FactSheet) {
    if case .broken = run.outcome { return facts.add("outcome", "unreadable, see below") }
    guard let outcome = run.outcome.value else {
      return facts.add("outcome", RunRows.outcome(run))
    }
    let about = [outcome.cause, outcome.ask.map { "waits for \($0)" }].compactMap(\.self)
    facts.add(
      "outcome",
      ([outcome.word.replacing("_", with: " ")] + about).joined(separator: ": "))
    facts.addQuote(outcome.text ?? "", .init())
  }
}

/// What `runs show` prints for programs.
struct RunSheet: Shaped {
  let run: RunRecord
  let prompt: RunRecord.Part<FileExcerpt>
  let streams: [FileExcerpt]
  let problems: [LooopError]

  static let shape = Shape<RunSheet> { field in
    field.version()
    field("id", \.run.name, "its name; sorts by time")
    field("started_at", \.run.startedAt, "when it began")
    field("phase", \.run.phase, "whether it is over")
    field("wake", { $0.run.wake.value }, "what woke it; null when that is not recorded")
    field("answer", { $0.run.answer.value }, "what the runner answered; null without an answer")
    field("outcome", { $0.run.outcome.value }, "what came of it; null while nothing says so")
    field("prompt", { $0.prompt.value }, "the prompt: its end, with `--prompt` all of it")
    field("streams", { $0.streams.map(Stream.init) }, "the recorded output of each call")
    field("path", \.run.path, "its folder")
    field(
      "problems",
      { ($0.run.problems + [$0.prompt.problem].compactMap(\.self) + $0.problems).map(\.message) },
      "files that cannot be read")
  }

  private struct Stream: Shaped {
    let file: FileExcerpt

    static let shape = Shape<Stream> { field in
      field("path", \.file.path, "the file")
      field("bytes", \.file.size, "its size")
    }
  }
}
