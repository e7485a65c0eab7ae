/// What the gate says of an act, with the rule that says so.
package enum Ruling: Sendable, Equatable, Comparable {
  case allow(String)
  case ask(String)
  /// Never, whatever a human answers.
  case refuse(String)

  /// In words: which rule decided.
  package var rule: String {
    switch self {
    case .allow(let rule), .ask(let rule), .refuse(let rule): rule
    }
  }

  private var strictness: Int {
    switch self {
    case .allow: 0
    case .ask: 1
    case .refuse: 2
    }
  }

  /// Less is less strict.
  package static func < (left: Self, right: Self) -> Bool { left.strictness < right.strictness }

  /// The strictest, of equals the first; nil when there is none.
  static func strictest(_ rulings: [Ruling]) -> Ruling? {
    rulings.reduce(nil) { strictest, next in
      guard let strictest, strictest >= next else { return next }
      return strictest
    }
  }
}

extension Ruling {
  /// As in `ask: no rule allows 'git push'`.
  package var text: String {
    switch self {
    case .allow(let rule): "allow: \(rule)"
    case .ask(let rule): "ask: \(rule)"
    case .refuse(let rule): "refuse: \(rule)"
    }
  }
}
