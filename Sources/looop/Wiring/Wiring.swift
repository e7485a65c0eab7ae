internal import Base
internal import CSys
internal import Core
internal import Runners
internal import Sensors

/// The only place that names Core, Runners and Sensors together, and the only one that reads the
/// environment, the clock and the config's place. Everything is passed down from here.
struct Wiring {
  /// The open loop of this data dir.
  let loop: Loop
  /// One for the whole process: it remembers what it read.
  let sensors: ScriptCatalog
  /// Whether the folder in which the verb was called was removed.
  private let isFolderGone: Bool
  /// Every verb there is, for `help`.
  let verbs: [VerbEntry]

  /// `dataDirectory` is the verb's own option; it outranks `$LOOOP_DATA_DIR`.
  init(dataDirectory option: String?, verbs: [VerbEntry]) throws(LooopError) {
    self.verbs = verbs
    let folder = Self.currentDirectory()
    isFolderGone = folder == nil
    let (store, book) = try Self.store(option, workingDirectory: folder)
    sensors = ScriptCatalog(
      folder: store.directory.sensors, environment: store.process.environment,
      chronicle: store.chronicle, book: book, sightings: store.sightings)
    let presets = "\(Self.presetFolder(store))/presets/runners"
    let runners = Registry(
      folder: presets, environment: store.process.environment, sightings: store.sightings)
    loop = Loop(store: store, runners: runners, sensors: sensors)
  }

  private static func store(
    _ option: String?, workingDirectory folder: String?
  ) throws(LooopError) -> (Store, SecretBook) {
    let environment = readEnvironment()
    let data = try place(
      option ?? environment[Marks.dataDirectory], environment, xdg: "XDG_STATE_HOME",
      home: ".local/state", name: "looop")
    let workingDirectory = folder ?? "/"
    if folder == nil, !data.hasPrefix("/") { throw folderGone }
    let directory = DataDirectory(path: absolute(data, workingDirectory))
    let book = SecretBook(path: "\(directory.path)/secrets.env", environment: environment)
    #if DEBUG
      let clock = Failpoints.arm(
        environment[Failpoints.variable], verb: Arguments.words.first,
        tree: directory.failpoints)
    #else
      let clock = Clock.system
    #endif
    let config = try ConfigPlace.file(named(Marks.config, environment), in: directory) {
      () throws(LooopError) in try usersConfig(environment)
    }
    if folder == nil, !config.hasPrefix("/") { throw folderGone }
    let store = Store(
      directory: directory, clock: clock,
      process: ProcessIdentity(
        binary: ownPath(environment, workingDirectory),
        configFile: absolute(config, workingDirectory), environment: environment,
        workingDirectory: workingDirectory, author: { author(environment) },
        itself: OwnProgram.again),
      report: { Console.note("looop: \(Untrusted.oneLine($0))") },
      secrets: { book.redaction })
    return (store, book)
  }

  var directory: DataDirectory { loop.store.directory }
  var clock: Clock { loop.store.clock }
  var sightings: Sightings { loop.store.sightings }
  /// As this process was started.
  var environment: [String: String] { loop.store.process.environment }
  var configFile: String { loop.store.process.configFile }
  var workingDirectory: String { loop.store.process.workingDirectory }

  /// `text` without secrets, before it is cut or shown.
  func redacted(_ text: String) -> String { redaction.text(text) }

  var redaction: Redaction { loop.store.redaction }

  /// `value` as a verb prints it for programs, without secrets.
  func redacted(_ value: some JSONWritable) -> JSONValue {
    redaction.value(value.json, numbers: false)
  }

  /// The settings; nil when there is no config file. Its commands are run: one that others may change is
  /// refused.
  func settings() throws(LooopError) -> Settings? {
    let settings = try shownSettings()
    if settings != nil, isGuarded,
      let problem = Ownership.problem(of: configFile, sightings)
    {
      throw problem
    }
    return settings
  }

  /// The settings, for what only shows something of them.
  func shownSettings() throws(LooopError) -> Settings? {
    try AtomicFile.read(configFile).map { bytes throws(LooopError) in
      try Settings.parse(bytes, path: configFile)
    }
  }

  /// Whether it matters who else may write looop's files.
  private var isGuarded: Bool { loop.store.isChecked }

  /// Refuses to write a config that is another user's, or that others may change.
  func checkConfigOwner() throws(LooopError) {
    guard isGuarded else { return }
    if let problem = Ownership(of: configFile, sightings).problem(ofOwn: configFile) {
      throw problem
    }
  }

  /// Refuses a data dir that is another user's, or that others may change, as far as it matters to a
  /// verb that `touches` it so.
  func checkOwner(_ touch: Touch) throws(LooopError) {
    let problem: LooopError? =
      switch touch {
      case .reads: nil
      case .stops: loop.store.foreignProblem
      case .writes: loop.store.ownerProblem
      }
    if let problem { throw problem }
  }

  /// The settings, for what needs a runner: throws `E_NOT_INITIALISED` before the first `looop
  /// init`, and `E_CONFIG` for a command that cannot be run.
  func chosenSettings() throws(LooopError) -> Settings {
    guard let settings = try settings(), settings.isWired else {
      throw LooopError(
        .config, code: "E_NOT_INITIALISED",
        "No runner is chosen yet: \(configFile) \(try settings() == nil ? "does not exist" : "sets none").",
        hint: "Run `looop init` first; it asks which agent CLI should think and work.")
    }
    try settings.demandPlaceholders(path: configFile)
    return settings
  }

  /// The worker of this id; throws `E_ID` or `E_WORKER_UNKNOWN`.
  func knownWorker(_ text: String) throws(LooopError) -> Worker {
    let id = try Identifier(text, "worker")
    guard let worker = try loop.fleet.worker(id) else { throw try unknownWorker(id) }
    return worker
  }

  /// The error for an id without a session, with what is close to it or left of it.
  func unknownWorker(_ id: Identifier) throws(LooopError) -> LooopError {
    let list = "`looop worker list` lists them."
    let error = { (hint: String) in
      LooopError(
        .badData, code: "E_WORKER_UNKNOWN", "There is no worker \(id).", hint: hint)
    }
    if let last = try loop.fleet.reported(id).last {
      return error("Its session is removed; its last report is \(directory.report(id, last)).")
    }
    let known = try loop.fleet.roll().workers.map(\.id.text)
    return error(Nearest.hint(id.text, in: known, else: list))
  }

  /// The id of a goal that exists; throws `E_ID` or `E_GOAL_UNKNOWN`.
  func knownGoal(_ text: String) throws(LooopError) -> Identifier {
    let id = try Identifier(text, "goal")
    guard try loop.goals.goal(id) != nil else { throw try noGoal(id) }
    return id
  }

  /// Throws for a goal that never was, as far as is known: one that is neither wanted nor archived.
  func checkPastGoal(_ text: String) throws(LooopError) {
    let id = try Identifier(text, "goal")
    guard try loop.goals.goal(id) == nil,
      try !FileFacts.hasEntry("\(directory.archivedGoals)/\(id).md")
    else { return }
    throw try noGoal(id)
  }

  func noGoal(_ id: Identifier) throws(LooopError) -> LooopError {
    LooopError(
      .badData, code: "E_GOAL_UNKNOWN", "There is no goal \(id).",
      hint: Nearest.hint(
        id.text, in: try loop.goals.contents().goals.map(\.id.text),
        else: "`looop goal list` lists them."))
  }

  /// The preset of this name, as a word of the line: an unknown one is bad data there, and not a
  /// fault of the config.
  func knownPreset(_ name: String) throws(LooopError) -> RunnerPreset {
    do throws(LooopError) { return try loop.runners.preset(named: name) } catch {
      guard error.code == "E_RUNNER_UNKNOWN" else { throw error }
      throw error.with(kind: .badData)
    }
  }

  /// For what starts agents or commands in the folder in which the verb was called: throws
  /// `E_FOLDER_GONE` when that was removed, instead of starting them elsewhere.
  func demandFolder() throws(LooopError) { if isFolderGone { throw Self.folderGone } }

  private static let folderGone = LooopError(
    .failed, code: "E_FOLDER_GONE",
    "The folder in which looop was called has been removed.",
    hint: "Call it in one that exists, such as your project's: `cd` there first.")

  /// Makes the data dir ready and seeds it when it is new. Of the original's it says once what is not
  /// read.
  func open() throws(LooopError) {
    try directory.prepare { () throws(LooopError) in
      if try FileFacts.of(directory.playbook) != nil {
        for line in try unreadLines() { Console.note("looop: \(line)") }
      }
      try Seed(wiring: self).plant()
    }
  }

  /// What looop 1.0 left in the data dir and nothing here reads, as a verb that starts a loop says it.
  func unreadLines() throws(LooopError) -> [String] {
    try UnreadFiles.sentences(in: directory).map { "not read: \(Untrusted.oneLine($0))" }
  }

  /// Whether nothing made the data dir ready yet, and it is not the original's.
  var isNew: Bool {
    get throws(LooopError) {
      guard try FileFacts.of(directory.formatFile) == nil else { return false }
      return try FileFacts.of(directory.playbook) == nil
    }
  }

  /// For a verb that only shows what a new data dir holds: makes that first, as a verb that writes
  /// does. What is there already is left alone.
  func openNew() throws(LooopError) {
    guard try isNew else { return }
    try checkOwner(.writes)
    try open()
  }

  func orders(_ settings: Settings) -> WorkerOrders {
    WorkerOrders(
      settings: settings, catalog: loop.runners, lot: loop.parking,
      workingDirectory: workingDirectory, contract: PromptTexts.workerContract)
  }

  /// Who is at the keys, for the answers' records.
  var author: Author { loop.store.process.author() }

  private static func author(_ environment: [String: String]) -> Author {
    let uid = Int(getuid())
    let named = ["SUDO_USER", "USER", "LOGNAME"].compactMap {
      environment[$0].flatMap(AccountFile.accountName)
    }
    // The environment says what anyone wrote into it; the number is the system's own.
    let account = AccountFile.name(of: uid)
    let user = account ?? environment["USER"] ?? environment["LOGNAME"] ?? ""
    let tty = ttyname(0).map { String(cString: $0) }
    return Author(
      user: user, uid: uid, tty: tty, pid: Int(getpid()), via: "cli",
      claimed: account.flatMap { account in named.first { $0 != account } })
  }

  /// The executable of that name, on `PATH` unless it holds a slash; nil when it is missing.
  func program(_ name: String) -> String? {
    Executable.find(name, path: environment["PATH"]).flatMap { access($0, X_OK) == 0 ? $0 : nil }
  }

  /// `path` as seen from where the verb was called.
  func absolute(_ path: String) throws(LooopError) -> String {
    if !path.hasPrefix("/") { try demandFolder() }
    return Self.absolute(path, workingDirectory)
  }

  // MARK: The config's place

  /// The user's own config, for every loop that has none of its own.
  private static func usersConfig(_ environment: [String: String]) throws(LooopError) -> String {
    try place(
      nil, environment, xdg: "XDG_CONFIG_HOME", home: ".config", name: "looop/config.json")
  }

  /// The folder of the user's presets: beside the config, unless that lies in the data dir: what an
  /// agent may write should not say how agents are launched.
  private static func presetFolder(_ store: Store) -> String {
    let file = store.process.configFile
    guard file == store.directory.config, let users = try? usersConfig(store.process.environment)
    else { return AtomicFile.folder(of: file) }
    return AtomicFile.folder(of: users)
  }

  /// What whoever comes from looop 1.0 should know before the loop spends anything: which config is
  /// read, and which variables are not.
  func tellFormerSettings() {
    // Without a HOME there is no other config.
    let users = try? Self.usersConfig(environment)
    if let note = ConfigPlace.note(read: configFile, users: users, in: directory) {
      Console.note("looop: \(Untrusted.oneLine(note)).")
    }
    for variable in FormerSettings.variables(in: environment) {
      Console.note("looop: \(variable.sentence)")
    }
  }

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

  /// Nil when it was removed, or cannot be reached from the root.
  private static func currentDirectory() -> String? {
    var buffer = [CChar](repeating: 0, count: 4_097)
    guard getcwd(&buffer, buffer.count - 1) != nil, buffer[0] == CChar(UInt8(ascii: "/"))
    else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func ownPath(
    _ environment: [String: String], _ workingDirectory: String
  ) -> String {
    let given = environment[Marks.binary]
    if Arguments.areOfLooop, let given, given.hasPrefix("/"), OwnProgram.canStart(given) {
      return given
    }
    let called = Arguments.all.first ?? "looop"
    let found = [called, "looop"].compactMap { name in
      Executable.find(name, path: environment["PATH"]).map { absolute($0, workingDirectory) }
    }
    // Without /proc: as the shell found it.
    guard let file = OwnProgram.file else { return found.first ?? called }
    // Versions that are installed side by side have a link to one of them, which an upgrade changes.
    let links = found.filter { $0 != file && !$0.hasPrefix("/proc/") }
    return links.first(where: OwnProgram.isAt) ?? file
  }

  private static func named(_ name: String, _ environment: [String: String]) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What was said, else the place that the XDG specification gives.
  private static func place(
    _ said: String?, _ environment: [String: String], xdg variable: String, home fallback: String,
    name: String
  ) throws(LooopError) -> String {
    if let said, !said.isEmpty { return said }
    // The XDG specification ignores a relative path.
    if let base = named(variable, environment), base.hasPrefix("/") { return "\(base)/\(name)" }
    guard let home = named("HOME", environment) else {
      throw LooopError(
        .config, code: homelessCode, "HOME is not set, so there is no place for looop's files.",
        hint: "Set HOME, or name a data dir with --data-dir and a config with LOOOP_CONFIG.")
    }
    return "\(home)/\(fallback)/\(name)"
  }

  /// What a missing HOME is, where a place is needed.
  static let homelessCode = "E_NO_HOME"

  private static func absolute(_ path: String, _ workingDirectory: String) -> String {
    let whole = path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
