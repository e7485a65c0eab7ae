package import Base
internal import ShellRules

/// Puts a kept question to a runner again, by the call of a beat: within the caps, with its lines in the
/// ledger. Nothing of the answer is carried out; prompt and answer are kept beside the run.
package struct ReplayCall {
  package struct Answer: Sendable {
    package let outcome: RunnerOutcome
    package let cost: Cost
    package let duration: Duration
    /// Has the prompt and what the runner printed.
    package let folder: String
  }

  private let loop: Loop
  private let call: RunnerCall
  private let runner: TickRunner
  private let settings: Settings

  /// The runner is the one that `settings` name. Throws `E_PARKED` when it is to be left alone.
  package init(_ loop: Loop, settings: Settings, children: ChildGroup) throws(LooopError) {
    guard let runner = try TickRunner.all(settings, loop.runners).first else {
      throw LooopError(
        .config, code: "E_NOT_INITIALISED", "No runner is chosen.", hint: "Run `looop init` first.")
    }
    if let parked = try loop.parking.holding(runner.preset, settings, isPulse: false) {
      throw LooopError(
        .pending, code: "E_PARKED", "The runner \(parked.text).",
        hint: "Ask another with --runner, or `looop runner unpark \(parked.runner)` once it works.")
    }
    self.loop = loop
    self.runner = runner
    self.settings = settings
    // The log is about what the loop does, and a replay is not part of that.
    call = RunnerCall(loop, settings: settings, children: children, isTold: false)
  }

  package var runnerName: String { runner.preset.name }
  /// The longest prompt that the runner takes.
  package var promptLimit: Int { runner.promptLimit }

  /// Nil when a cap forbids the call. Throws only when looop's own files fail; whatever the runner does
  /// is an outcome.
  package func make(
    _ prompt: KeptPrompt, of run: RunRecord, _ mailbox: Mailbox.Contents
  ) throws(LooopError) -> Answer? {
    guard prompt.text.utf8.count <= promptLimit else {
      throw LooopError(
        .badData, code: "E_RUN_PART",
        "Its prompt has \(prompt.text.utf8.count) bytes, and \(runnerName) takes \(promptLimit).",
        hint: "Ask another runner with --runner.")
    }
    let kept = RunFolder(beat: run.name, path: run.path)
    let made = try RunFolder.create(in: kept.replays, at: loop.clock.now())
    let folder = RunFolder(beat: "\(run.name).again.\(made.beat)", path: made.path)
    try AtomicFile.replace(folder.prompt, loop.store.redaction.text(prompt.text).utf8)
    let request = RunnerCall.Request(
      runner: runner, prompt: folder.prompt, number: 1, run: folder, mailbox: mailbox)
    guard let said = try call.make(request) else {
      Folder.remove(folder.path)
      return nil
    }
    let answer = TickAnswer(
      outcome: said.outcome, runner: runnerName, calls: 1, unrecognised: said.unrecognised,
      cost: said.cost, duration: said.duration, end: said.end)
    try folder.write(folder.decision, answer.json)
    return Answer(
      outcome: said.outcome, cost: said.cost, duration: said.duration, folder: folder.path)
  }

  /// What today's gate says of `decision`, or why it cannot rule.
  package func ruling(of decision: Decision) -> String {
    let folder = settings.workFolder(else: loop.store.process.workingDirectory)
    let words: String
    do throws(LooopError) { words = try loop.ruling(of: decision, in: folder).text } catch {
      words = "it cannot rule: \(error.message)"
    }
    return loop.store.redaction.text(words)
  }
}
