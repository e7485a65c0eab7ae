internal import Base
internal import Core
internal import Sensors

/// The sensors of a data dir as a list, and the shipped ones.
enum SensorRows {
  /// One sensor of the data dir.
  struct Row {
    let entry: SensorEntry
    let reading: Reading?
    /// When its present run began; nil while it does not run, or not for a second yet.
    let runningSince: Int?
    let now: Int
    /// Its manifest's description; nil when it is disabled.
    let description: String
  }

  /// Name, state, and what a person looks for: the failure, else the description.
  static func cells(_ row: Row) -> [String] {
    let shown = SensorRow(row)
    let last = shown.error ?? shown.failing ?? shown.description
    let state =
      state(row) + (shown.failing == nil ? "" : ", failing")
      + (row.runningSince.map { ", running for \(Duration.seconds(max(row.now - $0, 0)).text)" }
        ?? "")
    return [row.entry.name.text, state, last]
      .map(Untrusted.oneLine)
  }

  static func state(_ row: Row) -> String {
    switch row.entry {
    case .sensor: row.reading?.status.rawValue ?? "not run yet"
    case .broken: "broken"
    case .disabled: "disabled"
    }
  }

  // MARK: Those that ship

  struct Shipped {
    let name: String
    let description: String
    let isInstalled: Bool

    var cells: [String] { [name, isInstalled ? "installed" : "-", description] }
  }
}

/// One line of `sensor list --json`.
struct SensorRow: Shaped {
  let name: String
  /// Nil for one that ships.
  let state: String?
  let description: String
  /// How often it runs; nil for one that does not run.
  let every: Duration??
  let error, failing: String?
  let runningSince: Int?
  /// Nil for one of the data dir.
  let isInstalled: Bool?

  static let shape = Shape<SensorRow> { field in
    field("name", \.name, "the sensor's name")
    field(
      optional: "state", \.state,
      "the status of its last reading, or `not run yet`, `broken` or `disabled`")
    field("description", \.description, "what it looks at, or why it is broken")
    field(optional: "every_s", \.every, "seconds between two runs; null for every beat")
    field(optional: "error", \.error, "why its last run failed")
    field(optional: "failing", \.failing, "why it fails while its last good reading stands")
    field(
      optional: "running_since", \.runningSince,
      "when its present run began, once that takes a second")
    field(optional: "installed", \.isInstalled, "with `--shipped`: whether the data dir has it")
  }

  init(_ row: SensorRows.Row) {
    name = row.entry.name.text
    state = SensorRows.state(row)
    isInstalled = nil
    runningSince = row.runningSince
    switch row.entry {
    case .sensor(let sensor):
      description = row.description
      every = .some(sensor.timing.every)
      error = row.reading?.observation.problem
      failing = row.reading?.hiddenFailure
    case .broken(_, let problem):
      description = problem.message
      (every, error, failing) = (nil, nil, nil)
    case .disabled:
      description = row.description
      (every, error, failing) = (nil, nil, nil)
    }
  }

  /// The one that a new data dir will have.
  init(seeded: ShippedSensors.Entry) {
    name = seeded.name
    state = "not run yet"
    description = (try? Manifest.parse(seeded.manifest, file: seeded.name))?.description ?? ""
    (every, error, failing, runningSince, isInstalled) = (nil, nil, nil, nil, nil)
  }

  init(_ shipped: SensorRows.Shipped) {
    name = shipped.name
    description = shipped.description
    isInstalled = shipped.isInstalled
    (state, every, error, failing, runningSince) = (nil, nil, nil, nil, nil)
  }
}
