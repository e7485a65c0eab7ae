internal import Base

extension Plan {
  /// What a plan is made of, beside the decision and its ruling: all that the beat looked up for it, so
  /// that a replay comes to the same plan.
  struct Facts: Sendable, Equatable {
    /// Where commands run and workers start.
    var folder = ""
    /// Whether decisions are off.
    var isPaused = false
    /// What became of PLAYBOOK and goals during the call.
    var steering = SteeringChange()
    /// How many moves in a row were dropped before for that.
    var drops = 0
    /// The moves of former decisions that are not over.
    var underWay: [Standing] = []
    /// Those that have a yes and wait for their turn.
    var approved: [Standing] = []
    /// The goals for which no worker is started.
    var quarantined: [QuarantinedGoal] = []
    /// What the human said no to.
    var declined: [DeclinedMove] = []
    /// The digest of the world as far as it can give reason to ask again; empty when nothing was
    /// declined.
    var world = ""

    /// A move decided on before: its intent's or its ask's name.
    struct Standing: Sendable, Equatable {
      var id: String
      var decision: Decision
      var since = 0
    }

    /// The human's no to the same move, while nothing else has changed since.
    func declined(_ move: Move) -> DeclinedMove? {
      let same = declined.last { $0.move == move.substance }
      return same?.world == world ? same : nil
    }
  }
}

extension Plan.Facts {
  /// Of the world and the state that were read.
  init(_ world: World, _ state: PulseState, now: Int) {
    drops = state.drops
    declined = state.declined
    self.world = declined.isEmpty ? "" : world.standing
    quarantined = world.crashLoops(now: now).map {
      QuarantinedGoal(goal: $0.goal.text, ask: $0.ask?.text)
    }
  }
}

extension Plan.Facts: ShapedRecord {
  static let blank = Plan.Facts()

  static let shape = Shape<Plan.Facts> { field in
    field("folder", \.folder, "where commands run and workers start")
    field("paused", \.isPaused, omitting: false, "whether decisions were off")
    field(
      "playbook_changed", \.steering.isPlaybookChanged, omitting: false,
      "whether the PLAYBOOK changed during the call")
    field(
      "goals_changed", \.steering.goalNames, omitting: [], "the goals that changed during the call")
    field("drops", \.drops, omitting: 0, "moves dropped in a row before for that")
    field("under_way", \.underWay, omitting: [], "the moves that were not over")
    field(
      "approved", \.approved, omitting: [], "the moves that had a yes and waited for their turn")
    field("quarantined", \.quarantined, omitting: [], "the goals for which no worker is started")
    field("declined", \.declined, omitting: [], "what you had said no to")
    field("world", \.world, omitting: "", "the digest of the world, against that of the no")
  }
}

extension SteeringChange {
  fileprivate var goalNames: [String] {
    get { goals.map(\.text).sorted() }
    set { goals = Set(newValue.compactMap(Identifier.init(valid:))) }
  }
}

extension Plan.Facts.Standing: ShapedRecord {
  static let blank = Self(id: "", decision: Decision(move: .noop(reason: "")))

  static let shape = Shape<Self> { field in
    field(needed: "id", \.id, "its intent or its ask")
    field(needed: "move", \.decision, "the move")
    field("since", \.since, omitting: 0, "when it was begun")
  }
}

/// `plan.json` of a run folder: what became of the decided move, and of what that was made.
struct PlanRecord: Sendable, Equatable {
  var word = ""
  var text: String?
  var facts = Plan.Facts()
}

extension PlanRecord {
  init(_ plan: Plan, of facts: Plan.Facts, _ redaction: Redaction) {
    word = plan.word
    text = plan.reason.map(redaction.text)
    self.facts = facts
  }
}

extension PlanRecord: ShapedRecord {
  static let blank = PlanRecord()

  static let shape = Shape<PlanRecord> { field in
    field.version()
    field(
      needed: "plan", \.word,
      "what became of the move: `execute`, `hold` (it asks), `refuse` or `drop` (outdated)")
    field(optional: "text", \.text, "why, where it is not carried out")
    field.part(Plan.Facts.shape, \.facts)
  }
}

extension Plan {
  var word: String {
    switch self {
    case .execute: "execute"
    case .hold: "hold"
    case .refuse: "refuse"
    case .drop: "drop"
    }
  }

  /// Why the move is not carried out.
  var reason: String? {
    switch self {
    case .execute: nil
    case .hold(_, let rule): rule
    case .refuse(let failure): "\(failure.label): \(failure.message)"
    case .drop(_, .steering): "PLAYBOOK or goals changed during the call"
    case .drop(_, .pause): "the loop was paused during the call"
    }
  }
}
