/// Keeps the loop within what it may spend: looks into the ledger before a call, and asks the human
/// once when a cap is reached.
public struct BudgetGuard: Sendable {
  private let ledger: Ledger
  private let mailbox: Mailbox
  private let caps: BudgetCaps
  private let events: EventLog
  private let clock: Clock

  public init(
    ledger: Ledger, mailbox: Mailbox, caps: BudgetCaps, events: EventLog, clock: Clock
  ) {
    self.ledger = ledger
    self.mailbox = mailbox
    self.caps = caps
    self.events = events
    self.clock = clock
  }

  /// The cap that forbids a call now; nil when it may start.
  public func spent(_ contents: Mailbox.Contents) throws(LooopError) -> Budget.Spent? {
    let now = clock.now()
    let today = BudgetAsk.caps(caps, contents, day: LocalTime(now).dayText)
    let lines = try ledger.lines(since: Budget.window(now: now))
    return Budget.check(Spending(lines), caps: today, now: now)
  }

  /// Puts the question to the human, unless it was put already; a question of another day is taken
  /// back, as there is nothing left to raise.
  public func ask(about spent: Budget.Spent, _ contents: Mailbox.Contents) throws(LooopError) {
    let day = LocalTime(clock.now()).dayText
    for old in contents.pending where old.kind == .budget && old.key?.contains(" \(day) ") != true {
      try mailbox.withdraw(old.id)
    }
    guard !BudgetAsk.isAsked(spent, contents, day: day) else { return }
    let ask = try mailbox.raise(BudgetAsk.draft(spent, day: day))
    events.append(
      "budget.spent",
      [
        "cap": .string(spent.cap.rawValue), "limit": .double(spent.limit),
        "ask": .string(ask.id.text),
      ])
  }
}
