internal import Base
internal import Core
internal import Sensors

/// What the checks look at, and what several of them need, read once.
struct Patient {
  enum Holder {
    case none
    /// About to sign, or about to end.
    case unsigned
    /// Of a container, or of another machine.
    case hidden
    case process(SeenProcess)
  }

  let wiring: Wiring
  /// For the programs that are asked for their version.
  let children: ChildGroup
  let now: Int
  /// Nil when there is no config.
  let settings: Result<Settings?, LooopError>
  /// Who holds the loop.
  let holder: Result<Holder, LooopError>
  /// Whether nothing made the data dir ready yet.
  let isNew: Bool

  init(_ wiring: Wiring, _ children: ChildGroup) {
    self.wiring = wiring
    self.children = children
    now = wiring.clock.now()
    settings = Result { () throws(LooopError) in try wiring.shownSettings() }
    holder = Result { () throws(LooopError) in try Self.holder(of: wiring.directory.lock) }
    // What cannot be looked at is not new; the check of the folder says so.
    isNew = (try? wiring.isNew) ?? false
  }

  private static func holder(of lock: String) throws(LooopError) -> Holder {
    switch try LoopProcess.holder(of: lock) {
    case .free: .none
    case .unsigned: .unsigned
    case .hidden: .hidden
    case .process(let pid): .process(try SeenProcess.of(pid))
    }
  }

  var environment: [String: String] { wiring.environment }
  var directory: DataDirectory { wiring.directory }

  /// The pulse, or the beat by hand, that this user's /proc shows; nil for none, and when it is not known.
  var pulse: SeenProcess? {
    if case .success(.process(let seen)) = holder { seen } else { nil }
  }

  /// Nil when there is no config, and when it cannot be read, which the config's own check says.
  var readSettings: Settings? { (try? settings.get()) ?? nil }

  /// A preset that the config uses, and for what: `tick`, `worker`, `fallback`.
  struct Used {
    let preset: RunnerPreset
    let uses: [String]
  }

  /// The presets that the config uses; none without a config.
  func used() throws(LooopError) -> [Used] {
    guard let settings = readSettings, settings.isWired else { return [] }
    let use = try RunnerUse(wiring)
    var used: [Used] = []
    for case .preset(let preset) in try wiring.loop.runners.entries() {
      let uses =
        use.uses(of: preset.name) + (settings.fallbackRunner == preset.name ? ["fallback"] : [])
      if !uses.isEmpty { used.append(Used(preset: preset, uses: uses)) }
    }
    return used
  }

  /// The sensors that run.
  func sensors() throws(LooopError) -> [ScriptSensor] {
    var sensors: [ScriptSensor] = []
    for case .sensor(let sensor) in try wiring.sensors.entries() {
      if let found = try wiring.sensors.sensor(named: sensor.name) { sensors.append(found) }
    }
    return sensors
  }
}
