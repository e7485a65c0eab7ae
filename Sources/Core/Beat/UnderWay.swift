internal import Base

/// A move that takes time: a child of the poll runs, and other beats go on meanwhile.
package struct UnderWay: Sendable, Equatable {
  /// What its intent is called.
  package let intent: String
  package let decision: Decision
  package let startedAt: Int

  func activity(_ redaction: Redaction) -> Activity.Entry {
    Activity.Entry(
      (ask.map { "\($0): " } ?? "") + decision.journalLine(redaction), since: startedAt)
  }

  /// The ask by which a human approved it; nil for one that needed no yes.
  package var ask: AskID? { AskID(intent) }

  /// The items that are no change before it has ended: its yes waits for its outcome, and the worker
  /// it ends is expected to end.
  var quietItems: Set<Item.Name> {
    var items: Set<Item.Name> = []
    if let ask { items = [Item.Name(.ask, ask.text), Item.Name(.answer, ask.text)] }
    if case .killWorker(let id, _) = decision.move { items.insert(Item.Name(.session, id.text)) }
    return items
  }
}
