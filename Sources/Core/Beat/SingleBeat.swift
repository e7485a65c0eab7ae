package import Base

/// One beat by hand: the sensors that are due run to their end, then the beat.
package struct SingleBeat {
  private let loop: Loop
  private let settings: Settings
  private let children: ChildGroup
  private let occasion: Occasion
  private let retryDelays: [Duration]
  private let keeper: LockKeeper?

  /// `keeper` is in `children`'s poll, and of the lock that this process holds.
  package init(
    _ loop: Loop, settings: Settings, children: ChildGroup, occasion: Occasion,
    retryDelays: [Duration] = Beat.retryDelays, keeper: LockKeeper? = nil
  ) {
    self.keeper = keeper
    self.loop = loop
    self.settings = settings
    self.children = children
    self.occasion = occasion
    self.retryDelays = retryDelays
  }

  /// Runs it, and waits; with `sensesAll` every sensor runs, due or not. It is cut short, and records
  /// nothing more, once the lock is lost.
  package func run(sensesAll: Bool) -> BeatOutcome {
    let sense = Sense(loop.sensors, store: loop.store, events: loop.events, children: children)
    var occasion = occasion
    occasion.isByHand = sensesAll
    while true {
      do throws(LooopError) {
        try self.sense(sense, all: sensesAll)
      } catch { occasion.problem = error }
      guard !children.poller.isStopping, !abandon() else { return .skipped(.stopping) }
      let beat = Beat(
        loop, settings: settings, sense: sense, children: children, occasion: occasion,
        retryDelays: retryDelays)
      guard let pass = runToEnd(beat) else { return .skipped(.stopping) }
      // What an act before it made out of date is looked at again first.
      guard case .skipped(.sensing) = pass.outcome, !children.poller.isStopping else {
        return pass.outcome
      }
    }
  }

  private func sense(_ sense: Sense, all: Bool) throws(LooopError) {
    if !sense.isRunning {
      // A state that cannot be read is the beat's to report.
      let state = try? PulseState.load(loop.directory.pulseState)
      let pace = RosterEntry.Pace(
        nextLookAt: state?.nextLookAt ?? 0, interval: settings.interval)
      try sense.start(pace: pace, all: all)
    }
    if !occasion.isDryRun { try sense.record() }
    while sense.isRunning {
      children.poller.turn([children, sense])
      if abandon() { return }
      if children.poller.isStopping {
        sense.stop()
        children.stop()
      }
    }
    if !occasion.isDryRun { try sense.record() }
  }

  /// Whether the lock is lost, with all that ran.
  private func abandon() -> Bool {
    guard keeper?.isLost == true else { return false }
    children.abandon()
    return true
  }

  /// Nil when the lock was lost before its end.
  private func runToEnd(_ beat: Beat) -> Beat.Pass? {
    beat.begin()
    while true {
      if let pass = beat.pass { return pass }
      children.poller.turn(beat.sources)
      if abandon() { return nil }
      if children.poller.isStopping { beat.stop() }
    }
  }
}
