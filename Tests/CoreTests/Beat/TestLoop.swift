import Core
import Foundation
import Synchronization
import TestSupport

/// A loop in a folder of its own: the real beat over stub sensors, with a runner that answers what
/// the test says, at a time the test says.
final class TestLoop {
  let scratch: Scratch
  let directory: DataDirectory
  private let time = TestTime()
  var sensors: [StubSensor] = []
  var settings = Settings()
  /// Run by the runner before it answers, in the data dir.
  var meanwhile = "true"

  init() throws {
    scratch = try Scratch()
    directory = DataDirectory(path: scratch.file("data"))
    try directory.prepare {}
    settings.runner = "stub"
    try answer(#"{"action":"noop","reason":"nothing to do"}"#)
  }

  var clock: Clock { Clock { [time] in time.now.withLock { $0 } } }
  func pass(_ seconds: Int) { time.now.withLock { $0 += seconds } }

  var goals: Goals { Goals(directory: directory, clock: clock) }
  var playbook: Playbook { Playbook(directory: directory, clock: clock) }
  var mailbox: Mailbox { Mailbox(directory: directory, clock: clock) }
  var gates: Gates { Gates(directory: directory, mailbox: mailbox) }
  var journal: Journal { Journal(path: directory.journal, clock: clock) }
  var ledger: Ledger { Ledger(folder: directory.ledger, clock: clock) }
  var state: PulseState {
    get throws { try PulseState.load(directory.pulseState) ?? PulseState() }
  }
  var calls: Int { get throws { try ledger.starts(since: 0).count } }

  /// What the runner prints from now on.
  func answer(_ text: String) throws { try scratch.write("answer", text) }

  func beat(_ occasion: Beat.Occasion = .init()) -> BeatOutcome {
    settings.tickCommand =
      "cat >\(scratch.file("prompt")); \(meanwhile); cat \(scratch.file("answer"))"
    let poller = Poller()
    let children = ChildGroup(poller: poller, sweepsOrphans: false)
    let environment = ["PATH": "/usr/bin:/bin", "HOME": scratch.path]
    let catalog = StubSensors(sensors: sensors)
    let fleet = Fleet(
      directory: directory, clock: clock, binary: "/bin/false", environment: environment)
    let events = EventLog(path: directory.events, clock: clock)
    let commit = Commit(
      directory: directory, journal: journal, events: events, mailbox: mailbox, clock: clock)
    let loader = WorldLoader(goals: goals, playbook: playbook, mailbox: mailbox, fleet: fleet)
    let runners = StubRunners()
    let beat = Beat(
      directory: directory, settings: settings, clock: clock,
      sense: Sense(
        catalog: catalog, snapshots: Snapshots(directory: directory, clock: clock),
        children: children, clock: clock, environment: environment, interval: settings.interval),
      loader: loader,
      quarantine: Quarantine(mailbox: mailbox, events: events, clock: clock), gates: gates,
      ledger: ledger,
      decide: Decide(
        directory: directory, settings: settings, catalog: runners, ledger: ledger,
        children: children, environment: environment),
      enact: Enact(
        loader: loader, gates: gates, policy: .builtIn,
        executor: Executor(
          directory: directory, goals: goals, playbook: playbook, mailbox: mailbox,
          sensors: catalog, fleet: fleet,
          orders: WorkerOrders(
            settings: settings, catalog: runners, workingDirectory: "/",
            contract: PromptTexts.workerContract),
          maximumWorkers: settings.maxWorkers, children: children, poller: poller,
          environment: environment),
        intents: Intents(directory: directory), commit: commit,
        isStopping: { false }),
      commit: commit, journal: journal, events: events, sensors: catalog,
      isStopping: { false })
    return beat.run(occasion).outcome
  }

  /// The prompt of the last call.
  func prompt() throws -> String { try scratch.text("prompt") }

  func answerAsk(_ id: String, _ words: String, overwriting: Bool = false) throws {
    guard let ask = AskID(id) else { throw CocoaError(.formatting) }
    let author = Author(user: "ada", uid: 1000, tty: nil, pid: 1, via: "test")
    try mailbox.answer(ask, words, by: author, overwriting: overwriting)
  }

  /// Every file below the data dir with its content, for "nothing changed".
  func files(but left: [String] = []) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let root = URL(filePath: directory.path)
    let all = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    while let file = all?.nextObject() as? URL {
      let name = String(file.path.dropFirst(root.path.count + 1))
      if left.contains(where: name.hasPrefix) { continue }
      files[name] = try? Data(contentsOf: file)
    }
    return files
  }
}

/// A clock that only the test moves.
private final class TestTime: Sendable {
  let now = Mutex(1_795_000_000)
}

/// A sensor whose output the test sets.
struct StubSensor: Sensor {
  let name: Identifier
  var signal: JSONValue = 1
  var detail: JSONValue = .null
  var status = Observation.Status.ok
  var every: Int?
  var version = 1
  let description = "a stub"

  init(_ name: String, signal: JSONValue = 1) throws {
    self.name = try Identifier(name, "sensor")
    self.signal = signal
  }

  func command(base: [String: String]) -> Command {
    Command(arguments: ["/bin/true"], environment: base, capture: .all(limit: 10), deadline: 5_000)
  }

  func observe(_ result: CommandResult) -> Observation {
    Observation(status: status, exit: 0, signal: signal, detail: detail)
  }
}

private struct StubSensors: SensorCatalog {
  let sensors: [StubSensor]
  let authoringText = "(how to write a sensor)"

  func entries() -> [SensorEntry] { sensors.map { .sensor($0) } }
  func write(_ name: Identifier, script: String, manifest: String?) {}
  func shellReach(script: String, manifest: String?) -> ShellReach { ShellReach(lines: [script]) }
  func problems() -> [LooopError] { [] }
}

private struct StubRunners: RunnerCatalog {
  private static let preset = RunnerPreset(
    name: "stub", title: "", description: "", binary: "", installHint: "", adapter: "stub",
    tickCommand: "false", workerCommand: "false", documentedTickCommand: "",
    documentedWorkerCommand: "", environment: [:], passEnvironment: [], askWait: nil)

  func presets() -> [RunnerPreset] { [Self.preset] }
  func preset(named name: String) -> RunnerPreset { Self.preset }
  func runner(for preset: RunnerPreset) -> any Runner { StubRunner(preset: preset) }
  func presetName(forCommand command: String) -> String { "stub" }
  func model(ofCommand command: String) -> String? { nil }
  func workerKind(of command: String, preset: RunnerPreset) -> WorkerKind { .headless }
}

private struct StubRunner: Runner {
  static let id = "stub"
  static func workerKind(of command: String) -> WorkerKind { .headless }
  init(preset: RunnerPreset) {}
  func makeStream() -> any RunnerStream { Stream() }

  struct Stream: RunnerStream {
    var text = ""
    mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
      text += String(decoding: line, as: UTF8.self) + "\n"
      return []
    }
    func finish(
      exit: Core.ExitStatus, stderrTail: String, parse: (String) -> ParsedMove
    ) -> RunnerOutcome {
      guard exit.isSuccess else { return .failed(.init(.transient, exit.text), Usage()) }
      return RunnerOutcome.deciding(texts: [text], usage: Usage(), parse: parse)
        ?? .failed(.init(.empty, "no text"), Usage())
    }
  }
}
