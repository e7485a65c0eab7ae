internal import Base

/// The question whether today's cap may be raised: made of a spent budget, and read again from the
/// mailbox, so that no other file has to remember the yes.
package enum BudgetAsk {
  /// Asks of a budget speak for the loop under this name.
  static let worker = "budget"

  /// What makes the same question the same: the cap, the day, and what it would be raised to.
  static func key(_ cap: BudgetCaps.Cap, day: String, raisedTo amount: Double) -> String {
    "\(prefix(cap, day: day))\(number(amount))"
  }

  private static func prefix(_ cap: BudgetCaps.Cap, day: String) -> String {
    "budget \(cap.rawValue) \(day) "
  }

  static func draft(_ spent: Budget.Spent, day: String) throws(LooopError) -> AskDraft {
    let doubled = spent.limit * 2
    let today = spent.cap == .callsPerHour ? ", for today" : ""
    return AskDraft(
      worker: try Identifier(worker, "worker"), kind: .budget,
      prompt:
        "The budget is spent: \(spent.text) is reached. Sensing goes on; decisions wait"
        + " until \(LocalTime(spent.until).minuteText). Raise it to \(spent.cap.text(doubled))\(today)?"
        + " Answer yes, or give a number; any other answer leaves the cap as it is.",
      options: ["yes", "no"], key: key(spent.cap, day: day, raisedTo: doubled))
  }

  /// The caps of `day`: those of the config, raised by what the human said that day. An answer without
  /// a name on it raises nothing.
  package static func caps(_ caps: BudgetCaps, _ mailbox: Mailbox.Contents, day: String)
    -> BudgetCaps
  {
    var raised = caps
    for ask in mailbox.asks where ask.kind == .budget && ask.id.worker.text == worker {
      guard let answer = mailbox.answers[ask.id], answer.by != nil, let key = ask.key else {
        continue
      }
      for cap in BudgetCaps.Cap.allCases where caps[cap] > 0 {
        let prefix = prefix(cap, day: day)
        guard key.hasPrefix(prefix) else { continue }
        let amount = Self.amount(
          answer.approves ? String(key.dropFirst(prefix.count)) : answer.text)
        raised[cap] = max(raised[cap], amount ?? 0)
      }
    }
    return raised
  }

  /// The question as it was put already, answered or not.
  package static func asked(
    _ spent: Budget.Spent, _ mailbox: Mailbox.Contents, day: String
  ) -> Ask? {
    let key = key(spent.cap, day: day, raisedTo: spent.limit * 2)
    return mailbox.asks.last { $0.kind == .budget && $0.key == key }
  }

  /// A number as people write an amount: "25", "$25", "12.50".
  private static func amount(_ text: String) -> Double? {
    var words = Untrusted.oneLine(text)[...]
    if words.hasPrefix("$") { words = words.dropFirst() }
    guard words.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }),
      let amount = Double(words), amount <= 1e12
    else { return nil }
    return amount
  }

  private static func number(_ amount: Double) -> String {
    amount == amount.rounded() && amount < 1e15 ? "\(Int(amount))" : "\(amount)"
  }
}
