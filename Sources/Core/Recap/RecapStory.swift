internal import Base

/// Follows the log of one window, from its first event to its last.
struct RecapStory {
  private(set) var beats: [Recap.Beat] = []
  private(set) var deeds: RecapDeeds
  private(set) var failures: [Recap.Failure] = []
  private(set) var started: [LoggedEvent] = []
  private(set) var ended: [LoggedEvent] = []

  private let spent: RecapSpent
  private let until: Int
  private let runs: [RunRecord]
  private let wording: Recap.Wording
  private var open: Open?
  private var seenRuns: Set<String> = []
  /// Lines of the journal, until the end of a beat shows which of them say the same.
  private var lines: [LoggedEvent] = []
  /// Lines of the journal about ends of workers, which the log should have too.
  private var endings: [LoggedEvent] = []
  private let goalOfRun: [String: String]

  /// A decision under way.
  private struct Open {
    var at: Int
    var run: String
    var runner: String?
    var goal: String?
    var dollars: Double?
    var milliseconds = 0
    /// The move's name.
    var action: String?
  }

  init(_ source: RecapSource, _ spent: RecapSpent, wording: Recap.Wording) {
    self.spent = spent
    self.wording = wording
    deeds = RecapDeeds(source.workers)
    until = source.until
    runs = source.runs
    var goals: [String: String] = [:]
    for run in runs { goals[run.name] = run.answer.value?.move?["goal"]?.string }
    goalOfRun = goals
  }

  mutating func follow(_ event: LoggedEvent) {
    deeds.learn(event)
    switch event.code {
    case "loop.woke": wake(event)
    case "call.started": open?.runner = event.word("runner")
    case "call.ended": callEnded(event)
    case "beat.ended": beatEnded(event)
    case "journal.written": journal(event)
    case "worker.started": started.append(event)
    case "worker.ended": workerEnded(event)
    case "worker.stuck":
      let line = JournalWords.quoted(event.word("screen") ?? "", bytes: 160)
      fail(
        event, .worker, of: event.word("worker") ?? "?", cause: "stuck",
        text: "its last line: \(line)")
    case "pulse.lost", "pulse.degraded", "runner.parked", "budget.spent", "goal.quarantined",
      "config.invalid", "file.broken", "state.unwritten", "retention.failed",
      "journal.unwritten":
      fail(event, .loop, cause: event.code)
    case "sensor.flaps":
      let wakes = event.fields["wakes"]?.int ?? 0
      fail(
        event, .sensor, of: event.word("sensor") ?? "?", cause: "flapping",
        text: "it woke \(wakes) decisions in a row for nothing")
    default: break
    }
  }

  /// What the log has no end of, and what only the folders of the runs know.
  mutating func end() {
    cutShort()
    addLines()
    let known = Set(ended.compactMap { $0.word("worker") })
    for line in endings {
      let text = line.word("text") ?? ""
      guard known.isDisjoint(with: JournalSubject(text).workers) else { continue }
      deeds.add(text, by: .human, at: line.at, for: deeds.goal(of: text))
    }
    for run in runs where !seenRuns.contains(run.name) {
      guard run.occasion != .dryRun, run.occasion != .trial else { continue }
      add(run)
    }
  }

  // MARK: A decision

  private mutating func wake(_ event: LoggedEvent) {
    cutShort()
    addLines()
    let run = event.word("run") ?? ""
    seenRuns.insert(run)
    open = Open(at: event.at, run: run, goal: goalOfRun[run])
    for item in event.fields["items"]?.array ?? [] where item["pointer"]?.string == "/status" {
      guard let sensor = item["sensor"]?.string, let to = item["to"]?.string,
        let status = Reading.Status(rawValue: to.filter { $0 != "\"" }),
        RecapFailures.failing.contains(status)
      else { continue }
      failures.append(
        Recap.Failure(
          kind: .sensor, subject: sensor, cause: status.rawValue, text: "", firstAt: event.at,
          lastAt: event.at))
    }
  }

  private mutating func callEnded(_ event: LoggedEvent) {
    let outcome = event.word("outcome") ?? "?"
    if let call = event.word("call"), let goal = spent.goalOfCall[call] { open?.goal = goal }
    open?.runner = event.word("runner")
    open?.action = event.word("move")
    if let took = event.fields["took_ms"]?.int {
      open?.milliseconds += took.within(0, 1 << 40)
    }
    if let dollars = event.fields["usd"]?.double, abs(dollars) < 1e9 {
      let former = open?.dollars ?? 0
      open?.dollars = former + dollars
    }
    guard outcome != "move" else { return }
    let said = event.word("message").map { JournalWords.quoted($0, bytes: 160) } ?? ""
    failures.append(
      Recap.Failure(
        kind: .call, subject: event.word("runner") ?? "?",
        cause: outcome == "text" ? "no move" : outcome, text: said, firstAt: event.at,
        lastAt: event.at))
  }

  private mutating func beatEnded(_ event: LoggedEvent) {
    let ask = event.word("ask")
    let said = event.word("text")
    let text = said.map { Untrusted.quoted($0, bytes: 600) } ?? ""
    let question = ask.flatMap(self.question)
    addLines(unless: said)
    let goal =
      open?.goal ?? deeds.goal(ofAsk: ask) ?? deeds.goal(of: said ?? question ?? "")
    switch event.word("outcome") {
    case "acted":
      let rests = open?.action == "noop" && ask == nil
      close(rests ? .rested : .acted, text, at: event.at, goal: goal)
      if !rests { deeds.add(text, by: .loop, at: event.at, for: goal) }
    case "held":
      let line = question ?? "\(open?.action ?? "a move") waits for \(ask ?? "an ask")"
      if let ask, let goal { deeds.hold(ask, for: goal) }
      // Nothing is done yet: the question is listed.
      close(.held, line, at: event.at, goal: goal)
    case "skipped": close(.skipped, text, at: event.at, goal: goal)
    case "failed":
      let cause = event.word("cause") ?? "?"
      close(.failed, "\(cause): \(text)", at: event.at, goal: goal)
      // A failed call says it already.
      if !cause.hasPrefix("runner") { fail(event, .beat, cause: cause, text: text) }
    default: break
    }
  }

  /// The line of the journal with which the move that waits for `ask` was put.
  private func question(_ ask: String) -> String? {
    lines.compactMap { $0.word("text") }.last {
      $0.hasPrefix("\(ask) asks") || $0.hasPrefix("\(ask) still asks")
    }
  }

  private mutating func close(
    _ outcome: Recap.Beat.Outcome, _ text: String, at: Int, goal: String?
  ) {
    var beat = Recap.Beat(at: at, outcome: outcome, text: text, goal: goal)
    if let open {
      (beat.run, beat.runner, beat.dollars) = (open.run, open.runner, open.dollars)
      if open.milliseconds > 0 { beat.milliseconds = open.milliseconds }
    }
    beats.append(beat)
    open = nil
  }

  /// The last decision has no end in the log: its folder may know it, or it is under way.
  private mutating func cutShort() {
    guard let open else { return }
    if let run = runs.first(where: { $0.name == open.run }) {
      addLines(unless: run.outcome.value?.text)
      add(run)
    } else {
      close(.unfinished, "nothing says how it ended", at: open.at, goal: open.goal)
    }
    self.open = nil
  }

  private mutating func add(_ run: RunRecord) {
    let answer = run.answer.value
    let at = run.startedAt
    var beat = Recap.Beat(at: min(at, until), outcome: .unfinished, text: wording.run(run))
    (beat.run, beat.goal) = (run.name, answer?.move?["goal"]?.string)
    (beat.runner, beat.dollars) = (answer?.runner, answer?.dollars)
    beat.milliseconds = answer?.tookMilliseconds
    switch (run.phase, run.outcome.value?.word) {
    case (.deciding, _), (.acting, _): return
    case (_, "acted"): beat.outcome = answer?.action == "noop" ? .rested : .acted
    case (_, "held"): beat.outcome = .held
    case (_, "skipped"): beat.outcome = .skipped
    case (_, "failed"): beat.outcome = .failed
    default: break
    }
    let text = run.outcome.value?.text ?? beat.text
    beat.goal = beat.goal ?? deeds.goal(of: text)
    beats.append(beat)
    if beat.outcome == .acted { deeds.add(text, by: .loop, at: beat.at, for: beat.goal) }
  }

  // MARK: Deeds and failures

  private mutating func journal(_ event: LoggedEvent) {
    // An answer is listed with its question, and the end of a worker says more than its line.
    switch event.word("told_by") {
    case "ask.answered": break
    case "worker.ended": endings.append(event)
    default: lines.append(event)
    }
  }

  /// A failure is listed as one, unless someone ended the worker on purpose.
  private mutating func workerEnded(_ event: LoggedEvent) {
    ended.append(event)
    let isFailure =
      event.word("failure") != nil && !["human", "loop"].contains(event.word("by") ?? "")
    guard !isFailure, let text = wording.event(event) else { return }
    let goal = event.word("goal") ?? deeds.goal(ofWorker: event.word("worker"))
    deeds.add(text, by: .worker, at: event.at, for: goal)
  }

  /// Adds the lines of the journal so far; `said` is what the end of a beat says of its move.
  private mutating func addLines(unless said: String? = nil) {
    for line in lines {
      guard let text = line.word("text"), !Self.isSame(text, said) else { continue }
      let subject = JournalSubject(text)
      switch subject.kind {
      case .deed:
        deeds.add(
          text, by: subject.isByHuman ? .human : .loop, at: line.at, for: deeds.goal(of: text))
      case .interrupted: fail(line, .loop, cause: "interrupted", text: text)
      case .question, .nothingDone: break
      }
    }
    lines = []
  }

  /// A long line of the journal is clipped.
  private static func isSame(_ line: String, _ said: String?) -> Bool {
    guard let said else { return false }
    return line == said
      || line.utf8.count > 800 && line.utf8.prefix(800).elementsEqual(said.utf8.prefix(800))
  }

  private mutating func fail(
    _ event: LoggedEvent, _ kind: Recap.Failure.Kind, of subject: String = "", cause: String,
    text: String? = nil
  ) {
    failures.append(
      Recap.Failure(
        kind: kind, subject: subject, cause: cause, text: text ?? wording.event(event) ?? "",
        firstAt: event.at, lastAt: event.at))
  }
}
