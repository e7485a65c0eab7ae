package import Base

/// The explanation as the files have it. Nothing is written, and no sensor runs.
extension Explanation {
  /// Of that many changed items the places are shown.
  package static let changesShown = 20
  /// Dry runs and trials are passed over, of the newest so many.
  private static let runsSearched = 50

  /// What cannot be read is not known, and one of `problems`.
  package static func read(
    _ loop: Loop, _ given: Outlook.Given, for outlook: Outlook, noting problems: inout [LooopError]
  ) -> Explanation {
    var explanation = Explanation(outlook)
    var state = given.state
    state.follow(clock: outlook.now)
    var rules: [Verdict.Skip] = given.isNew ? [.settingUp] : []
    if !given.isNew {
      explanation.noting(&problems) { (known) throws(LooopError) in
        let look = try Outlook.look(loop, given.world, after: state, now: outlook.now)
        known.hearChanges(of: look, after: state, loop)
        rules = try known.rules(loop, given.settings, on: look, after: state)
      }
    }
    explanation.reasons = reasons(outlook, rules: rules)
    explanation.standstills = standstills(given, state, now: outlook.now)
    var cutShort: [InterruptedMove] = []
    explanation.noting(&problems) { (_) throws(LooopError) in
      // A pulse that is up carries its moves out, or has reported them.
      if outlook.isHolderKnown, outlook.holder == .free { cutShort = try loop.intents.found() }
    }
    explanation.holds = holds(
      outlook, given.world, cutShort: cutShort, redaction: loop.store.redaction)
    explanation.lastRun = lastRun(loop)
    problems += [explanation.lastRun.problem].compactMap(\.self)
    if let run = explanation.lastRun.value {
      problems += run.problems
      explanation.noting(&problems) { (known) throws(LooopError) in
        known.gaps = try PromptGap.read(run, loop.store.redaction)
      }
    }
    return explanation
  }

  private mutating func noting(
    _ problems: inout [LooopError], _ read: (inout Explanation) throws(LooopError) -> Void
  ) {
    do throws(LooopError) { try read(&self) } catch { problems.append(error) }
  }

  private mutating func hearChanges(of look: Look, after state: PulseState, _ loop: Loop) {
    // What cannot be read is not gone.
    guard look.world.unread == nil else { return }
    // What the sensors of a new data dir say first is nothing to decide on.
    let isSetUp = state.lastDecidedAt == 0 && look.isOnlySetUp
    let entries = isSetUp ? [] : look.changes.entries
    changedItems = entries.count
    changes = Changes(entries: Array(entries.prefix(Self.changesShown)))
      .places(in: look.world, below: loop.directory.path, loop.store.redaction)
      .map(RunWake.Change.init)
  }

  /// All that hold: a beat looks for the first only.
  private func rules(
    _ loop: Loop, _ settings: Settings?, on look: Look, after state: PulseState
  ) throws(LooopError) -> [Verdict.Skip] {
    guard let settings else { return [] }
    var facts = look.facts(state, settings, isPaused: outlook.isPaused, now: outlook.now)
    facts.steering = look.world.steering
    facts.wanted = look.world.wanted
    facts.awaited = Set((outlook.activity?.awaited ?? []).compactMap(Identifier.init(valid:)))
    if outlook.isWired, case .parked(let parked) = try Inquiry.ready(loop, settings, isPulse: false)
    {
      facts.parked = parked
    }
    facts.spent = outlook.money.flatMap {
      Budget.check($0.spending, caps: $0.caps, now: outlook.now)
    }
    return Verdict.reasons(facts)
  }

  private static func standstills(
    _ given: Outlook.Given, _ state: PulseState, now: Int
  ) -> [Standstill] {
    let readings = Dictionary(given.world.readings.map { ($0.sensor, $0) }) { $1 }
    return given.sensors.compactMap { entry in
      let cause: Standstill.Cause? =
        switch entry {
        case .broken(_, let problem): .broken(problem)
        case .disabled: .disabled
        case .sensor(let sensor): cause(sensor, readings[sensor.name], after: state, now: now)
        }
      return cause.map { Standstill(name: entry.name, cause: $0) }
    }
  }

  private static func cause(
    _ sensor: any Sensor, _ reading: Reading?, after state: PulseState, now: Int
  ) -> Standstill.Cause? {
    if let problem = reading?.presentFailure { return .failing(problem) }
    if let flapping = reading.flatMap({ Flapping.of($0, sensor, state: state) }),
      flapping.rule == .idle, flapping.until > now
    {
      return .flapping(flapping)
    }
    let reason = WakeForecast.standstill(of: sensor, reading, now: now)
    // One that only informs is not expected to wake anything.
    return reason.flatMap { $0 == .never ? nil : .rules($0, sensor) }
  }

  private static func lastRun(_ loop: Loop) -> RunRecord.Part<RunRecord> {
    do throws(LooopError) {
      let archive = try RunArchive.open(loop.directory)
      for name in try archive.names().prefix(runsSearched) {
        let run = archive.run(name)
        if run.occasion != .dryRun, run.occasion != .trial { return .present(run) }
      }
      return .absent
    } catch { return .broken(error) }
  }
}

extension RunWake.Change {
  init(_ place: ChangedPlace) {
    self.init(
      item: place.item.text, kind: place.kind.rawValue, pointer: place.pointer, from: place.from,
      to: place.to)
  }
}
