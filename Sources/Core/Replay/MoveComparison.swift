package import Base

/// An answer of then beside one of now. Pure.
package struct MoveComparison: Sendable, Equatable {
  package enum Change: String, Sendable, CaseIterable, JSONWritable {
    case same
    /// The same act, with other words for its reason or the journal, or for when to look again.
    case words
    case changed
    /// The call of now brought no answer.
    case failed
  }

  /// One field of a move that differs; nil where the move has none.
  package struct Field: Sendable, Equatable {
    package let name: String
    package let was: String?
    package let now: String?
  }

  package let was: RunAnswer
  package let now: RunAnswer
  package let change: Change
  /// In the order of the fields of now, then those that are gone.
  package let fields: [Field]

  package init(was: RunAnswer, now: RunAnswer) {
    self.was = was
    self.now = now
    fields = Self.fields(was.move ?? JSONObject(), now.move ?? JSONObject())
    change = Self.change(was, now)
  }

  private static func change(_ was: RunAnswer, _ now: RunAnswer) -> Change {
    if now.failure != nil { return .failed }
    guard let new = now.decision else {
      return was.move == nil && was.failure == nil ? .same : .changed
    }
    guard let old = was.decision else { return .changed }
    if old == new { return .same }
    return old.move.substance == new.move.substance ? .words : .changed
  }

  /// The fields in which two flat objects differ.
  package static func fields(_ was: JSONObject, _ now: JSONObject) -> [Field] {
    let names = now.members.map(\.key) + was.members.map(\.key).filter { now[$0] == nil }
    return names.compactMap { name in
      guard was[name] != now[name] else { return nil }
      return Field(name: name, was: was[name].map(text), now: now[name].map(text))
    }
  }

  private static func text(_ value: JSONValue) -> String { value.string ?? JSONWriter.text(value) }
}

extension RunAnswer {
  /// As `decision.json` would keep it.
  package init(_ outcome: RunnerOutcome) {
    self = RunAnswer(json: outcome.json) ?? RunAnswer()
  }

  /// Nil without a move, or for one that is none by now.
  package var decision: Decision? { move.flatMap { Decision(json: .object($0)) } }
}
