package import Base

/// Whether this beat does anything, and why not: a pure function of what was read.
package enum Verdict: Sendable, Equatable {
  case runApproved(PendingMove)
  case decide
  case skip(Skip)

  package enum Skip: Sendable, Equatable {
    case unchanged
    /// A new data dir: nothing but the goal to set it up.
    case settingUp
    /// Only flapping sensors changed.
    case flapping(until: Int)
    case paused
    /// Failures in a row; no decision before `until`.
    case backoff(until: Int)
    /// PLAYBOOK and goals change faster than a call takes.
    case unsettled(until: Int)
    /// Every runner is parked; this one is back first.
    case parked(ParkedRunner)
    /// A cap is reached.
    case budget(Budget.Spent)
    /// These sensors run, and what they see is decided on too.
    case sensing([Identifier])
    case stopping
    /// PLAYBOOK or goals changed while the runner thought; the move was dropped.
    case superseded
  }

  /// What a verdict is made of.
  package struct Facts {
    package var now: Int
    package var approved: PendingMove?
    package var hasChanges: Bool
    package var isPaused: Bool
    package var state: PulseState
    /// The digest of the human's words as they are now.
    package var steering: String
    package var noopTTL: Duration
    package var parked: ParkedRunner?
    package var spent: Budget.Spent?
    /// The sensors that a decision waits for.
    package var awaited: Set<Identifier>
    /// Whether nothing has been decided yet and there is nothing but what a new data dir holds.
    package var isOnlySetUp = false
    /// Set when only flapping sensors changed.
    package var flappingUntil: Int?
    /// PLAYBOOK and goals in one digest.
    package var wanted = ""

    package init(
      now: Int, approved: PendingMove?, hasChanges: Bool, isPaused: Bool, state: PulseState,
      steering: String, noopTTL: Duration, parked: ParkedRunner?,
      spent: Budget.Spent?, awaited: Set<Identifier> = []
    ) {
      self.now = now
      self.approved = approved
      self.hasChanges = hasChanges
      self.isPaused = isPaused
      self.state = state
      self.steering = steering
      self.noopTTL = noopTTL
      self.parked = parked
      self.spent = spent
      self.awaited = awaited
    }
  }

  /// The first rule that holds: an approved move runs (only a pause stops it) · unchanged · only set
  /// up · only flapping · paused · backoff · unsettled · runner parked · budget · sensors run · decide.
  package static func of(_ facts: Facts) -> Verdict {
    if let approved = facts.approved {
      return facts.isPaused ? .skip(.paused) : .runApproved(approved)
    }
    return reasons(facts).first.map(Verdict.skip) ?? .decide
  }

  /// Every rule that keeps it from deciding, in the order in which they count.
  package static func reasons(_ facts: Facts) -> [Skip] {
    var reasons: [Skip] = []
    let hasAged =
      facts.noopTTL > .zero && facts.state.lastDecidedAt + facts.noopTTL.seconds <= facts.now
    if !facts.hasChanges, !hasAged { reasons.append(.unchanged) }
    if facts.isOnlySetUp { reasons.append(.settingUp) }
    if let until = facts.flappingUntil, !hasAged { reasons.append(.flapping(until: until)) }
    if facts.isPaused { reasons.append(.paused) }
    // New words of the human cut a backoff short: they may be what mends it.
    if facts.state.backoffUntil > facts.now, facts.state.steering == facts.steering {
      reasons.append(.backoff(until: facts.state.backoffUntil))
    }
    if let until = SteeringPause.end(facts.state, wanted: facts.wanted, now: facts.now) {
      reasons.append(.unsettled(until: until))
    }
    if let parked = facts.parked { reasons.append(.parked(parked)) }
    if let spent = facts.spent { reasons.append(.budget(spent)) }
    if !facts.awaited.isEmpty { reasons.append(.sensing(facts.awaited.sorted())) }
    return reasons
  }
}

extension Look {
  /// Whether a beat on it may call a runner.
  func mayCall(_ settings: Settings) -> Bool { !changes.isEmpty || settings.noopTTL > .zero }

  /// What a verdict is made of, but runners, money and sensors.
  func facts(_ state: PulseState, _ settings: Settings, isPaused: Bool, now: Int) -> Verdict.Facts {
    let mayCall = mayCall(settings)
    var facts = Verdict.Facts(
      now: now, approved: approved, hasChanges: !changes.isEmpty, isPaused: isPaused, state: state,
      steering: mayCall ? world.steering : "", noopTTL: settings.noopTTL, parked: nil, spent: nil)
    facts.isOnlySetUp = state.lastDecidedAt == 0 && isOnlySetUp
    facts.flappingUntil = IdleWakes.quietUntil(
      changes, of: world.readings, state.idleWakes, now: now)
    facts.wanted = mayCall ? world.wanted : ""
    return facts
  }
}

extension Verdict.Skip {
  /// Until when it holds, where time alone ends it.
  package var until: Int? {
    switch self {
    case .flapping(let until), .backoff(let until), .unsettled(let until): until
    case .parked(let parked): parked.until
    case .budget(let spent): spent.until
    case .unchanged, .settingUp, .paused, .sensing, .stopping, .superseded: nil
    }
  }

  package var text: String {
    switch self {
    case .unchanged: "the world is unchanged"
    case .settingUp: "there is nothing to do yet; answer setup-1, write a goal or edit the PLAYBOOK"
    case .flapping(let until):
      "only sensors changed that woke decisions for nothing; they alone wake none until"
        + " \(LocalTime(until).minuteText)"
    case .paused: "paused until `looop resume`"
    case .backoff(let until): "waiting after a failure until \(LocalTime(until).timeText)"
    case .unsettled: "PLAYBOOK or goals keep changing; waiting until they rest"
    case .parked(let parked): "the runner \(parked.text)"
    case .budget(let spent):
      "\(spent.text) is reached until \(LocalTime(spent.until).minuteText); `looop asks` has the"
        + " question whether to raise it"
    case .sensing(let names):
      "waiting for \(names.count == 1 ? "the sensor" : "the sensors")"
        + " \(names.map(\.text).joined(separator: ", "))"
    case .stopping: "stopping"
    case .superseded: "PLAYBOOK or goals changed during the call; the move was dropped"
    }
  }
}
