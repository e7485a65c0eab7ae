package import Base

/// Why nothing happens: every reason that holds now, what waits, and what was last decided on.
///
/// A value made of what the files and the process table say at one moment, like the `Outlook` it goes by.
package struct Explanation: Sendable {
  /// What keeps the loop from deciding.
  package enum Reason: Sendable, Equatable {
    /// No pulse is there to decide, or none that answers or can be seen; the outlook's phase says which.
    case pulse(Outlook.Phase)
    /// What fails every beat.
    case blocked(Outlook.Blocker)
    /// A rule of the verdict.
    case rule(Verdict.Skip)
  }

  /// A sensor that fails, or of which no change wakes the loop now.
  package struct Standstill: Sendable {
    package let name: Identifier
    package let cause: Cause

    package enum Cause: Sendable {
      /// What its description says of changes.
      case rules(WakeForecast.Reason, any Sensor)
      /// It woke decisions for nothing.
      case flapping(Flapping)
      /// Its runs fail, whatever it last saw.
      case failing(String)
      case broken(LooopError)
      case disabled
    }
  }

  /// What waits for a human, or for what a human is to look at.
  package enum Hold: Sendable, Equatable {
    /// A move with a yes that has not begun.
    case approved(Outlook.ApprovedMove)
    case ask(Ask, Asker)
    /// A crash cut this move short; the next pulse reports it.
    case cutShort(InterruptedMove)
    /// The same, reported; a decision is to see it.
    case reported(InterruptedMove)
  }

  package let outlook: Outlook
  /// The first is what a person wants to know first.
  package var reasons: [Reason] = []
  package var standstills: [Standstill] = []
  package var holds: [Hold] = []
  /// How many items differ from what was last decided on, and where the first of them do; nil where that
  /// is not known.
  package var changedItems: Int?
  package var changes: [RunWake.Change] = []
  /// The newest run that asked for a decision.
  package var lastRun = RunRecord.Part<RunRecord>.absent
  /// What the prompt of that run left out; nil without a prompt that can be read.
  package var gaps: [PromptGap]?

  package init(_ outlook: Outlook) { self.outlook = outlook }

  /// Every reason, when the verdict's `rules` are those that hold.
  package static func reasons(_ outlook: Outlook, rules: [Verdict.Skip]) -> [Reason] {
    let isPaused = outlook.isPaused && !rules.contains(.paused)
    // What a person decided comes before what merely is so.
    let all = rules + (isPaused ? [.paused] : [])
    let sorted = all.filter { $0 == .paused } + all.filter { $0 != .paused }
    return pulse(outlook) + outlook.blockers.map(Reason.blocked) + sorted.map(Reason.rule)
  }

  private static func pulse(_ outlook: Outlook) -> [Reason] {
    switch outlook.phase {
    case .uninitialised, .down, .starting, .notAnswering, .stopping: [.pulse(outlook.phase)]
    // Without a verdict the problems say why it is not known.
    case .unknown where outlook.activity == nil || !outlook.isHolderKnown: [.pulse(.unknown)]
    default: []
    }
  }
}

extension Explanation {
  /// What holds of this world.
  package static func holds(
    _ outlook: Outlook, _ world: World, cutShort: [InterruptedMove], redaction: Redaction
  ) -> [Hold] {
    let askers = world.askers
    let asks = world.mailbox.pending.map { ask in
      Hold.ask(ask.redacted(by: redaction), askers.of(ask))
    }
    let ofLoop = asks.filter { if case .ask(let ask, _) = $0 { ask.isOfLoop } else { false } }
    let ofWorkers = asks.filter { if case .ask(let ask, _) = $0 { !ask.isOfLoop } else { false } }
    return outlook.approved.map(Hold.approved) + ofLoop + ofWorkers
      + cutShort.map(Hold.cutShort) + world.interrupted.map(Hold.reported)
  }
}
