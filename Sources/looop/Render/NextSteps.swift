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

  /// Of questions, of workers and of sensors in trouble, so many each.
  private static let ofAKind = 2
  /// A worker that failed longer ago is for the list of workers: the loop has decided since.
  private static let recent = Duration.hours(24)

  let steps: [Step]

  init(_ state: StateReport) {
    steps = Self.steps(state.outlook, state.world, problems: state.problems.count)
  }

  /// `problems` counts what is wrong with its files.
  static func steps(_ outlook: Outlook, _ world: World, problems: Int = 0) -> [Step] {
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
    return pulse(outlook, problems: problems) + asks + runner(outlook, world)
      + workers(world, now: outlook.now) + sensors(world) + goal
      + [Step("looop why", "why nothing happens now")] + end
  }

  private static func pulse(_ outlook: Outlook, problems: Int) -> [Step] {
    var steps: [Step] = []
    if outlook.silence != nil {
      steps.append(Step("looop down", "end the pulse that does not answer, then `looop up`"))
    }
    // `why` names what blocks it, and the mend.
    if outlook.blocker != nil || outlook.ownerProblem != nil {
      steps.append(Step("looop why", "what keeps it from its files, and the mend"))
    }
    if outlook.configProblem != nil {
      steps.append(Step("looop doctor", "what is wrong with the config, and the mend"))
    } else if problems > 0 {
      steps.append(
        Step(
          "looop doctor",
          "what is wrong with \(problems == 1 ? "a file" : "\(problems) files"), and the mend"))
    }
    if outlook.phase == .down, outlook.configProblem == nil {
      steps.append(Step("looop up", "start the pulse"))
    }
    if outlook.isPaused { steps.append(Step("looop resume", "let it decide again")) }
    return steps
  }

  /// Every question that waits, as `why` and `asks` have them: the loop's own first.
  private static func asks(_ world: World) -> [Step] {
    let pending = world.mailbox.pending
    let asks = pending.filter(\.isOfLoop) + pending.filter { !$0.isOfLoop }
    let shown = asks.prefix(ofAKind).map { ask in
      switch ask.kind {
      case .gate: Step("looop asks \(ask.id)", "look at the move that waits for your yes")
      case .budget: Step("looop answer \(ask.id) yes", "raise the cap for today; `no` leaves it")
      default:
        Step("looop asks \(ask.id)", "read the question, then `looop answer \(ask.id) \"…\"`")
      }
    }
    let left = asks.count - shown.count
    return shown
      + (left > 0 ? [Step("looop asks", "and " + Counted.text(left, "more question"))] : [])
  }

  private static func runner(_ outlook: Outlook, _ world: World) -> [Step] {
    let parked = world.resting(now: outlook.now).prefix(1).map {
      Step("looop runner unpark \($0.runner)", "try the parked runner at once")
    }
    guard outlook.phase == .backoff else { return parked }
    return parked + [
      Step("looop runs show last", "what failed, and how"),
      Step("looop runner test", "check the runner without a call"),
    ]
  }

  private static func workers(_ world: World, now: Int) -> [Step] {
    let failed = world.workers.filter {
      $0.whyFailed() != nil && !$0.wasStopped
        && ($0.endedAt ?? now) > now - recent.seconds
    }.sorted { ($1.endedAt ?? 0, $0.id) < ($0.endedAt ?? 0, $1.id) }
    let left = failed.count - ofAKind
    return world.workers.filter(world.isStuck).prefix(ofAKind).map {
      Step(
        "looop watch \($0.id)",
        "it is silent for too long; `looop worker kill \($0.id)` ends it")
    }
      + failed.prefix(ofAKind).map { Step("looop worker show \($0.id)", "why it failed") }
      + (left > 0 ? [Step("looop worker list", "and \(left) more that failed")] : [])
  }

  private static func sensors(_ world: World) -> [Step] {
    world.readings.filter { $0.presentFailure != nil }.prefix(ofAKind).map {
      Step("looop sensor run \($0.sensor)", "why it fails")
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
