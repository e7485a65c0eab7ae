internal import Base

/// What is to be sent now, and when to look again: a pure function of asks, receipts, rules and clock.
package struct NotifyPlan: Sendable, Equatable {
  package struct Due: Sendable, Equatable {
    package let ask: AskID
    package let level: Int
    /// The first is 1.
    package let attempt: Int
    /// Whether a former attempt may have arrived.
    package let isRepeat: Bool

    package init(ask: AskID, level: Int = 0, attempt: Int = 1, isRepeat: Bool = false) {
      self.ask = ask
      self.level = level
      self.attempt = attempt
      self.isRepeat = isRepeat
    }
  }

  package var due: [Due] = []
  /// Nil while nothing waits.
  package var next: Int?

  /// `busy` are the asks that are being sent now: of one ask nothing is sent twice at once.
  package static func of(
    _ asks: [Ask], receipts: [AskID: NotifyReceipt], rules: NotifyRules,
    busy: Set<AskID> = [], now: Int
  ) -> NotifyPlan {
    var plan = NotifyPlan()
    for ask in asks where !busy.contains(ask.id) {
      plan.add(ask, receipts[ask.id], by: rules, now: now)
    }
    return plan
  }

  private mutating func add(
    _ ask: Ask, _ receipt: NotifyReceipt?, by rules: NotifyRules, now: Int
  ) {
    let moments = rules.moments(of: ask, now: now)
    let settled = receipt?.settled ?? -1
    // Only the highest level that is due: whoever was away needs one message, not all that were missed.
    if let level = moments.lastIndex(where: { $0 <= now }), level > settled {
      let send = receipt?.send(level)
      let earliest = max(send?.retry(now: now) ?? now, now)
      let moment = rules.outsideQuietHours(earliest)
      if moment <= now {
        due.append(
          Due(
            ask: ask.id, level: level, attempt: (send?.attempts ?? 0) + 1,
            isRepeat: send.map { $0.doubts > 0 || $0.isOpen } ?? false))
      } else {
        look(at: moment)
      }
    }
    if let upcoming = moments.first(where: { $0 > now }) {
      look(at: rules.outsideQuietHours(upcoming))
    }
  }

  private mutating func look(at moment: Int) { next = min(next ?? moment, moment) }
}
