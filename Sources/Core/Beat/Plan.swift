internal import Base
internal import ShellRules

/// What becomes of a decided move: the decision and its ruling in one value. Pure.
enum Plan: Equatable {
  case execute(Decision)
  /// It waits for a yes; `rule` says why.
  case hold(Decision, rule: String)
  case refuse(BeatFailure)
  /// PLAYBOOK or goals changed during the call.
  case drop(Decision)

  /// What a plan is made of, beside the decision.
  struct Facts {
    let world: World
    /// What the policy says of all that the move reaches; an error when it cannot be ruled.
    let ruling: Result<Ruling, LooopError>
    /// Whether PLAYBOOK and goals are still those of the world.
    let isSteeringCurrent: Bool
    let now: Int
  }

  /// The first rule that holds: quarantine · a move that cannot be ruled · superseded · the ruling.
  static func of(_ decision: Decision, _ facts: Facts) -> Plan {
    let line = decision.journalLine
    if let refusal = Quarantine.refusal(of: decision, in: facts.world, now: facts.now) {
      return .refuse(BeatFailure(.refused, "\(line): \(refusal)"))
    }
    switch facts.ruling {
    case .failure(let error): return .refuse(BeatFailure(.effect, error.description))
    case .success where decision.move.name != .noop && !facts.isSteeringCurrent:
      return .drop(decision)
    case .success(.refuse(let rule)):
      return .refuse(BeatFailure(.refused, "\(line): refused for good: \(rule)"))
    case .success(.ask(let rule)): return .hold(decision, rule: rule)
    case .success(.allow): return .execute(decision)
    }
  }

  /// The event of the beat's table.
  var ruled: BeatMachine.Ruled {
    switch self {
    case .execute(let decision): decision.move.name == .noop ? .noop : .allowed
    case .hold: .asks
    case .refuse: .refused
    case .drop: .superseded
    }
  }
}
