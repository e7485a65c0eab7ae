package import Base
internal import ShellRules

/// Executes one move. Each kind of move has its own file; this one only tells them apart.
package final class Executor: PollSource {
  /// What came of a move.
  typealias Ending = (Result<Effect, LooopError>) -> Void

  let loop: Loop
  let settings: Settings
  let children: ChildGroup
  let orders: WorkerOrders
  /// A worker that is being ended, and what follows.
  private var ending: (process: ProcessEnding, whenOver: () -> Void)?

  package init(_ loop: Loop, settings: Settings, children: ChildGroup) {
    self.loop = loop
    self.settings = settings
    self.children = children
    orders = WorkerOrders(
      settings: settings, catalog: loop.runners, lot: loop.parking,
      workingDirectory: loop.store.process.workingDirectory,
      contract: PromptTexts.workerContract)
  }

  /// Starts `decision`'s move. `whenEnded` is called at once by a move that takes no time, in a later
  /// turn of the poll by one that runs something. `beat` names the run; it marks what the move starts.
  /// `replaced` is what was there when the move was ruled, or shown to the human; `isApproved` says
  /// that a human saw it and said yes. Commands and workers start in `folder`.
  func execute(
    _ decision: Decision, over replaced: String?, in folder: String, isApproved: Bool,
    beat: String, whenEnded: @escaping Ending
  ) {
    switch decision.move {
    case .runShell(let command, _):
      runShell(command, in: folder, isApproved: isApproved, beat: beat, whenEnded: whenEnded)
    case .writeSensor(let name, let script, let manifest):
      writeSensor(
        SensorDraft(name: name, script: script, manifest: manifest, author: .loop),
        over: replaced, beat: beat, whenEnded: whenEnded)
    case .killWorker(let id, let reason): killWorker(id, why: reason, whenEnded: whenEnded)
    case .noop, .writeGoal, .archiveGoal, .writePlaybook, .startWorker, .ask:
      do throws(LooopError) { whenEnded(.success(try execute(decision, in: folder))) } catch {
        whenEnded(.failure(error))
      }
    }
  }

  private func execute(
    _ decision: Decision, in folder: String
  ) throws(LooopError) -> Effect {
    switch decision.move {
    case .noop, .runShell, .writeSensor, .killWorker: Effect()
    case .writeGoal(let id, let body): try writeGoal(id, body)
    case .archiveGoal(let id): try archiveGoal(id)
    case .writePlaybook(let body): try writePlaybook(body)
    case .startWorker(let id, let task):
      try startWorker(id, WorkerRequest(task, goal: decision.goal, workingDirectory: folder))
    case .ask(let prompt, let options, let reference):
      try ask(prompt, options: options, reference: reference)
    }
  }
}

extension Executor {
  func wait(for process: ProcessEnding, whenOver: @escaping () -> Void) {
    guard !process.isOver else { return whenOver() }
    ending = (process, whenOver)
  }

  package var descriptors: [Int32] { ending?.process.descriptors ?? [] }
  package var deadline: Monotonic? { ending?.process.deadline }

  package func handle(ready: Set<Int32>) {
    guard let ending else { return }
    ending.process.handle(ready: ready)
    guard ending.process.isOver else { return }
    self.ending = nil
    ending.whenOver()
  }
}

extension Loop {
  /// What the gate says of `decision`, which would run in `folder`.
  func ruling(of decision: Decision, in folder: String) throws(LooopError) -> Ruling {
    policy.rule(try decision.move.shellReach(sensors, in: folder))
  }
}

extension Move {
  /// Whether it starts something in the loop's work folder.
  var startsInFolder: Bool {
    switch self {
    case .runShell, .startWorker: true
    case .noop, .writeGoal, .archiveGoal, .writePlaybook, .writeSensor, .killWorker, .ask: false
    }
  }

  /// How far the move reaches into a shell, for the gate to rule: every field that a shell reads, and
  /// the `folder` in which it does.
  func shellReach(
    _ sensors: any SensorCatalog, in folder: String
  ) throws(LooopError) -> ShellReach {
    switch self {
    case .runShell(let command, _): ShellReach(lines: [command], folder: folder)
    case .writeSensor(let name, let script, let manifest):
      try sensors.shellReach(
        of: SensorDraft(name: name, script: script, manifest: manifest, author: .loop))
    case .startWorker(_, let task): ShellReach(lines: task.shellLines, folder: folder)
    case .noop, .writeGoal, .archiveGoal, .writePlaybook, .killWorker, .ask: .none
    }
  }

  /// What it replaces, as it is now; nil for a move that may replace whatever is there. Throws when
  /// that is not what `former` says, as it was at `moment`.
  @discardableResult
  func replaced(
    _ sensors: any SensorCatalog, since moment: String = "", _ former: String? = nil
  ) throws(LooopError) -> String? {
    guard case .writeSensor(let name, _, _) = self else { return nil }
    return try sensors.standing(of: name, since: moment, former).replaced
  }

  /// What it changes of a sensor that is there.
  func difference(_ sensors: any SensorCatalog) throws(LooopError) -> String? {
    guard case .writeSensor(let name, let script, let manifest) = self else { return nil }
    return try sensors.difference(
      from: SensorDraft(name: name, script: script, manifest: manifest, author: .loop))
  }
}
