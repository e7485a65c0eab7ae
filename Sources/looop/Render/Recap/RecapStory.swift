internal import Base
internal import Core

/// Follows the log of one window, from its first event to its last.
struct RecapStory {
  private(set) var beats: [Recap.Beat] = []
  /// By goal; nil for what served none.
  private(set) var deeds: [String?: [Recap.Deed]] = [:]
  private(set) var failures: [Recap.Failure] = []
  private(set) var started: [LoggedEvent] = []
  private(set) var ended: [LoggedEvent] = []

  private let spent: RecapSpent
  private let until: Int
  private let runs: [RunRecord]
  private var open: Open?
  /// The goals of the moves that wait for a yes, by their asks.
  private var heldGoals: [String: String] = [:]
  private var seenRuns: Set<String> = []
  private var former: LoggedEvent?
  /// A line of the journal beside a decision, until it is known whether the end of a beat says the same.
  private var loose: LoggedEvent?
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
    /// The journal's line.
    var line: String?
  }

  init(_ source: RecapSource, _ spent: RecapSpent) {
    self.spent = spent
    until = source.until
    runs = source.runs
    var goals: [String: String] = [:]
    for run in runs { goals[run.name] = run.answer.value?.move?["goal"]?.string }
    goalOfRun = goals
  }

  mutating func follow(_ event: LoggedEvent) {
    defer { former = event }
    if ["journal.written", "loop.woke"].contains(event.code) { addLoose() }
    switch event.code {
    case "loop.woke": wake(event)
    case "call.started": open?.runner = event.word("runner")
    case "call.ended": callEnded(event)
    case "beat.ended": beatEnded(event)
    case "journal.written": journal(event)
    case "worker.started": started.append(event)
    case "worker.ended":
      ended.append(event)
      if let text = EventRender.text(event) {
        add(text, by: .worker, at: event.at, for: event.word("goal"))
      }
    case "worker.stuck":
      let line = JournalWords.quoted(event.word("screen") ?? "", bytes: 160)
      fail(
        event, .worker, of: event.word("worker") ?? "?", cause: "stuck",
        text: "its last line: \(line)")
    case "pulse.lost", "pulse.degraded", "runner.parked", "budget.spent", "goal.quarantined",
      "config.invalid", "file.broken", "state.unwritten", "retention.failed",
      "journal.unwritten":
      fail(event, .loop, cause: event.code)
    case "sensor.flaps": fail(event, .sensor, of: event.word("sensor") ?? "?", cause: "flapping")
    default: break
    }
  }

  /// What the log has no end of, and what only the folders of the runs know.
  mutating func end() {
    addLoose()
    cutShort()
    for run in runs where !seenRuns.contains(run.name) {
      guard run.occasion != .dryRun, run.occasion != .trial else { continue }
      add(run)
    }
  }

  // MARK: A decision

  private mutating func wake(_ event: LoggedEvent) {
    cutShort()
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
    // Of an approved move the journal and the end of the beat say the same.
    addLoose(unless: event.word("text"))
    let ask = event.word("ask")
    let text = event.word("text").map { Untrusted.quoted($0, bytes: 600) } ?? ""
    let goal = open?.goal ?? ask.flatMap { heldGoals[$0] }
    switch event.word("outcome") {
    case "acted":
      let rests = open?.action == "noop" && ask == nil
      close(rests ? .rested : .acted, text, at: event.at, goal: goal)
      if !rests { add(text, by: .loop, at: event.at, for: goal) }
    case "held":
      let line = open?.line ?? "\(open?.action ?? "a move") waits for \(ask ?? "an ask")"
      if let ask, let goal { heldGoals[ask] = goal }
      close(.held, line, at: event.at, goal: goal)
      add(line, by: .loop, at: event.at, for: goal)
    case "skipped": close(.skipped, text, at: event.at, goal: goal)
    case "failed":
      let cause = event.word("cause") ?? "?"
      close(.failed, "\(cause): \(text)", at: event.at, goal: goal)
      // A failed call says it already.
      if !cause.hasPrefix("runner") { fail(event, .beat, cause: cause, text: text) }
    default: break
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
      add(run)
    } else {
      close(.unfinished, "nothing says how it ended", at: open.at, goal: open.goal)
    }
    self.open = nil
  }

  private mutating func add(_ run: RunRecord) {
    let answer = run.answer.value
    let at = run.startedAt
    var beat = Recap.Beat(at: min(at, until), outcome: .unfinished, text: RunRows.outcome(run))
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
    beats.append(beat)
    if beat.outcome == .acted || beat.outcome == .held {
      add(
        run.outcome.value?.text ?? beat.text, by: .loop, at: beat.at, for: beat.goal)
    }
  }

  // MARK: Deeds and failures

  private mutating func journal(_ event: LoggedEvent) {
    guard let text = event.word("text") else { return }
    guard let told = event.word("told_by") else {
      // Within a decision its end says the same.
      if open != nil { open?.line = text } else { loose = event }
      return
    }
    // An answer is listed with its question.
    guard told != "ask.answered" else { return }
    let goal = former.flatMap { $0.code == told ? $0.word("goal") : nil }
    add(text, by: .human, at: event.at, for: goal)
  }

  private mutating func addLoose(unless said: String? = nil) {
    guard let line = loose, let text = line.word("text") else { return }
    loose = nil
    if text != said { add(text, by: .journal, at: line.at, for: nil) }
  }

  private mutating func add(
    _ text: String, by actor: Recap.Deed.Actor, at: Int, for goal: String?
  ) {
    deeds[goal, default: []].append(
      Recap.Deed(at: at, by: actor, text: Untrusted.quoted(text, bytes: 600)))
  }

  private mutating func fail(
    _ event: LoggedEvent, _ kind: Recap.Failure.Kind, of subject: String = "", cause: String,
    text: String? = nil
  ) {
    failures.append(
      Recap.Failure(
        kind: kind, subject: subject, cause: cause, text: text ?? EventRender.text(event) ?? "",
        firstAt: event.at, lastAt: event.at))
  }
}

extension LoggedEvent {
  /// A field as text; nil when it is not there.
  func word(_ field: String) -> String? { fields[field]?.string }
}
