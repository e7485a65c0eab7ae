internal import Base
internal import Core

/// Everything `state` and `wait` print, read once.
final class StateReport {
  let world: World
  let items: [Item]
  /// What waits for a human.
  let concerns: [Concern]
  let isPulseAlive: Bool
  let isPaused: Bool
  /// What the pulse is doing that takes time.
  let activity: Activity
  let lastFailure: String?
  /// What is wrong with the config; a running pulse keeps its former settings.
  let configProblem: LooopError?
  let journal: [String]
  let dataDirectory: String
  let now: Int

  init(_ wiring: Wiring) throws(LooopError) {
    world = try wiring.observedWorld()
    items = world.observables
    now = wiring.clock.now()
    let pulse = try wiring.pulseState().state
    concerns = world.concerns(pulse, now: now)
    lastFailure = pulse.lastFailure
    isPulseAlive = try DirectoryLock.isHeld(wiring.directory.lock)
    isPaused = try FileFacts.of(wiring.directory.paused) != nil
    activity = try Activity.read(wiring.directory)
    do throws(LooopError) {
      _ = try wiring.settings()
      configProblem = nil
    } catch { configProblem = error }
    journal = try wiring.loop.journal.tail(10)
    dataDirectory = wiring.directory.path
  }

  var problems: [LooopError] { world.problems + (configProblem.map { [$0] } ?? []) }
  var token: WorldToken { WorldToken(items + concerns.map(\.mark)) }
}

extension StateReport: Shaped {
  static let shape = Shape<StateReport> { field in
    field.version()
    field("world_hash", \.worldHash, "changes whenever an item of the world does")
    field("token", \.token.text, "what `wait --after` goes on from")
    field("pulse_alive", \.isPulseAlive, "whether a pulse is up")
    field("paused", \.isPaused, "whether decisions are off")
    field("activity", \.activity, "what the pulse is doing that takes time")
    field("snapshots", \.snapshots, "the last reading of each sensor")
    field("asks", \.asks, "questions that wait for you")
    field("workers", \.world.reports, "who is or was at work")
    field("goals", \.world.goals, "what is wanted")
    field("journal_tail", \.journal, "the last lines of the journal")
    field("data_dir", \.dataDirectory, "where all of this is kept")
    field("problems", { $0.problems.map(\.message) }, "what is wrong with its files")
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
