internal import Base
internal import Core

/// Where the loop stands, on one screen.
enum StateRender {
  static func text(_ state: StateReport) -> String {
    let world = state.world
    var lines: [String] = []
    let pulse = state.isPulseAlive ? "up" : "down (start it with `looop up`)"
    lines.append("pulse    \(pulse)\(state.isPaused ? ", paused (`looop resume`)" : "")")
    lines += activity(state.activity, now: state.now)
    lines.append("data     \(state.dataDirectory)")
    lines.append("goals    \(list(world.goals.map(\.id.text)))")
    lines.append(
      "sensors  \(list(world.readings.map { "\($0.sensor) \($0.status.rawValue)\($0.flaps ? " (flapping)" : "")" }))"
    )
    let reports = WorkerRows.sorted(world.reports)
    lines.append("workers  \(list(reports.map { "\($0.worker.id) \(word(for: $0))" }))")
    lines += failed(reports)
    for worker in world.workers where world.isStuck(worker) {
      lines.append("stuck    \(worker.id): \(WorkerRender.state(of: worker, in: world))")
    }
    let asks = world.mailbox.pending.map(\.id.text)
    lines.append("asks     \(asks.isEmpty ? "none waiting" : list(asks) + " (see `looop asks`)")")
    for parked in world.resting(now: state.now) {
      lines.append("parked   \(Untrusted.clipped(parked.text, bytes: 300))")
    }
    if let failure = state.lastFailure {
      lines.append("failure  \(Untrusted.quoted(failure, bytes: 300))")
    }
    for problem in state.problems { lines.append("problem  \(Untrusted.oneLine(problem.message))") }
    if let last = state.journal.last { lines.append("last     \(Untrusted.visible(last))") }
    return lines.joined(separator: "\n")
  }

  private static func word(for report: WorkerReport) -> String {
    report.health == .failed && !report.worker.wasStopped ? "failed" : report.state
  }

  /// Why workers failed, the newest first; one that was ended on purpose needs no look.
  private static func failed(_ reports: [WorkerReport]) -> [String] {
    let failed = reports.filter { $0.health == .failed && !$0.worker.wasStopped }
    let lines = failed.prefix(3).map {
      "failed   \($0.worker.id): \($0.worker.whyFailed() ?? $0.state)"
    }
    let left = failed.count - lines.count
    return lines + (left > 0 ? ["         and \(left) more (see `looop worker list`)"] : [])
  }

  private static func activity(_ activity: Activity, now: Int) -> [String] {
    func line(_ what: String, _ entry: Activity.Entry) -> String {
      "now      \(Untrusted.clipped(Untrusted.oneLine(what), bytes: 200)) for \(Duration.seconds(max(now - entry.since, 0)).text)"
    }
    return (activity.deciding.map { [line("asking \($0.name)", $0)] } ?? [])
      + activity.moves.map { line($0.name, $0) }
      + activity.sensors.map { sensor in
        let wait = activity.awaited.contains(sensor.name) ? ", and a decision waits for it" : ""
        return line("the sensor \(sensor.name) runs", sensor) + wait
      }
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
