internal import Base
internal import Core

/// The workers as a list: the living first, each group with the newest first.
struct WorkerRows {
  /// So many ended ones are listed without `--all`.
  static let endedShown = 20

  let reports: [WorkerReport]
  private let world: World
  private let now: Int

  init(_ world: World, now: Int) {
    self.world = world
    self.now = now
    reports = Self.sorted(world.reports)
  }

  static func sorted(_ reports: [WorkerReport]) -> [WorkerReport] {
    reports.sorted { left, right in
      let (first, second) = (left.worker, right.worker)
      if first.isAlive != second.isAlive { return first.isAlive }
      if first.lastSeen != second.lastSeen { return first.lastSeen > second.lastSeen }
      return first.id < second.id
    }
  }

  /// The table, and how many ended workers are left out of it.
  func table(all: Bool) -> (table: ColumnTable, left: Int) {
    var table = ColumnTable([
      .init("WORKER", least: 12), .init("GOAL", least: 8, rank: 3), .init("HEALTH", least: 6),
      .init("STATE", least: 11, rank: 2), .init("RUNNER", least: 8, rank: 5),
      .init("SINCE", least: 16, rank: 4), .init("NOTE", least: 16, rank: 1),
    ])
    let living = reports.prefix { $0.worker.isAlive }
    let ended = reports.dropFirst(living.count)
    let shown = all ? ended[...] : ended.prefix(Self.endedShown)
    for report in living + shown { table.add(cells(of: report)) }
    return (table, ended.count - shown.count)
  }

  /// As a person reads it: one that was ended on purpose did not fail, and one that waits is not well
  /// until it has its answer.
  static func health(of report: WorkerReport) -> String {
    if report.isWaiting { return "waits" }
    return report.health == .failed && report.worker.wasStopped
      ? "stopped" : report.health.rawValue
  }

  private func cells(of report: WorkerReport) -> [String] {
    let worker = report.worker
    let since =
      worker.endedAt.map { "ended \(MomentText.age($0, now: now))" }
      ?? "started \(MomentText.age(worker.startedAt, now: now))"
    return [
      worker.id.text, worker.goal?.text ?? "", Self.health(of: report), report.state,
      worker.runner ?? "", since, WorkerRender.note(on: worker, in: world),
    ]
  }
}

extension Worker {
  /// When it ended, else when it was started.
  fileprivate var lastSeen: Int { isAlive ? startedAt : endedAt ?? startedAt }
}
