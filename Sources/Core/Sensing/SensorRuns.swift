internal import Base

/// Starts the sensors that are due and makes readings of what they printed, of what was pushed, and
/// of the time that passed.
struct SensorRuns {
  /// The sensors that were started together; their commands are in the same order.
  struct Round {
    fileprivate(set) var running: [(entry: RosterEntry, sensor: any Sensor)] = []
    fileprivate(set) var commands: [Command] = []
    /// What is to be written before any of them has ended.
    fileprivate(set) var writes: [SensingWrite] = []
    /// Whether every sensor runs, due or not.
    fileprivate let isOfAll: Bool
  }

  let roster: Roster
  let store: Store

  private var now: Int { store.clock.now() }

  func start(all: Bool) throws(LooopError) -> Round {
    var round = Round(isOfAll: all)
    for entry in roster.takeDue(all: all) {
      guard let sensor = entry.sensor else { continue }
      entry.catchUp(now: now)
      let isDue = all || entry.runAt.map { $0 <= now } == true
      guard isDue else {
        round.writes += age(entry, sensor)
        roster.scheduleLater(entry)
        continue
      }
      if let rules = sensor.push {
        round.writes += try count(entry, sensor, by: rules)
      } else {
        start(entry, sensor, in: &round)
      }
      roster.schedule(entry)
    }
    return round
  }

  private func start(_ entry: RosterEntry, _ sensor: any Sensor, in round: inout Round) {
    let setting = SensorSetting(
      environment: store.sensorEnvironment, lastReading: roster.snapshots.file(entry.name))
    do throws(LooopError) {
      round.commands.append(try sensor.command(in: setting))
      round.running.append((entry, sensor))
    } catch {
      round.writes += record(.impossible(error.description), of: (entry, sensor), in: round)
      roster.planRetry(entry)
    }
  }

  /// The readings of a round that has ended; `results` are in the order of its commands.
  func end(_ round: Round, _ results: [CommandResult]) -> [SensingWrite] {
    var writes: [SensingWrite] = []
    for (result, (entry, sensor)) in zip(results, round.running) {
      // Cut short because looop itself stops: that says nothing about the world.
      if result.status == .interrupted { continue }
      writes += record(
        sensor.observe(result), of: (entry, sensor), duration: result.duration, in: round)
      roster.schedule(entry)
    }
    return writes
  }

  private func record(
    _ seen: Observation, of source: (entry: RosterEntry, sensor: any Sensor),
    duration: Duration = .zero,
    in round: Round
  ) -> [SensingWrite] {
    let (entry, sensor) = source
    // A process that runs every sensor once ends before a retry could run.
    if !round.isOfAll, entry.planRetry(after: seen, now: now) { return [] }
    let reading = ReadingRules(sensor).reading(
      seen, of: sensor, former: entry.reading, lastRun: entry.lastRun, now: now)
    let write = roster.record(reading, entry, run: now, duration: duration)
    roster.planNext(entry)
    return [write]
  }

  /// The reading of a sensor that did not run, when time alone changed it.
  private func age(_ entry: RosterEntry, _ sensor: any Sensor) -> [SensingWrite] {
    guard let former = entry.reading, let last = entry.lastRun else { return [] }
    let reading = ReadingRules(sensor).reading(former, lastRun: last, now: now)
    return reading == former ? [] : [roster.record(reading, entry, run: last)]
  }

  /// Counts what was pushed. The reading is written before the files are removed and names them, so
  /// that a crash in between counts none twice.
  private func count(
    _ entry: RosterEntry, _ sensor: any Sensor, by rules: PushRules
  ) throws(LooopError) -> [SensingWrite] {
    let now = now
    let inbox = roster.inbox(entry.name)
    var tally = entry.reading?.inbox ?? InboxTally()
    let counted = Set(tally.batch)
    let waiting = try inbox.messages()
    let left = waiting.filter { counted.contains($0.mark) }
    let fresh = waiting.filter { !counted.contains($0.mark) }
    let batch = fresh.prefix(InboxTally.mostAtOnce)
    for message in batch {
      do throws(LooopError) {
        guard let payload = try inbox.payload(message.name) else { continue }
        tally.count(sensor.observe(pushed: payload), rules, now: now)
      } catch {
        tally.count(Pushed(key: nil, observation: .impossible(error.message)), rules, now: now)
      }
    }
    let gone = left + batch
    tally.batch = gone.map(\.mark)
    var writes: [SensingWrite] = []
    if batch.isEmpty, entry.reading?.version == sensor.version {
      writes = age(entry, sensor)
    } else {
      var reading = ReadingRules(sensor).reading(
        tally.observation, of: sensor, former: entry.reading, lastRun: entry.lastRun, now: now)
      reading.inbox = tally
      writes = [roster.record(reading, entry, run: now)]
    }
    roster.planNext(entry)
    if fresh.count > batch.count { entry.runSoon(now) }
    return gone.isEmpty ? writes : writes + [.empty(inbox, gone.map(\.name))]
  }
}
