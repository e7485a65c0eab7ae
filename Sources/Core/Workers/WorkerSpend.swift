internal import Base

/// Writes to the ledger what a worker costs while it works, and knows when that exceeds its limit.
///
/// A terminal agent has no stream to read: its cost in the ledger is unknown.
final class WorkerSpend {
  /// The time between two lines of a spend that goes on.
  static let interval = Duration.seconds(10)

  private let call: LedgerCall
  private let ledger: Ledger
  private let prices: Prices
  /// The model its command names, for an agent that does not report one.
  private let model: CommandModel?
  /// US dollars; 0 for no limit.
  private let limit: Double
  private let started = Monotonic.now()
  private var total = Usage()
  /// How much of `total` and of its cost the ledger has.
  private var recorded = Usage()
  private var recordedDollars = 0.0
  /// When the last line was written, or tried.
  private var lastRecord: Monotonic?

  /// Throws when the start cannot be written: a spend must not be hidden.
  init(
    _ session: SessionRecord, ledger: Ledger, runner: String, prices: Prices,
    model: CommandModel?
  ) throws(LooopError) {
    self.model = model
    call = LedgerCall(
      id: "\(session.id)-\(session.generation)", kind: .worker, runner: runner,
      worker: session.id.text, goal: session.goal?.text)
    self.ledger = ledger
    self.prices = prices
    limit = session.agent.limits.dollars
    try ledger.recordStart(call)
  }

  /// What it has cost so far.
  var cost: Cost { prices.cost(of: total) }

  var isOver: Bool { limit > 0 && (cost.dollars ?? 0) > limit }

  /// `usage` is all that the agent has used so far.
  func add(_ usage: Usage) {
    total = usage
    total.use(model)
    recordDue()
  }

  /// When the next line is due; nil while the ledger has everything. An agent may report what it used
  /// and then work in silence for hours.
  var nextRecord: Monotonic? {
    guard total != recorded else { return nil }
    return lastRecord.map { $0 + Self.interval } ?? started
  }

  /// Writes the line that is due, if one is. What cannot be written is written with the next one.
  func recordDue() {
    let now = Monotonic.now()
    guard let nextRecord, nextRecord <= now else { return }
    lastRecord = now
    do throws(LooopError) {
      try ledger.recordSpent(call, usage: total - recorded, cost: step)
      (recorded, recordedDollars) = (total, cost.dollars ?? 0)
    } catch {
      // A full disk shows again at the end, where the write is retried.
    }
  }

  /// Writes the rest, and how the worker ended. Throws when that cannot be written.
  func end(_ outcome: String) throws(LooopError) {
    try ledger.recordEnd(
      call, outcome: outcome, duration: Monotonic.now() - started,
      usage: total - recorded, cost: step)
  }

  /// The part of the cost that no line has yet. It may be negative: what was imputed meanwhile can
  /// exceed what the agent reports in the end.
  private var step: Cost {
    cost.dollars.map { Cost(dollars: $0 - recordedDollars, source: cost.source) } ?? .unknown
  }
}
