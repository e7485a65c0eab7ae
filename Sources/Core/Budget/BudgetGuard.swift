package import Base

/// Keeps the loop within what it may spend: looks into the ledger before a call, and asks the human
/// once when a cap is reached.
package struct BudgetGuard: Sendable {
  private let ledger: Ledger
  private let mailbox: Mailbox
  private let caps: BudgetCaps
  private let events: EventLog
  private let clock: Clock

  package init(
    ledger: Ledger, mailbox: Mailbox, caps: BudgetCaps, events: EventLog, clock: Clock
  ) {
    self.ledger = ledger
    self.mailbox = mailbox
    self.caps = caps
    self.events = events
    self.clock = clock
  }

  /// The cap that forbids a call now; nil when it may start.
  package func spent(_ contents: Mailbox.Contents) throws(LooopError) -> Budget.Spent? {
    let spent = try seen(contents)
    try ledger.settleClock()
    return spent
  }

  /// As `spent`, for what only shows it: nothing is written.
  package func seen(_ contents: Mailbox.Contents) throws(LooopError) -> Budget.Spent? {
    let now = clock.now()
    let today = BudgetAsk.caps(caps, contents, day: LocalTime(now).dayText)
    let amounts = try ledger.amounts(since: Budget.window(now: now))
    return Budget.check(Spending(amounts), caps: today, now: now)
  }

  /// Writes that `call` starts; false when a cap forbids it. Several may be about to start, a trial
  /// beside the pulse, and only here no other gets between the look and the line.
  func start(_ call: LedgerCall, _ contents: Mailbox.Contents) throws(LooopError) -> Bool {
    var isAllowed = false
    try ledger.exclusively { () throws(LooopError) in
      isAllowed = try spent(contents) == nil
      if isAllowed { try ledger.recordStart(call) }
    }
    return isAllowed
  }

  /// The error for a call that did not start.
  package func refusal(_ contents: Mailbox.Contents) throws(LooopError) -> LooopError {
    let cap = try spent(contents).map { "the cap \($0.cap.rawValue)" } ?? "a cap"
    return LooopError(
      .pending, code: "E_BUDGET", "No call may start now: \(cap) is reached.",
      hint: "Wait, or raise `budget` in the config.")
  }

  /// Puts the question to the human, unless it was put already; a question of another day is taken
  /// back, as there is nothing left to raise.
  package func ask(about spent: Budget.Spent, _ contents: Mailbox.Contents) throws(LooopError) {
    let day = LocalTime(clock.now()).dayText
    for old in contents.pending where old.kind == .budget && old.key?.contains(" \(day) ") != true {
      try mailbox.withdraw(old.id)
    }
    guard BudgetAsk.asked(spent, contents, day: day) == nil else { return }
    let ask = try mailbox.raise(BudgetAsk.draft(spent, day: day))
    events.append(
      "budget.spent",
      [
        "cap": .string(spent.cap.rawValue), "limit": .double(spent.limit),
        "ask": .string(ask.id.text),
      ])
  }
}
