internal import Base

/// Notes in the ledger what a worker costs while it works, and knows when that is more than it may.
///
/// Of a terminal agent there is no stream to read: it stands there with unknown cost.
final class WorkerSpend {
  /// The time between two ledger lines of a spend that goes on.
  static let interval = Duration.seconds(10)

  private let call: LedgerCall
  private let ledger: Ledger
  private let prices: Prices
  /// What its command names, for an agent that does not tell.
  private let model: String?
  /// US dollars; 0 for no limit.
  private let limit: Double
  private let started = Monotonic.now()
  private var total = Usage()
  /// What the ledger has of `total` and of its cost.
  private var noted = Usage()
  private var notedDollars = 0.0
  /// When it was last written, or tried to be.
  private var lastNote: Monotonic?

  /// Throws when the start cannot be written: a spend must not be hidden.
  init(
    _ session: SessionRecord, ledger: Ledger, runner: String, prices: Prices, model: String?
  ) throws(LooopError) {
    self.model = model
    call = LedgerCall(
      id: "\(session.id)-\(session.generation)", kind: .worker, runner: runner,
      worker: session.id.text, goal: session.goal?.text)
    self.ledger = ledger
    self.prices = prices
    limit = session.limits.dollars
    try ledger.recordStart(call)
  }

  /// What it has cost so far.
  var cost: Cost { prices.cost(of: total) }

  var isOver: Bool { limit > 0 && (cost.dollars ?? 0) > limit }

  /// Takes what the agent has used so far.
  func take(_ usage: Usage) {
    total = usage
    total.model = usage.model ?? model
    note()
  }

  /// When there is something to note; nil while the ledger has it all. An agent may say what it used
  /// and then work in silence for hours.
  var noteDue: Monotonic? {
    guard total != noted else { return nil }
    return lastNote.map { $0 + Self.interval } ?? started
  }

  /// Notes what is due. What could not be written is written with the next note.
  func note() {
    let now = Monotonic.now()
    guard let noteDue, noteDue <= now else { return }
    lastNote = now
    do throws(LooopError) {
      try ledger.recordSpent(call, total - noted, step)
      (noted, notedDollars) = (total, cost.dollars ?? 0)
    } catch {
      // A full disk is met again at the end, where it is waited for.
    }
  }

  /// Notes the rest, and how it ended. Throws when that cannot be written.
  func end(_ outcome: String) throws(LooopError) {
    try ledger.recordEnd(
      call, outcome: outcome, duration: Monotonic.now() - started,
      total - noted, step)
  }

  /// The part of the cost that no line has yet. It may be below zero: what was imputed meanwhile can
  /// turn out to be more than what the agent reports in the end.
  private var step: Cost {
    cost.dollars.map { Cost(dollars: $0 - notedDollars, source: cost.source) } ?? .unknown
  }
}
