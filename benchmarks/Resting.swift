/// Supervisors whose workers are silent: how often they wake and what they hold.
struct Resting {
  private struct Worker {
    let kind: String
    let supervisor: Process
    let sleeps: Int
    let time: Int
  }

  private static let seconds = 20

  private let loop: Loop
  private let workers: [Worker]
  private let started: Int

  /// Starts one of each kind; other figures are measured while they rest.
  init(_ loop: Loop) {
    self.loop = loop
    workers = ["headless", "terminal"].compactMap { kind in
      guard let supervisor = loop.startWorker(kind, kind: kind, "exec sleep 1000"),
        supervisor.settle(milliseconds: 300), let sleeps = supervisor.sleeps,
        let time = supervisor.processorTime
      else { return nil }
      return Worker(kind: kind, supervisor: supervisor, sleeps: sleeps, time: time)
    }
    started = Clock.now()
  }

  func report() {
    let rest = Self.seconds * 1_000 - (Clock.now() - started) / 1_000_000
    if rest > 0 { Clock.sleep(milliseconds: rest) }
    let minutes = Double(Clock.now() - started) / 60e9
    if workers.count < 2 { Table.failed("idle supervisors", "not all started") }
    for worker in workers {
      let name = "idle supervisor, \(worker.kind)"
      guard let sleeps = worker.supervisor.sleeps, let time = worker.supervisor.processorTime,
        let memory = worker.supervisor.memory
      else {
        Table.failed(name, "it ended")
        continue
      }
      let wakeups = Double(sleeps - worker.sleeps) / minutes
      let spent = Double(time - worker.time) / minutes / 1e6
      Table.row(
        "\(name): wakeups and processor time a minute",
        "\(Figure.decimal(wakeups, 1)), \(Figure.decimal(spent, 2)) ms")
      Table.row("  memory: resident, proportional, private", Figure.memory(memory))
    }
    loop.down()
  }
}
