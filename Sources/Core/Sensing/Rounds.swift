internal import Base

/// The sensors that were started together, and how long a decision waits for each of them. Pure.
struct Rounds: Equatable {
  /// Which decisions wait for a round.
  enum Reach: Equatable {
    /// Those on what its own sensors saw.
    case own
    /// Every decision: something may have changed the world, or nothing was seen of it yet.
    case all
  }

  private struct Round: Equatable {
    let reach: Reach
    let members: Set<Identifier>
    /// The members that run or are to run, and until when a decision waits for each; nil for one that
    /// has not started.
    var waiting: [Identifier: Monotonic?]
    /// Whether a human acted since it began.
    var isCut = false
    /// No decision waits for it after this, whoever has not started yet.
    let end: Monotonic?
  }

  private var rounds: [Round] = []

  static let shortest = Duration.seconds(2)
  /// The longest that a decision waits for a run, and for a round.
  static let longest = Duration.seconds(60)

  /// How long a decision waits for a run: 1.5 times the sensor's `last` one, from 2 to 60 s. One that
  /// never ran may be slow without being stuck.
  static func patience(last: Duration?) -> Duration {
    guard let last else { return .seconds(10) }
    return min(max(last + last / 2, shortest), longest)
  }

  mutating func begin(
    _ names: some Sequence<Identifier>, reach: Reach, until end: Monotonic? = nil
  ) {
    let members = Set(names)
    guard !members.isEmpty else { return }
    rounds.append(
      Round(
        reach: reach, members: members,
        waiting: Dictionary(uniqueKeysWithValues: members.map { ($0, nil) }),
        end: end))
  }

  /// A run began; decisions wait for it until `end`.
  mutating func started(_ name: Identifier, until end: Monotonic) {
    for index in rounds.indices where rounds[index].waiting.keys.contains(name) {
      rounds[index].waiting.updateValue(end, forKey: name)
    }
  }

  /// Whether some decision waits for this sensor.
  func awaits(_ name: Identifier) -> Bool {
    rounds.contains { $0.waiting.keys.contains(name) }
  }

  /// A run ended. True when nothing waits for it and its round any more, so that what it saw may be
  /// decided on.
  mutating func ended(_ name: Identifier) -> Bool {
    for index in rounds.indices { rounds[index].waiting[name] = nil }
    let isWaited = rounds.contains { $0.members.contains(name) && !$0.waiting.isEmpty }
    removeOver()
    return !isWaited
  }

  /// Stops waiting for those that are late at `now`; returns them.
  mutating func expire(_ now: Monotonic) -> Set<Identifier> {
    var late: Set<Identifier> = []
    for index in rounds.indices {
      if let end = rounds[index].end, end <= now {
        late.formUnion(rounds[index].waiting.keys)
        rounds[index].waiting = [:]
      }
      for case (let name, let end?) in rounds[index].waiting where end <= now {
        rounds[index].waiting[name] = nil
        late.insert(name)
      }
    }
    removeOver()
    return late
  }

  /// A human acted: no decision waits for the rounds that have begun, until `mend`.
  mutating func cut() { for index in rounds.indices { rounds[index].isCut = true } }

  /// What the human did is decided on.
  mutating func mend() { for index in rounds.indices { rounds[index].isCut = false } }

  /// When the next one is late; nil when none can be.
  var deadline: Monotonic? {
    rounds.flatMap { ($0.waiting.values + [$0.end]).compactMap(\.self) }.min()
  }

  /// The sensors that a decision on `changed` waits for.
  func awaited(by changed: Set<Identifier>) -> Set<Identifier> {
    var names: Set<Identifier> = []
    for round in rounds
    where !round.isCut
      && (round.reach == .all || !round.members.isDisjoint(with: changed))
    {
      names.formUnion(round.waiting.keys)
    }
    return names
  }

  private mutating func removeOver() { rounds.removeAll(where: \.waiting.isEmpty) }
}
