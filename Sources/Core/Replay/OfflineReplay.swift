internal import Base
internal import ShellRules

/// Does again what looop itself did in a kept run, with the functions of a beat, and compares it with
/// what the run recorded: adapter, parser, gate and plan. It makes no call and writes nothing.
package struct OfflineReplay {
  private let loop: Loop
  /// Where commands run, for runs that do not say.
  private let folder: String

  package init(_ loop: Loop, _ settings: Settings) {
    self.loop = loop
    folder = settings.workFolder(else: loop.store.process.workingDirectory)
  }

  package func replay(_ run: RunRecord) -> OfflineResult {
    var result = OfflineResult(run: run.name, redacting: loop.store.redaction)
    do throws(LooopError) { try replay(run, into: &result) } catch {
      result.obstacle = error.message
    }
    return result
  }

  private func replay(_ run: RunRecord, into result: inout OfflineResult) throws(LooopError) {
    if let problem = run.problems.first { throw problem }
    guard let answer = run.answer.value else {
      result.obstacle = "No answer was recorded."
      return
    }
    result.answered = answer.action ?? answer.failure ?? answer.kind
    let files = RunFolder(beat: run.name, path: run.path)
    let plan = try plan(files)
    guard let outcome = try read(answer, files, into: &result) else { return }
    guard run.occasion != .trial else { return }
    switch outcome {
    case .move(let decision, _): compareGate(decision, of: run, plan, into: &result)
    case .text, .failed: compareFailure(answer, run, into: &result)
    }
  }

  private func plan(_ files: RunFolder) throws(LooopError) -> PlanRecord? {
    try AtomicFile.read(files.plan, following: false).map { bytes throws(LooopError) in
      try Record.parse(bytes, files.plan)
    }
  }

  // MARK: Adapter and parser

  /// What the recorded stream means today; nil when that cannot be known.
  private func read(
    _ answer: RunAnswer, _ files: RunFolder, into result: inout OfflineResult
  ) throws(LooopError) -> RunnerOutcome? {
    guard let name = answer.runner else {
      result.obstacle = "It does not say which runner answered."
      return nil
    }
    let preset = try loop.runners.preset(named: name)
    let stream = files.stream(answer.calls ?? 1)
    guard try FileFacts.hasEntry(stream) else {
      result.obstacle = "\(stream) is absent."
      return nil
    }
    var reader = RunReader(try loop.runners.runner(for: preset))
    try AtomicFile.readLines(stream, longest: .max) { line in
      reader.read((Array(line) + [.lineFeed])[...])
    }
    reader.readRest()
    let end = CallEnd(status: answer.exit ?? .exited(0), errors: answer.errors ?? "")
    let outcome = reader.outcome(end, loop.store.redaction)
    var compared = result
    compare(answer, RunAnswer(outcome), into: &compared)
    compareMoney(answer, preset.prices.cost(of: outcome.usage), into: &compared)
    // How the process ended is half of what a failure is known by.
    if answer.exit == nil, !compared.differences.isEmpty {
      result.obstacle = "An older looop kept it, without how its call ended."
      return nil
    }
    result = compared
    return outcome
  }

  private func compare(
    _ was: RunAnswer, _ now: RunAnswer, into result: inout OfflineResult
  ) {
    let why = "adapter or parser now reads the stream differently"
    result.compare(.answer, "kind", was: was.kind, now: now.kind, why: why)
    for field in MoveComparison.fields(was.move ?? JSONObject(), now.move ?? JSONObject()) {
      result.compare(.answer, "move.\(field.name)", was: field.was, now: field.now, why: why)
    }
    result.compare(.answer, "class", was: was.failure, now: now.failure, why: why)
    result.compare(.answer, "text", was: was.text, now: now.text, why: why)
    let words = [("problem", was.problem, now.problem), ("message", was.message, now.message)]
    for (name, was, now) in words where !Self.isSaid(result.known(now), in: result.known(was)) {
      result.compare(.answer, name, was: was, now: now, why: why)
    }
  }

  /// Whether `was` is `now`, perhaps with the advice behind it that a beat adds by what it saw around.
  private static func isSaid(_ now: String?, in was: String?) -> Bool {
    guard let now, let was else { return now == was }
    return was == now || was.hasPrefix("\(now). ")
  }

  /// What the run itself reported; what is reckoned goes by today's prices.
  private func compareMoney(_ was: RunAnswer, _ now: Cost, into result: inout OfflineResult) {
    guard was.calls == 1, was.source == Cost.Source.reported.rawValue else { return }
    result.compare(
      .answer, "usd", was: was.dollars.map { "\($0)" }, now: now.dollars.map { "\($0)" },
      why: "the adapter now reads the reported cost differently")
  }

  // MARK: Gate and plan

  private func compareGate(
    _ decision: Decision, of run: RunRecord, _ plan: PlanRecord?, into result: inout OfflineResult
  ) {
    let redaction = loop.store.redaction
    let ruling: Result<Ruling, LooopError>
    do throws(LooopError) {
      ruling = .success(try loop.ruling(of: decision, in: plan?.facts.folder ?? folder))
    } catch { ruling = .failure(error) }
    if case .failure(let error) = ruling {
      // A gate that cannot rule has not changed its mind: what stands in its way is said.
      result.notes.append("the gate cannot rule now: \(redaction.text(error.message))")
    } else if let outcome = run.outcome.value, plan != nil || outcome.ruling != nil {
      result.compare(
        .ruling, "ruling", was: outcome.ruling, now: ruling.text.map(redaction.text),
        why: decision.move.name == .writeSensor
          ? "the rules of the gate, or the sensors, have changed"
          : "the rules of the gate have changed")
    } else {
      result.notes.append("what the gate said was not recorded")
    }
    guard let plan else {
      if run.occasion != .dryRun { result.notes.append("its plan was not recorded") }
      return
    }
    let today = PlanRecord(
      Plan.of(decision, ruling: ruling, plan.facts, redaction: redaction), of: plan.facts, redaction
    )
    // Without a ruling the plan is one of another kind, unless the gate could not rule then either.
    if ruling.text == nil, plan.word != today.word { return }
    compare(plan, today, into: &result)
  }

  private func compare(_ was: PlanRecord, _ now: PlanRecord, into result: inout OfflineResult) {
    let follows = result.differences.contains { $0.step == .ruling || $0.step == .answer }
    let why = follows ? "it follows from the difference above" : "the rules of a plan have changed"
    result.compare(.plan, "plan", was: was.word, now: now.word, why: why)
    // A time in it is written in the time zone of whoever runs this.
    let texts = (was: result.known(was.text), now: result.known(now.text))
    guard was.word == now.word, texts.was.map(Self.timeless) != texts.now.map(Self.timeless) else {
      return
    }
    result.compare(.plan, "text", was: texts.was, now: texts.now, why: why)
  }

  private static func timeless(_ text: String) -> [UInt8] { text.utf8.filter { !$0.isDigit } }

  // MARK: A failure

  private func compareFailure(
    _ answer: RunAnswer, _ run: RunRecord, into result: inout OfflineResult
  ) {
    guard let outcome = run.outcome.value, outcome.word == BeatOutcome.Word.failed.rawValue,
      let cause = outcome.cause, cause.hasPrefix("runner: "),
      let failure = answer.outcome?.beatFailure()
    else { return }
    let why = "the words for a failed beat have changed"
    result.compare(.outcome, "cause", was: cause, now: failure.label, why: why)
    result.compare(.outcome, "text", was: outcome.text, now: failure.message, why: why)
  }
}

extension Result<Ruling, LooopError> {
  /// Nil where the gate cannot rule.
  fileprivate var text: String? { if case .success(let ruling) = self { ruling.text } else { nil } }
}

extension RunAnswer {
  /// As it was recorded; nil for a move.
  fileprivate var outcome: RunnerOutcome? {
    if let failure = failure.flatMap(RunnerFailure.Class.init(rawValue:)) {
      return .failed(RunnerFailure(failure, message ?? ""), Usage())
    }
    guard move == nil else { return nil }
    return .text(text ?? "", problem: problem ?? "", Usage())
  }
}
