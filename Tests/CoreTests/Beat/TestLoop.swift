import Base
import Core
import Foundation
import ShellRules
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
  /// The tick commands of other presets, by name.
  var others: [String: String] = [:]
  /// Variables of the loop's own process beside, or in place of, PATH and HOME.
  var environment: [String: String] = [:]
  var redaction = Redaction.none

  init() throws {
    scratch = try Scratch()
    directory = DataDirectory(path: scratch.file("data"))
    try directory.prepare {}
    settings.runner = "stub"
    try answer(#"{"action":"noop","reason":"nothing to do"}"#)
  }

  var clock: Clock { Clock { [time] in time.now.withLock { $0 } } }
  func pass(_ seconds: Int) { time.now.withLock { $0 += seconds } }

  private let unfinished = UnfinishedCommit()

  /// As the binary opens it.
  var loop: Loop {
    let environment = ["PATH": "/usr/bin:/bin", "HOME": scratch.path].merging(environment) { $1 }
    let process = ProcessIdentity(
      binary: "/bin/false", configFile: scratch.file("config.json"), environment: environment,
      workingDirectory: scratch.path,
      author: { Author(user: "ada", uid: 1000, tty: nil, pid: 1, via: "test") })
    return Loop(
      store: Store(
        directory: directory, clock: clock, process: process, secrets: { [redaction] in redaction }),
      runners: StubRunners(others: others), sensors: StubSensors(sensors: sensors),
      unfinished: unfinished)
  }

  var goals: Goals { loop.goals }
  var playbook: Playbook { loop.playbook }
  var mailbox: Mailbox { loop.mailbox }
  var gates: Gates { loop.gates }
  var journal: Journal { loop.journal }
  var ledger: Ledger { loop.ledger }
  var lot: ParkingLot { loop.parking }
  var state: PulseState {
    get throws { try PulseState.load(directory.pulseState) ?? PulseState() }
  }
  var calls: Int {
    get throws { try ledger.lines(since: 0).count { $0.type == .started && $0.call.kind == .tick } }
  }

  /// What the runner prints from now on.
  func answer(_ text: String) throws { try scratch.write("answer", text) }

  /// What the runner prints call by call; the last stays.
  func answers(_ texts: String...) throws {
    for (index, text) in texts.enumerated() { try scratch.write("queue/\(index)", text) }
    playQueue()
  }

  /// The runner prints what the folder `queue` has.
  func playQueue() {
    meanwhile =
      "q=\(scratch.file("queue")); set -- $q/*; cp \"$1\" \(scratch.file("answer"));"
      + " [ $# = 1 ] || rm \"$1\""
  }

  /// Every prompt the runner got, in order.
  func prompts() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.file("prompts"))
      .sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { try scratch.text("prompts/\($0)") }
  }

  func beat(_ occasion: Occasion = .init(), sensesAll: Bool = false) -> BeatOutcome {
    settings.tickCommand =
      "p=\(scratch.file("prompts")); mkdir -p $p; cat >$p/$(ls $p | wc -l);"
      + " \(meanwhile); cat \(scratch.file("answer"))"
    return beatAsSet(occasion, sensesAll: sensesAll)
  }

  /// With the tick command that the settings have, or the preset's.
  func beatAsSet(_ occasion: Occasion = .init(), sensesAll: Bool = false) -> BeatOutcome {
    let children = ChildGroup(poller: Poller(), sweepsOrphans: false)
    let beat = SingleBeat(
      loop, settings: settings, children: children, occasion: occasion,
      retryDelays: [.milliseconds(1), .milliseconds(4)])
    return beat.run(sensesAll: sensesAll)
  }

  /// The prompt of the last call.
  func prompt() throws -> String { try prompts().last ?? "" }

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
final class TestTime: Sendable {
  let now = Mutex(1_795_000_000)
}

/// The stub, and presets of other names with commands of their own.
struct StubRunners: RunnerCatalog {
  var others: [String: String] = [:]

  func preset(named name: String) -> RunnerPreset {
    RunnerPreset(
      name: name, title: "", description: "", binary: "", installHint: "", adapter: "stub",
      tickCommand: others[name] ?? "false", workerCommand: "false", documentedTickCommand: "",
      documentedWorkerCommand: "", environment: [:], passEnvironment: [], askWait: nil,
      prices: Prices([
        "stub-1": Price(input: 1, output: 10, cacheRead: 0.1, cacheWrite: 2)
      ]))
  }

  func entries() -> [RunnerEntry] { [.preset(preset(named: "stub"))] }
  func runner(for preset: RunnerPreset) -> any Runner { StubRunner(preset: preset) }
  func presetName(forCommand command: String) -> String { "stub" }
  func program(ofCommand command: String) -> String {
    command.split(separator: " ").first.map(String.init) ?? ""
  }
  func model(ofCommand command: String, preset: RunnerPreset) -> CommandModel? { nil }
  func workerKind(of command: String, preset: RunnerPreset) -> WorkerKind { .headless }
}

private struct StubRunner: Runner {
  static let id = "stub"
  static func workerKind(of command: String) -> WorkerKind { .headless }
  init(preset: RunnerPreset) {}
  func makeStream() -> any RunnerStream { Stream() }

  /// Text, and lines of its own: `failure CLASS [SECONDS]`, `guess`, `used IN OUT [USD]`, `ended`.
  struct Stream: RunnerStream {
    var text = ""
    var failure: RunnerFailure?
    var usage = Usage()

    mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent] {
      let line = String(decoding: line, as: UTF8.self)
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "failure":
        failure = RunnerFailure(
          .init(rawValue: words[1]) ?? .protocol, "it said \(words[1])",
          retryAfter: words.count > 2 ? Int(words[2]).map { .seconds($0) } : nil)
        return []
      case "guess":
        failure = RunnerFailure(.config, "boom")
        failure?.isGuess = true
        return []
      case "used":
        usage = Usage(
          input: Int(words[1]) ?? 0, output: Int(words[2]) ?? 0,
          dollars: words.count > 3 ? Double(words[3]) : nil, model: "stub-1")
        return [.usage(usage)]
      case "ended": return [.ended]
      case "odd": return [.unrecognised]
      default:
        text += line + "\n"
        return []
      }
    }

    func finish(
      exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
    ) -> RunnerOutcome {
      if let failure { return .failed(failure, usage) }
      guard exit.isSuccess || text.contains("action") else {
        let why = stderrTail.isEmpty ? "" : ": \(stderrTail)"
        return .failed(.init(.transient, exit.text + why), usage)
      }
      return RunnerOutcome.deciding(texts: [text], usage: usage, parse: parse)
        ?? .failed(.init(.empty, "no text"), usage)
    }
  }
}
