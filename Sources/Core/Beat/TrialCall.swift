package import Base

/// One real decision of one runner outside any beat, to see whether it works: by the same call, with
/// the same limits and the same lines in the ledger, over a world that holds nothing.
package struct TrialCall {
  package struct Answer {
    package let outcome: RunnerOutcome
    package let cost: Cost
    package let duration: Duration
    /// Keeps the prompt and what the runner printed.
    package let folder: String
  }

  /// All that world says.
  private static let playbook =
    "This is a trial of the connection, and nothing is to be done. Answer with a noop."

  private let loop: Loop
  private let settings: Settings
  private let call: RunnerCall

  /// The runner is the one `settings` name.
  package init(_ loop: Loop, settings: Settings, children: ChildGroup) {
    self.loop = loop
    self.settings = settings
    call = RunnerCall(loop, settings: settings, children: children)
  }

  /// Nil when a cap forbids the call. Throws only when looop's own files fail; whatever the runner
  /// does is an outcome.
  package func make(_ mailbox: Mailbox.Contents) throws(LooopError) -> Answer? {
    guard let runner = try TickRunner.all(settings, loop.runners).first else {
      throw LooopError(
        .config, code: "E_NOT_INITIALISED", "No runner is chosen.", hint: "Run `looop init` first.")
    }
    let now = loop.clock.now()
    let run = try RunFolder.create(in: loop.directory.runs, at: now)
    try run.write(RunWake(.trial, at: now))
    var world = World()
    world.playbook = Self.playbook
    let context = Prompt.Context(
      changes: Changes.between(nil, world.items), journal: [], lastFailure: nil, served: [:],
      maximumWorkers: 0, now: now)
    try AtomicFile.replace(run.prompt, Prompt.text(world, context).utf8)
    let started = Monotonic.now()
    let request = RunnerCall.Request(
      runner: runner, prompt: run.prompt, number: 1, run: run, mailbox: mailbox)
    guard let result = try call.make(request) else {
      Folder.remove(run.path)
      return nil
    }
    let answer = TickAnswer(
      outcome: result.outcome, runner: runner.preset.name, calls: 1,
      unrecognised: result.unrecognised, cost: result.cost, duration: result.duration,
      end: result.end)
    try run.write(run.decision, answer.json)
    return Answer(
      outcome: result.outcome, cost: result.cost,
      duration: Monotonic.now() - started, folder: run.path)
  }
}
