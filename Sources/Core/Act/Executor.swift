package import Base
package import ShellRules

/// Executes one move. Each kind of move has its own file; this one only tells them apart.
package final class Executor {
  let directory: DataDirectory
  let goals: Goals
  let playbook: Playbook
  let mailbox: Mailbox
  let sensors: any SensorCatalog
  let trial: SensorTrial
  let fleet: Fleet
  let orders: WorkerOrders
  let maximumWorkers: Int
  let children: ChildGroup
  let poller: Poller
  let environment: [String: String]

  package init(
    directory: DataDirectory, goals: Goals, playbook: Playbook, mailbox: Mailbox,
    sensors: any SensorCatalog, trial: SensorTrial, fleet: Fleet, orders: WorkerOrders,
    maximumWorkers: Int,
    children: ChildGroup, poller: Poller, environment: [String: String]
  ) {
    self.directory = directory
    self.goals = goals
    self.playbook = playbook
    self.mailbox = mailbox
    self.sensors = sensors
    self.trial = trial
    self.fleet = fleet
    self.orders = orders
    self.maximumWorkers = maximumWorkers
    self.children = children
    self.poller = poller
    self.environment = environment
  }

  /// `beat` names the run; it marks what the move starts.
  package func execute(_ decision: Decision, beat: String) throws(LooopError) -> Effect {
    switch decision.move {
    case .noop: Effect()
    case .runShell(let command, _): runShell(command, beat: beat)
    case .writeGoal(let id, let body): try writeGoal(id, body)
    case .archiveGoal(let id): try archiveGoal(id)
    case .writeSensor(let name, let script, let manifest):
      try writeSensor(
        SensorDraft(name: name, script: script, manifest: manifest, author: .loop))
    case .writePlaybook(let body): try writePlaybook(body)
    case .startWorker(let id, let task):
      try startWorker(id, WorkerRequest(task, goal: decision.goal))
    case .killWorker(let id, _): try killWorker(id)
    case .ask(let prompt, let options, let reference): try ask(prompt, options, reference)
    }
  }

  /// How far `move` reaches into a shell, for the gate to rule.
  package func shellReach(of move: Move) throws(LooopError) -> ShellReach {
    switch move {
    case .runShell(let command, _): ShellReach(lines: [command])
    case .writeSensor(let name, let script, let manifest):
      try sensors.shellReach(
        of: SensorDraft(name: name, script: script, manifest: manifest, author: .loop))
    case .startWorker(_, let task): ShellReach(lines: task.shellLines)
    case .noop, .writeGoal, .archiveGoal, .writePlaybook, .killWorker, .ask: .none
    }
  }
}
