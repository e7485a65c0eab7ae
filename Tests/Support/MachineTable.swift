/// A machine that is a pure table, `state x event -> state + effects`: printed for people, and walked
/// at random by the tests of its promises.
public struct MachineTable<State: Equatable, Event: Equatable, Effect: Equatable> {
  /// One step of a life.
  public struct Step {
    public let before: State
    public let event: Event
    public let after: State
    public let effects: [Effect]

    /// Whether the event means something in this state.
    public var isChange: Bool { before != after || !effects.isEmpty }
  }

  /// How the table prints a state, an event and an effect.
  public struct Words {
    let state: (State) -> String
    let event: (Event) -> String
    let effect: (Effect) -> String

    public init(
      state: @escaping (State) -> String, event: @escaping (Event) -> String,
      effect: @escaping (Effect) -> String
    ) {
      self.state = state
      self.event = event
      self.effect = effect
    }
  }

  private let events: [Event]
  private let handle: (State, Event) -> (state: State, effects: [Effect])

  /// `events` are those that may befall the machine, one of each kind that makes a difference.
  public init(
    events: [Event], handle: @escaping (State, Event) -> (state: State, effects: [Effect])
  ) {
    self.events = events
    self.handle = handle
  }

  public func step(_ state: State, _ event: Event) -> Step {
    let (after, effects) = handle(state, event)
    return Step(before: state, event: event, after: after, effects: effects)
  }

  /// One row for each event that means something in one of `states`, in their order.
  public func markdown(of states: [State], words: Words) -> String {
    let rows = states.flatMap { state in events.map { step(state, $0) } }
      .filter(\.isChange)
      .map { step in
        let toDo = step.effects.map(words.effect).joined(separator: "; ")
        let (before, after) = (words.state(step.before), words.state(step.after))
        return "| \(before) | \(words.event(step.event)) | \(after) | \(toDo) |"
      }
    return (["| state | event | next | to do |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
  }

  /// A life of as many random events, whether or not they mean anything where they happen.
  public func life(
    from start: State, length: Int, using random: inout some RandomNumberGenerator
  ) -> [Step] {
    var state = start
    return (0..<length).compactMap { _ in
      events.randomElement(using: &random).map { event in
        let step = step(state, event)
        state = step.after
        return step
      }
    }
  }

  /// Every state that some order of events leads to, in the order found. Stops at `limit` states:
  /// a machine that counts has no end of them.
  public func reachable(from start: State, limit: Int = 1_000) -> [State] {
    var found = [start]
    var next = 0
    while next < found.count, found.count < limit {
      for event in events {
        let after = step(found[next], event).after
        if !found.contains(after) { found.append(after) }
      }
      next += 1
    }
    return found
  }
}
