internal import Base
internal import Core

/// Everything `state` and `wait` tell, read once.
final class StateReport {
  let world: World
  let items: [Item]
  let isPulseAlive: Bool
  let isPaused: Bool
  let lastFailure: String?
  /// What is wrong with the config; a pulse goes on with the settings it had.
  let configProblem: LooopError?
  let journal: [String]
  let dataDirectory: String
  let now: Int

  init(_ wiring: Wiring) throws(LooopError) {
    world = try wiring.observedWorld()
    items = world.items
    isPulseAlive = try DirectoryLock.isHeld(wiring.directory.lock)
    isPaused = try FileFacts.of(wiring.directory.paused) != nil
    lastFailure = try wiring.pulseState().state.lastFailure
    do throws(LooopError) {
      _ = try wiring.settings()
      configProblem = nil
    } catch { configProblem = error }
    journal = try wiring.loop.journal.tail(10)
    dataDirectory = wiring.directory.path
    now = wiring.clock.now()
  }

  var problems: [LooopError] { world.problems + (configProblem.map { [$0] } ?? []) }
  var token: WorldToken { WorldToken(items) }

  var json: JSONObject {
    var snapshots = JSONObject()
    for reading in world.readings { snapshots[reading.sensor.text] = .object(reading.json) }
    let fingerprints = items.sorted { $0.name < $1.name }
      .map { "\($0.name)\u{0}\($0.fingerprint.text)" }
    return [
      "v": 1, "world_hash": .string(Digest.sha256(fingerprints.joined(separator: "\n"))),
      "token": .string(token.text), "pulse_alive": .bool(isPulseAlive), "paused": .bool(isPaused),
      "snapshots": .object(snapshots),
      "asks": .array(world.mailbox.pending.map { AskRender.json($0, world.mailbox, now: now) }),
      "workers": .array(world.workers.map { $0.json(isWaiting: world.isWaiting($0)) }),
      "goals": .array(world.goals.map(\.json)),
      "journal_tail": .array(journal.map(JSONValue.string)),
      "data_dir": .string(dataDirectory),
      "problems": .array(problems.map { .string($0.message) }),
      "last_failure": JSONValue(lastFailure),
      "parked": .array(world.resting(now: now).map { .object($0.json) }),
    ]
  }
}
