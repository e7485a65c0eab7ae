internal import Base

/// Everything a beat reads before it decides, once, and the chores that are found meanwhile.
struct Look {
  var world: World
  /// The moves that wait for a yes, in the order they were asked.
  private(set) var waiting: [PendingMove]
  /// The first of them that a human said yes to.
  private(set) var approved: PendingMove?
  let baseline: Baseline?
  /// What differs from the world that was last decided on.
  private(set) var changes: Changes
  private(set) var chores: [Chore]

  static func read(
    _ loop: Loop, _ readings: [Reading], state: PulseState
  ) throws(LooopError) -> Look {
    var world = try WorldLoader(loop).load(readings: readings, state: state)
    let gates = try loop.gates.contents()
    world.problems += try gates.problems + loop.sensors.problems()
    var broken = BrokenFiles()
    let path = loop.directory.baseline
    let baseline = try broken.reading(path) { () throws(LooopError) in try Baseline.load(path) }
    var look = Look(
      world: world, waiting: gates.pending, approved: nil, baseline: baseline,
      changes: Changes.between(baseline, world.items), chores: broken.files.map(Chore.putAside))
    let loops = world.crashLoops(now: loop.clock.now()).filter { $0.ask == nil }
    look.chores += loops.map(Chore.askAbout)
    look.hearAnswers()
    return look
  }

  /// Adds an ask that a chore raised, so that the baseline of this beat includes it.
  mutating func add(_ ask: Ask) {
    world.mailbox.asks.append(ask)
    changes = Changes.between(baseline, world.items)
  }

  /// Takes rests and questions that nothing speaks for any more out of the world, and has them removed.
  mutating func forget(_ rests: [ParkedRunner], _ asks: [AskID]) {
    guard !rests.isEmpty || !asks.isEmpty else { return }
    chores += rests.map(Chore.endRest) + asks.map(Chore.withdraw)
    world.parked.removeAll(where: rests.contains)
    world.mailbox.asks.removeAll { asks.contains($0.id) }
    changes = Changes.between(baseline, world.items)
  }

  private mutating func hearAnswers() {
    for pending in waiting {
      switch GateAnswer.of(pending, world.mailbox.answers[pending.ask]) {
      case .waiting: break
      case .approved: approved = approved ?? pending
      case .declined(let words): chores.append(.recordDecline(pending, words: words))
      }
    }
  }
}
