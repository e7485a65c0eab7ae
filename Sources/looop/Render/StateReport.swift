internal import Base
internal import Core
internal import Sensors

/// Everything `state` and `wait` print, read once.
final class StateReport {
  private let wiring: Wiring
  let observed: ObservedWorld
  let items: [Item]
  /// What waits for a human.
  let concerns: [Concern]
  let isPulseAlive: Bool
  let isPaused: Bool
  let lastFailure: String?
  /// Nil when there is no config, or none that can be read.
  let settings: Settings?
  /// What is wrong with the config; a running pulse keeps its former settings.
  let configProblem: LooopError?
  /// Why neither workers nor commands can start.
  let workdirProblem: LooopError?
  let journal: [String]
  /// What looop 1.0 left and nothing here reads, one sentence each.
  let unread: [String]
  let now: Int
  /// What was left out, since it cannot be read.
  private let leftOut: [LooopError]
  /// Read when it is asked for: whoever waits for a change needs none of it.
  private(set) lazy var standing = Standing(wiring, self)

  /// Without `isShown` it throws where something cannot be read: whoever waits for a change would wait
  /// for ever. `skipsFolders` is for who says what is wrong, and not what there is.
  init(
    _ wiring: Wiring, isShown: Bool = true, skipsFolders: Bool = false
  ) throws(LooopError) {
    self.wiring = wiring
    observed = try wiring.observed(isShown: isShown, skipsFolders: skipsFolders)
    var parts = ShownParts(isShown: isShown, skipsFolders: skipsFolders)
    items = observed.world.observables
    now = wiring.clock.now()
    concerns = observed.world.concerns(observed.state, now: now)
    isPulseAlive = try parts.read(false) { () throws(LooopError) in
      try DirectoryLock.isHeld(wiring.directory.lock)
    }
    isPaused = try parts.read(false) { () throws(LooopError) in
      try FileFacts.of(wiring.directory.paused) != nil
    }
    lastFailure = observed.state.lastFailure
    var read: Settings?
    var problem: LooopError?
    do throws(LooopError) {
      read = try wiring.settings()
      try read?.demandPlaceholders(path: wiring.configFile)
    } catch { problem = error }
    (settings, configProblem) = (read, problem)
    // What is relative begins where the pulse was started.
    workdirProblem = read.flatMap { settings in
      settings.workdir?.hasPrefix("/") == true ? wiring.workdirProblem(settings) : nil
    }
    journal = try parts.read([]) { () throws(LooopError) in try wiring.loop.journal.tail(10) }
    unread = try parts.read([]) { () throws(LooopError) in
      try UnreadFiles.sentences(in: wiring.directory)
    }
    leftOut = parts.problems
  }

  var world: World { observed.world }
  var dataDirectory: String { wiring.directory.path }
  var outlook: Outlook { standing.outlook }
  /// What the pulse is doing that takes time.
  var activity: Activity { outlook.activity ?? Activity() }
  var problems: [LooopError] {
    let ofConfig = [configProblem, workdirProblem].compactMap(\.self)
    return (world.problems + ofConfig + leftOut + standing.problems).uniqued
  }
  var token: WorldToken { WorldToken(items + concerns.map(\.mark)) }
}

/// The outlook, and the sensors as `sensor list` has them.
struct Standing {
  let outlook: Outlook
  /// What it was made of.
  let given: Outlook.Given
  let sensors: [SensorRow]
  /// What could not be read for it.
  let problems: [LooopError]

  init(_ wiring: Wiring, _ report: StateReport) {
    var problems: [LooopError] = []
    let observed = report.observed
    var entries: [SensorEntry] = []
    do throws(LooopError) { entries = try wiring.sensors.entries() } catch {
      problems.append(error)
    }
    // A broken config still names a runner to a pulse that runs.
    let isWired = report.configProblem != nil || report.settings?.isWired == true
    var given = Outlook.Given(
      world: observed.loaded, state: observed.state, sensors: entries,
      settings: report.settings, isWired: isWired, isNew: observed.isNew)
    given.configProblem = report.configProblem
    self.given = given
    outlook = Outlook.read(wiring.loop, given, noting: &problems)
    let readings = Dictionary(observed.loaded.readings.map { ($0.sensor, $0) }) { $1 }
    let running = outlook.activity?.sensors ?? []
    sensors =
      observed.isNew
      ? Seed.sensor.map { [SensorRow(seeded: $0)] } ?? []
      : entries.map { entry in
        let reading = readings[entry.name]
        var flapping: Flapping?
        if case .sensor(let sensor) = entry, let reading {
          flapping = Flapping.of(reading, sensor, state: observed.state)
        }
        return SensorRow(
          SensorRows.Row(
            entry, reading,
            runningSince: running.first { $0.name == entry.name.text }?.since, flapping: flapping,
            now: report.now, description: entry.description))
      }
    self.problems = problems
  }
}

extension SensorEntry {
  fileprivate var description: String {
    if case .sensor(let sensor) = self { sensor.description } else { "" }
  }
}

extension [LooopError] {
  /// Two looks at one file find the same problem, by whatever code.
  var uniqued: [LooopError] {
    reduce(into: []) { found, error in
      if !found.contains(where: { $0.message == error.message }) { found.append(error) }
    }
  }
}

extension StateReport: Shaped {
  static let shape = Shape<StateReport> { field in
    field.version()
    field("world_hash", \.worldHash, "changes whenever an item of the world does")
    field("token", \.token.text, "what `wait --after` goes on from")
    field("pulse_alive", \.isPulseAlive, "whether a process holds the loop")
    field("paused", \.isPaused, "whether decisions are off")
    field.part(Outlook.shape, \.outlook)
    field("activity", \.activity, "what the pulse is doing that takes time")
    field("snapshots", \.snapshots, "the last reading of each sensor")
    field("sensors", \.standing.sensors, "every sensor, as `sensor list` has it")
    field("asks", \.asks, "questions that wait for you")
    field("workers", \.world.reports, "who is or was at work")
    field("goals", \.world.goals, "what is wanted")
    field("journal_tail", \.journal, "the last lines of the journal")
    field("data_dir", \.dataDirectory, "where all of this is kept")
    field("unread", \.unread, "what looop 1.0 left there and this version does not read")
    field(
      "problems", { $0.problems.map(OutlookRender.line) },
      "what is wrong with its files, and what mends it")
    field("last_failure", \.lastFailure, "why the last beat failed, if it did")
    field("parked", { $0.world.resting(now: $0.now) }, "the parked runners")
  }

  private var worldHash: String {
    let fingerprints = items.sorted { $0.name < $1.name }
      .map { "\($0.name)\u{0}\($0.fingerprint.text)" }
    return Digest.sha256(fingerprints.joined(separator: "\n"))
  }

  private var snapshots: JSONMap<Reading> {
    JSONMap(world.readings.map { ($0.sensor.text, $0) })
  }

  private var asks: [AskReport] { askRender.reports(of: world.mailbox.pending) }

  var askRender: AskRender {
    AskRender(contents: world.mailbox, askers: world.askers, now: now)
  }
}

/// What `wait` prints: the state, and what it waited for.
struct WaitReport: Shaped {
  let state: StateReport
  let changed: [Item.Name]

  static let shape = Shape<WaitReport> { field in
    field.part(StateReport.shape, { $0.state })
    field("changed", { $0.changed.map(\.text) }, "the items that matched")
    field("concerns", \.concerns, "those of them that wait for you")
  }

  private var concerns: [Concern] { state.concerns.filter { changed.contains($0.name) } }
}
