package import Base

/// Where the loop stands: what it does, why it decides nothing, and what comes next.
///
/// A value made of what the files and the process table say at one moment. What is not known is nil.
package struct Outlook: Sendable, Equatable {
  package enum Phase: String, Sendable, CaseIterable, JSONWritable {
    /// There is no runner: `init` comes first.
    case uninitialised
    case down
    /// The pulse is about to say who it is.
    case starting
    /// A process holds the loop and says nothing of itself, as a beat by hand does.
    case unknown
    case notAnswering = "not_answering"
    case stopping, deciding
    case carryingOut = "carrying_out"
    /// No beat gets as far as deciding.
    case blocked
    case paused
    /// A decision waits for sensors that run.
    case waitingForSensors = "waiting_for_sensors"
    case backoff, unsettled, flapping, parked, budget
    /// A new data dir: there was never anything to decide on.
    case settingUp = "setting_up"
    /// The next beat has something to do.
    case due
    /// Unchanged, and sensors look.
    case sensing
    case idle
  }

  /// Why a pulse that holds the lock counts as one that does not answer.
  package enum Silence: Sendable, Equatable {
    case stopped
    /// It said that it wakes then.
    case overdue(since: Int, ProcessCondition?)
  }

  /// What fails every beat before it decides.
  package enum Blocker: Sendable, Equatable {
    case owners
    /// A file cannot be read, or is a link to what is away.
    case unread(LooopError)
    /// Nothing can be written.
    case disk
  }

  /// A move with a yes that has not begun.
  package struct ApprovedMove: Sendable, Equatable {
    package let ask: AskID
    package let move: String
    /// What the human must do before it runs; empty when it is next.
    package let needs: [Need]

    package enum Need: String, Sendable, CaseIterable, JSONWritable { case up, resume }
  }

  package struct LastBeat: Sendable, Equatable {
    package let at: Int
    package let beat: Activity.Beat
  }

  package struct NextWake: Sendable, Equatable {
    package let at: Int
    package let reason: WakeReason
  }

  /// What the pulse wakes for.
  package enum WakeReason: Sendable, Equatable {
    /// The end of what keeps it from deciding.
    case verdict
    case sensors([Identifier])
    /// `noop_ttl`: an unchanged world is decided on again.
    case aged
    /// Its files may have changed without an event.
    case resync
  }

  /// What was spent, and the caps of today.
  package struct Money: Sendable, Equatable {
    package let spending: Spending
    package let caps: BudgetCaps
  }

  /// How late a wake may be: a disk can keep a pulse for some seconds.
  package static let margin = Duration.seconds(20)

  package var now: Int
  /// Who holds the lock of the loop.
  package var holder = DirectoryLock.Holder.free
  /// False when that could not be looked at.
  package var isHolderKnown = true
  package var condition: ProcessCondition?
  /// What the holder says it does; nil when it says nothing.
  package var activity: Activity?
  package var lastBeat: LastBeat?
  /// Whether the last pulse did not say that it ends: it was killed, or a fault ended it.
  package var isPulseLost = false
  /// When the holder wakes by itself.
  package var wakesAt: Int?
  package var wakeReason = WakeReason.resync
  package var isWired = true
  package var isPaused = false
  /// What a beat would do now; nil when that cannot be told.
  package var verdict: Verdict?
  package var hasDecided = false
  /// What differs from what was last decided on.
  package var changes: [Item.Name] = []
  package var approved: [ApprovedMove] = []
  package var money: Money?
  /// The question about the cap that is reached, once an answer left that as it is.
  package var keptCap: AskID?
  /// The same question while it waits for an answer.
  package var openCap: AskID?
  /// Why the last beat that could have decided did not; nil when it went well.
  package var lastFailure: String?
  /// Why the config cannot be read; a pulse that is up goes on by its former one.
  package var configProblem: LooopError?
  /// The runner that would be asked now; nil when none can be, or that is not known.
  package var runner: String?
  /// The config's runner, then its fallback.
  package var runners: [String] = []
  /// Why files cannot be written.
  package var writeProblem: LooopError?
  /// Who else may change what is in the data dir, so that nothing is decided on it.
  package var ownerProblem: LooopError?
  /// Whether another user's loop is looked at: what keeps this one from its files does not keep that.
  package var isForeign = false
  /// What cannot be read now, so that nothing is decided without it.
  package var unreadProblem: LooopError?

  package init(now: Int) { self.now = now }

  package var pid: Int32? { holder.pid }

  /// By the rules of the beat, which throws for each before it weighs anything.
  package var blocker: Blocker? { blockers.first }

  package var blockers: [Blocker] {
    if isForeign { return [] }
    return [
      ownerProblem.map { _ in .owners }, unreadProblem.map { .unread($0) },
      writeProblem.map { _ in .disk },
    ].compactMap(\.self)
  }

  package var silence: Silence? {
    guard holder != .free else { return nil }
    if condition == .stopped { return .stopped }
    // It cannot say when it wakes where nothing can be written.
    guard let activity, !activity.isStopping, writeProblem == nil, let wakesAt,
      wakesAt + Self.margin.seconds < now
    else { return nil }
    return .overdue(since: wakesAt, condition)
  }

  package var phase: Phase {
    guard isHolderKnown else { return .unknown }
    switch holder {
    case .free: return isWired ? .down : .uninitialised
    case .unsigned: return .starting
    case .hidden: return .unknown
    case .process: break
    }
    if silence != nil { return .notAnswering }
    guard let activity else { return .unknown }
    if activity.isStopping { return .stopping }
    if activity.deciding != nil { return .deciding }
    if !activity.moves.isEmpty { return .carryingOut }
    if blocker != nil { return .blocked }
    if isForeign, unreadProblem != nil { return .unknown }
    if isPaused { return .paused }
    guard let verdict else { return .unknown }
    return switch verdict {
    case .runApproved, .decide: .due
    case .skip(let reason): phase(reason, activity)
    }
  }

  private func phase(_ reason: Verdict.Skip, _ activity: Activity) -> Phase {
    switch reason {
    case .unchanged where !activity.sensors.isEmpty: .sensing
    case .unchanged: hasDecided ? .idle : .settingUp
    case .settingUp: activity.sensors.isEmpty ? .settingUp : .sensing
    case .flapping: .flapping
    case .paused: .paused
    case .backoff: .backoff
    case .unsettled: .unsettled
    case .parked: .parked
    case .budget: .budget
    case .sensing: .waitingForSensors
    case .stopping: .stopping
    case .superseded: .due
    }
  }

  /// Until when it decides nothing, where time alone ends that.
  package var until: Int? {
    guard case .skip(let reason)? = verdict else { return nil }
    return switch phase {
    case .flapping, .backoff, .unsettled, .parked, .budget: reason.until
    default: nil
    }
  }

  package var nextWake: NextWake? {
    guard silence == nil, activity?.isStopping == false, let wakesAt else { return nil }
    // The pulse's own moment is rounded up.
    let at = wakeReason == .verdict ? until ?? wakesAt : wakesAt
    return NextWake(at: at, reason: wakeReason)
  }
}
