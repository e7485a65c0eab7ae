internal import Base
internal import CSys
internal import Core
internal import Runners
internal import Sensors
internal import ShellRules

/// The only place that names Core, Runners and Sensors together, and the only one that reads the
/// environment, the clock and the config's place. Everything is passed down from here.
struct Wiring {
  private static let configVariable = "LOOOP_CONFIG"

  let environment: [String: String]
  let clock: Clock
  /// looop's own path, for the processes it starts of itself.
  let binary: String
  let directory: DataDirectory
  let configFile: String
  let workingDirectory: String
  /// Every verb there is, for `help`.
  let verbs: [VerbEntry]
  /// One for the whole process: it remembers what it read.
  let sensors: ScriptCatalog

  /// `dataDirectory` is the verb's own option; it outranks `$LOOOP_DATA_DIR`.
  init(dataDirectory option: String?, verbs: [VerbEntry]) throws(LooopError) {
    self.verbs = verbs
    environment = Self.readEnvironment()
    workingDirectory = Self.currentDirectory()
    binary = Self.ownPath(environment, workingDirectory)
    let data = try Self.place(
      option ?? environment[Marks.dataDirectory], environment, "XDG_STATE_HOME", ".local/state",
      "looop")
    directory = DataDirectory(path: Self.absolute(data, workingDirectory))
    let config = try Self.place(
      environment[Self.configVariable], environment, "XDG_CONFIG_HOME", ".config",
      "looop/config.json")
    configFile = Self.absolute(config, workingDirectory)
    sensors = ScriptCatalog(folder: directory.sensors, environment: environment)
    #if DEBUG
      clock = Failpoints.arm(
        environment[Failpoints.variable], verb: CommandLine.arguments.dropFirst().first,
        tree: directory.failpoints)
    #else
      clock = .system
    #endif
  }

  // MARK: What the verbs work with

  var goals: Goals { Goals(directory: directory, clock: clock) }
  var playbook: Playbook { Playbook(directory: directory, clock: clock) }
  var mailbox: Mailbox { Mailbox(directory: directory, clock: clock) }
  var gates: Gates { Gates(directory: directory, mailbox: mailbox) }
  var journal: Journal { Journal(path: directory.journal, clock: clock) }
  var events: EventLog { EventLog(path: directory.events, clock: clock) }
  var snapshots: Snapshots { Snapshots(directory: directory) }
  var ledger: Ledger { Ledger(folder: directory.ledger, clock: clock) }
  var runners: any RunnerCatalog {
    Registry(folder: "\(AtomicFile.folder(of: configFile))/presets/runners")
  }
  var fleet: Fleet {
    // A supervisor reads the same presets, wherever it starts and whatever else it is not given.
    let environment = environment.merging([Self.configVariable: configFile]) { $1 }
    return Fleet(directory: directory, clock: clock, binary: binary, environment: environment)
  }
  var loader: WorldLoader {
    WorldLoader(goals: goals, playbook: playbook, mailbox: mailbox, fleet: fleet, lot: lot)
  }
  var lot: ParkingLot { ParkingLot(directory: directory, mailbox: mailbox, clock: clock) }

  /// The environment of what the loop itself starts, without the mark of a run.
  var childEnvironment: [String: String] {
    var result = Marks.unmarked(environment)
    result[Marks.dataDirectory] = directory.path
    result[Marks.binary] = binary
    return result
  }

  /// The settings; nil when there is no config file.
  func settings() throws(LooopError) -> Settings? {
    try AtomicFile.read(configFile).map { bytes throws(LooopError) in
      try Settings.parse(bytes, path: configFile)
    }
  }

  /// The settings, for what needs a runner: throws `E_NOT_INITIALISED` before the first `looop
  /// init`.
  func chosenSettings() throws(LooopError) -> Settings {
    guard let settings = try settings(), settings.isWired else {
      throw LooopError(
        .config, "E_NOT_INITIALISED",
        "No runner is chosen yet: \(configFile) \(try settings() == nil ? "does not exist" : "sets none").",
        hint: "Run `looop init` first; it asks which agent CLI should think and work.")
    }
    return settings
  }

  /// The worker of this id; throws `E_ID` or `E_WORKER_UNKNOWN`.
  func knownWorker(_ text: String) throws(LooopError) -> Worker {
    let id = try Identifier(text, "worker")
    guard let worker = try fleet.worker(id) else {
      throw LooopError(
        .badData, "E_WORKER_UNKNOWN", "There is no worker \(id).",
        hint: "`looop worker list` lists them.")
    }
    return worker
  }

  /// Makes the data dir ready and seeds it when it is new.
  func open() throws(LooopError) {
    try directory.prepare { () throws(LooopError) in try Seed(wiring: self).plant() }
  }

  func orders(_ settings: Settings) -> WorkerOrders {
    WorkerOrders(
      settings: settings, catalog: runners, lot: lot, workingDirectory: workingDirectory,
      contract: PromptTexts.workerContract)
  }

  func budget(_ settings: Settings) -> BudgetGuard {
    BudgetGuard(
      ledger: ledger, mailbox: mailbox, caps: settings.caps, events: events, clock: clock)
  }

  func runnerCall(_ settings: Settings, _ children: ChildGroup) -> RunnerCall {
    RunnerCall(
      directory: directory, settings: settings, catalog: runners, ledger: ledger,
      budget: budget(settings), children: children, environment: childEnvironment)
  }

  /// The environment of a sensor's run.
  private var sensingEnvironment: [String: String] {
    var result = childEnvironment
    result[Marks.run] = "sense"
    return result
  }

  func sense(_ children: ChildGroup) -> Sense {
    Sense(
      catalog: sensors, directory: directory, children: children, clock: clock,
      environment: sensingEnvironment)
  }

  func trial(_ children: ChildGroup) -> SensorTrial {
    SensorTrial(children: children, directory: directory, environment: sensingEnvironment)
  }

  func beat(
    _ settings: Settings, sense: Sense, poller: Poller, children: ChildGroup
  ) -> Beat {
    let executor = Executor(
      directory: directory, goals: goals, playbook: playbook, mailbox: mailbox, sensors: sensors,
      trial: trial(children), fleet: fleet, orders: orders(settings),
      maximumWorkers: settings.maxWorkers,
      children: children, poller: poller, environment: childEnvironment)
    let commit = Commit(
      directory: directory, journal: journal, events: events,
      mailbox: mailbox, clock: clock)
    return Beat(
      directory: directory, settings: settings, clock: clock, sense: sense,
      loader: loader, quarantine: Quarantine(mailbox: mailbox, events: events, clock: clock),
      gates: gates, budget: budget(settings),
      decide: Decide(
        settings: settings, catalog: runners, lot: lot, call: runnerCall(settings, children),
        events: events, poller: poller),
      enact: Enact(
        loader: loader, gates: gates, policy: .builtIn, executor: executor,
        intents: Intents(directory: directory), commit: commit,
        isStopping: { poller.isStopping }),
      commit: commit, journal: journal, events: events, sensors: sensors,
      isStopping: { poller.isStopping })
  }

  /// Who is at the keys, for the answers' records.
  var author: Author {
    let user = environment["USER"] ?? environment["LOGNAME"] ?? ""
    let tty = ttyname(0).map { String(cString: $0) }
    return Author(user: user, uid: Int(getuid()), tty: tty, pid: Int(getpid()), via: "cli")
  }

  /// The executable of that name, on `PATH` unless it holds a slash; nil when it is missing.
  func program(_ name: String) -> String? {
    Executable.find(name, path: environment["PATH"]).flatMap { access($0, X_OK) == 0 ? $0 : nil }
  }

  /// `path` as seen from where the verb was called.
  func absolute(_ path: String) -> String { Self.absolute(path, workingDirectory) }

  // MARK: Reading the process's surroundings

  private static func readEnvironment() -> [String: String] {
    var result: [String: String] = [:]
    var entry = csys_environment()
    while let line = entry?.pointee {
      let text = String(cString: line)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        result[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry = entry?.advanced(by: 1)
    }
    return result
  }

  private static func currentDirectory() -> String {
    var buffer = [CChar](repeating: 0, count: 4_097)
    guard getcwd(&buffer, buffer.count - 1) != nil else { return "/" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func ownPath(
    _ environment: [String: String], _ workingDirectory: String
  ) -> String {
    var buffer = [CChar](repeating: 0, count: 4_097)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    if count > 0 {
      return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    // Without /proc: as the shell found it.
    let name = CommandLine.arguments.first ?? "looop"
    return absolute(
      Executable.find(name, path: environment["PATH"]) ?? name, workingDirectory)
  }

  private static func named(_ name: String, _ environment: [String: String]) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What was said, else the place that the XDG specification gives.
  private static func place(
    _ said: String?, _ environment: [String: String], _ variable: String, _ fallback: String,
    _ name: String
  ) throws(LooopError) -> String {
    if let said, !said.isEmpty { return said }
    // The XDG specification ignores a relative path.
    if let base = named(variable, environment), base.hasPrefix("/") { return "\(base)/\(name)" }
    guard let home = named("HOME", environment) else {
      throw LooopError(
        .config, "E_NO_HOME", "HOME is not set, so there is no place for looop's files.",
        hint: "Set HOME, or name a data dir with --data-dir and a config with LOOOP_CONFIG.")
    }
    return "\(home)/\(fallback)/\(name)"
  }

  private static func absolute(_ path: String, _ workingDirectory: String) -> String {
    let whole = path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
