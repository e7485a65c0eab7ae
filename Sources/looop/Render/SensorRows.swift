internal import Base
internal import Core
internal import Sensors

/// The sensors of a data dir as a list, and the shipped ones.
enum SensorRows {
  /// One sensor of the data dir.
  struct Row {
    let entry: SensorEntry
    private let lastReading: Reading?
    /// When its present run began; nil while it does not run, or not for a second yet.
    let runningSince: Int?
    /// Nil unless it changes too often.
    let flapping: Flapping?
    let now: Int
    /// Its manifest's description; nil when it is disabled.
    let description: String

    init(
      _ entry: SensorEntry, _ reading: Reading?, runningSince: Int?, flapping: Flapping?, now: Int,
      description: String
    ) {
      self.entry = entry
      lastReading = reading
      self.runningSince = runningSince
      self.flapping = flapping
      self.now = now
      self.description = description
    }

    /// Nil also when it says only that the sensor was broken, which it is not any more.
    var reading: Reading? {
      if case .sensor = entry, lastReading?.isOfBrokenFiles == true { return nil }
      return lastReading
    }
  }

  /// Name, state, and what a person looks for: the failure, else the description.
  static func cells(_ row: Row) -> [String] {
    let shown = SensorRow(row)
    let said = shown.error ?? shown.failing ?? shown.description
    let last = said.replacing("\n\(Manifest.keysHint)", with: "")
    var state = state(row) + (shown.failing == nil ? "" : ", failing")
    if let since = row.runningSince { state += ", \(SensorWords.running(since, row.now))" }
    if let flapping = row.flapping { state += ", \(SensorWords.flapping(flapping, row.now))" }
    if let unheard = shown.unheard {
      state += ", \(unheard.count) of \(watched(row).count) watched paths missing"
    }
    return [row.entry.name.text, state, last]
  }

  static func watched(_ row: Row) -> [String] {
    if case .sensor(let sensor) = row.entry { sensor.timing.watch } else { [] }
  }

  static func state(_ row: Row) -> String {
    switch row.entry {
    case .sensor: row.reading?.status.rawValue ?? "not run yet"
    case .broken: SensorRow.broken
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
  /// The state of one whose files say nothing that can be run.
  static let broken = "broken"

  let name: String
  /// Nil for one that ships.
  let state: String?
  let description: String
  /// How often it runs; nil for one that does not run.
  let every: Duration??
  let error, failing: String?
  let runningSince: Int?
  let flapping: Flapping?
  /// The watched paths that are not there, or cannot be read; nil when there are none.
  let unheard: [String]?
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
    field(
      optional: "flapping_until", \.flapping?.until,
      "until when its changes alone wake no decision, or `wake.flap` counts it as flapping")
    field(optional: "unheard", \.unheard, "the watched paths that are missing or unreadable")
    field(optional: "installed", \.isInstalled, "with `--shipped`: whether the data dir has it")
  }

  init(_ row: SensorRows.Row) {
    name = row.entry.name.text
    state = SensorRows.state(row)
    isInstalled = nil
    runningSince = row.runningSince
    flapping = row.flapping
    let unheard = SensorRows.watched(row).filter { !WatchedFile($0).isThere }
    self.unheard = unheard.isEmpty ? nil : unheard
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
    (flapping, unheard) = (nil, nil)
  }

  init(_ shipped: SensorRows.Shipped) {
    name = shipped.name
    description = shipped.description
    isInstalled = shipped.isInstalled
    (state, every, error, failing, runningSince) = (nil, nil, nil, nil, nil)
    (flapping, unheard) = (nil, nil)
  }
}
