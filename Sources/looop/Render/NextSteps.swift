internal import Base
internal import Core

/// What a person would type next, most urgent first: pure of the state.
struct NextSteps {
  struct Step: Equatable {
    let command: String
    let why: String

    init(_ command: String, _ why: String) {
      self.command = command
      self.why = why
    }
  }

  /// Of questions and of workers in trouble, so many each.
  private static let ofAKind = 2

  let steps: [Step]

  init(_ state: StateReport) {
    steps = Self.steps(state.outlook, state.world)
  }

  static func steps(_ outlook: Outlook, _ world: World) -> [Step] {
    let end = [Step("looop help", "every verb, and the manual")]
    if outlook.phase == .uninitialised {
      return [
        Step("looop init", "choose the agent CLI that thinks and works"),
        Step("looop demo", "see it run without a key"),
      ] + end
    }
    let asks = asks(world)
    let hasGoal = world.goals.contains { $0.id.text != "setup" }
    let goal =
      hasGoal || !asks.isEmpty ? [] : [Step("looop goal write NAME TEXT", "say what you want")]
    return pulse(outlook) + asks + trouble(world, now: outlook.now) + goal
      + [Step("looop why", "why nothing happens now")] + end
  }

  private static func pulse(_ outlook: Outlook) -> [Step] {
    var steps: [Step] = []
    if outlook.silence != nil {
      steps.append(Step("looop down", "end the pulse that does not answer, then `looop up`"))
    }
    // `why` names what blocks it, and the mend.
    if outlook.blocker != nil || outlook.ownerProblem != nil {
      steps.append(Step("looop why", "what keeps it from its files, and the mend"))
    }
    if outlook.phase == .down { steps.append(Step("looop up", "start the pulse")) }
    if outlook.isPaused { steps.append(Step("looop resume", "let it decide again")) }
    return steps
  }

  private static func asks(_ world: World) -> [Step] {
    let asks = world.waitingAsks
    let shown = asks.prefix(ofAKind).map { ask in
      ask.kind == .gate
        ? Step("looop asks \(ask.id)", "look at the move that waits for your yes")
        : Step("looop asks \(ask.id)", "read the question, then `looop answer \(ask.id) \"…\"`")
    }
    let left = asks.count - shown.count
    return shown + (left > 0 ? [Step("looop asks", "and \(left) more questions")] : [])
  }

  private static func trouble(_ world: World, now: Int) -> [Step] {
    let failed = world.workers.filter { $0.whyFailed() != nil && !$0.wasStopped }
    return world.workers.filter(world.isStuck).prefix(ofAKind).map {
      Step("looop worker show \($0.id)", "it is silent for too long")
    }
      + failed.prefix(ofAKind).map { Step("looop worker show \($0.id)", "why it failed") }
      + world.resting(now: now).prefix(1).map {
        Step("looop runner unpark \($0.runner)", "try the parked runner at once")
      }
  }

  /// One row each, no wider than the terminal.
  func lines(columns: Int) -> [String] {
    var seen: Set<String> = []
    let steps = steps.filter { seen.insert($0.command).inserted }
    let width = (steps.map(\.command.count).max() ?? 0) + 3
    return steps.map { step in
      TextLayout.clipped(
        "  " + TextLayout.column(step.command, width) + Untrusted.oneLine(step.why),
        columns: max(12, columns))
    }
  }
}
