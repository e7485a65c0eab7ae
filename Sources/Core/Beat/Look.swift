internal import Base

/// Everything a beat reads before it decides, once, and the chores that are found meanwhile.
struct Look {
  var world: World
  /// The moves that wait for a yes, in the order they were asked.
  private(set) var waiting: [PendingMove]
  /// The first of them that a human said yes to.
  private(set) var approved: PendingMove?
  /// Those that a human said yes to and that wait for their turn.
  private(set) var approvedWaiting: [PendingMove] = []
  private(set) var baseline: Baseline?
  /// The baseline as the disk has it.
  private(set) var stored: Baseline?
  /// The failure that the decision is made on.
  let failure: PulseState.Failure
  /// The items that moves under way keep quiet.
  let quiet: Set<Item.Name>
  /// What differs from the world that was last decided on.
  private(set) var changes: Changes
  /// What a human did that is not decided on yet.
  let humanWords: Set<String>
  private(set) var chores: [Chore]

  static func read(
    _ loop: Loop, _ readings: [Reading], state: PulseState, occasion: Occasion
  ) throws(LooopError) -> Look {
    var world = try WorldLoader(loop).load(readings: readings, state: state)
    let gates = try loop.gates.contents()
    world.problems += try gates.problems + loop.sensors.problems()
    var broken = BrokenFiles()
    let path = loop.directory.baseline
    let stored = try broken.reading(path) { () throws(LooopError) in try Baseline.load(path) }
    let losses = try loop.fleet.untoldLosses(among: world.workers)
    var state = state
    state.asked = loop.asked.digests(of: gates.pending, stored: state.asked)
    return of(
      world, waiting: gates.pending, stored: stored, state: state, occasion: occasion,
      chores: broken.files.map(Chore.putAside) + losses.map(Chore.tellLoss),
      now: loop.clock.now())
  }

  /// Pure: `world` with the problems of all that was read, and the moves that wait for a yes.
  static func of(
    _ world: World, waiting: [PendingMove], stored: Baseline?, state: PulseState,
    occasion: Occasion = Occasion(), chores: [Chore] = [], now: Int
  ) -> Look {
    var baseline = stored
    // Who asks for the first beat of a new data dir wants a decision on what is there.
    if occasion.isByHand, state.lastDecidedAt == 0 { baseline = nil }
    let underWay = occasion.underWay
    let quiet = underWay.reduce(into: Set()) { $0.formUnion($1.quietItems) }
    let changes = Changes.between(baseline, world.items)
    var look = Look(
      world: world, waiting: waiting, approved: nil, baseline: baseline, stored: stored,
      failure: state.failure, quiet: quiet,
      changes: changes.excluding(quiet), humanWords: changes.humanWords(in: world),
      chores: chores)
    let loops = world.crashLoops(now: now).filter { $0.ask == nil }
    look.chores += loops.map(Chore.askAbout)
    look.hearAnswers(asked: state.asked)
    // Approved moves run one after the other.
    if underWay.contains(where: { $0.ask != nil }) { look.approved = nil }
    return look
  }

  /// Whether nothing differs from a new data dir but that its first sensors have run.
  var isOnlySetUp: Bool {
    !changes.isEmpty
      && changes.entries.allSatisfy { $0.name.kind == .reading && $0.before?.isEmpty == true }
  }

  /// The baseline once a decision on this look was made, when the disk now has `present`: what other
  /// beats did to it meanwhile stays, and so does what moves under way keep quiet.
  func decidedOn(_ present: Baseline?) -> Baseline {
    Baseline(world.items).keepingOutputs(of: baseline, after: changes.names)
      .restoring(Array(quiet), from: present)
      .keeping(changesOf: present, since: stored)
  }

  /// Adds an ask that a chore raised, so that the baseline of this beat includes it.
  mutating func add(_ ask: Ask) {
    world.mailbox.asks.append(ask)
    changes = Changes.between(baseline, world.items).excluding(quiet)
  }

  /// Takes outdated rests and questions out of the world, and has them removed.
  mutating func forget(_ rests: [ParkedRunner], _ asks: [AskID]) {
    guard !rests.isEmpty || !asks.isEmpty else { return }
    chores += rests.map(Chore.endRest) + asks.map(Chore.withdraw)
    world.parked.removeAll(where: rests.contains)
    world.mailbox.asks.removeAll { asks.contains($0.id) }
    changes = Changes.between(baseline, world.items).excluding(quiet)
  }

  /// Makes all that is there something to decide on.
  mutating func ignoreBaseline() {
    chores.append(.forgetBaseline)
    (baseline, stored) = (nil, nil)
    changes = Changes.between(nil, world.items).excluding(quiet)
  }

  private mutating func hearAnswers(asked: [String: String]) {
    for pending in waiting {
      let answer = world.mailbox.answers[pending.ask]
      let text = world.mailbox.asks.first { $0.id == pending.ask }?.prompt
      switch GateAnswer.of(pending, shownAs: text, asked: asked[pending.ask.text], answer) {
      case .waiting: break
      case .approved:
        approved = approved ?? pending
        approvedWaiting.append(pending)
      case .declined(let words):
        chores.append(.recordDecline(pending, by: answer?.by, words: words))
      }
    }
  }
}
