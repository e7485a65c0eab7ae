internal import Base

/// The last reading of each probe, `snapshots/sys-<probe>.json`: what looop saw of itself, for
/// programs that read the original's files. Replaced only when it changed.
struct ProbeSnapshots: Sendable {
  private let folder: String
  private let clock: Clock

  init(directory: DataDirectory, clock: Clock) {
    folder = directory.snapshots
    self.clock = clock
  }

  func record(_ world: World) throws(LooopError) {
    for probe in Probe.allCases where probe.hasSnapshot {
      var signal = JSONObject()
      for item in probe.items(world) { signal[item.name.text] = .string(item.fingerprint.text) }
      let path = "\(folder)/sys-\(probe.rawValue).json"
      // A broken file is replaced: all of its content is observed again.
      if let former = try? Record.read(path), former["signal"] == .object(signal) { continue }
      let record: JSONValue = [
        "v": 1, "sensor": .string("sys-\(probe.rawValue)"), "ts": .int(clock.now()),
        "status": "ok", "signal": .object(signal), "detail": .null,
      ]
      try BrokenFiles.replace(path, JSONWriter.line(record))
    }
  }
}

extension Probe {
  /// Whether the original wrote it; the readings have files of their own.
  fileprivate var hasSnapshot: Bool {
    switch self {
    case .goals, .asks, .sessions: true
    case .readings, .outcomes: false
    }
  }
}
