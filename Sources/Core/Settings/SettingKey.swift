internal import Base

/// One key of the config file: what it is called, what it holds, what it means.
///
/// `all` is the one table of them: `SettingsReader` reads the file by it, and `looop help config`
/// and the table in README are made of it.
package struct SettingKey: Sendable {
  typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable

  /// What the value must be, and where in the settings it goes.
  enum Kind: Sendable {
    case text(Path<String?>)
    case workerKind(Path<WorkerKind?>)
    /// Names of environment variables.
    case variables(Path<[String]>)
    case time(Path<Duration>, ClosedRange<Duration>)
    case count(Path<Int>, ClosedRange<Int>)
    case dollars(Path<Double>)
    case flag(Path<Bool>)
  }

  /// The key of the object that contains the caps.
  static let budget = "budget"
  private static let year = Duration.days(365)
  private static let day = Duration.days(1)

  package let name: String
  /// The key of the object that contains it; nil at the top of the file.
  let parent: String?
  package let meaning: String
  let kind: Kind
  /// The default in words, where it is not a value.
  private let otherwise: String?

  private init(
    _ name: String, in parent: String? = nil, _ kind: Kind, otherwise: String? = nil,
    meaning: String
  ) {
    self.name = name
    self.parent = parent
    self.kind = kind
    self.otherwise = otherwise
    self.meaning = meaning
  }

  /// Every key, in the order the documentation lists them.
  package static let all: [SettingKey] = wiring + workers + pace + rights + caps

  private static let wiring = [
    SettingKey(
      "runner", .text(\.runner), otherwise: "from the program the command starts",
      meaning: "the preset whose adapter reads the tick's stream"),
    SettingKey(
      "tick_command", .text(\.tickCommand), otherwise: "the preset's",
      meaning: "shell command that makes one decision; the prompt comes as `{{prompt_file}}`, else"
        + " on standard input"),
    SettingKey(
      "worker_command", .text(\.workerCommand), otherwise: "the preset's",
      meaning: "shell command that starts a worker; the same placeholder"),
    SettingKey(
      "fallback_runner", .text(\.fallbackRunner), otherwise: "none",
      meaning: "the preset that decides and works while the runner is parked, with its own"
        + " commands"),
  ]

  private static let workers = [
    SettingKey(
      "worker_kind", .workerKind(\.workerKind), otherwise: "read from the command",
      meaning: "how workers run: `terminal` gives each a screen of its own"),
    SettingKey(
      "workdir", .text(\.workdir), otherwise: "where `up` ran",
      meaning: "where commands of the loop run and workers start"),
    SettingKey(
      "max_workers", .count(\.maxWorkers, 0...1_000), meaning: "workers alive at once"),
    SettingKey(
      "worker_timeout", .time(\.workerTimeout, .zero...year),
      meaning: "longest life of a worker; `0`: no limit"),
    SettingKey(
      "stuck_after", .time(\.stuckAfter, .seconds(1)...year),
      meaning: "silence after which a worker that asked nothing counts as stuck"),
    SettingKey(
      "done_grace", .time(\.doneGrace, .zero...day),
      meaning: "time a worker has to end by itself after its `done`"),
    SettingKey(
      "pass_env", .variables(\.passEnvironment),
      meaning: "names of environment variables that workers get too; `NAME*` for all that begin so"),
    SettingKey(
      "session_ttl", .time(\.sessionTTL, .zero...year), meaning: "how long an ended session is kept"
    ),
    SettingKey(
      "retention", .time(\.retention, .zero...(year * 100)),
      meaning: "how long delivered asks, reports and archived goals are kept; `0`: for ever"),
  ]

  private static let pace = [
    SettingKey(
      "interval", .time(\.interval, .seconds(5)...day),
      meaning: "time between two runs of a sensor without a clock of its own"),
    SettingKey(
      "tick_timeout", .time(\.tickTimeout, .seconds(1)...day),
      meaning: "the longest call of the runner"),
    SettingKey(
      "tick_silence", .time(\.tickSilence, .zero...day),
      meaning: "the longest silence of the runner within a call; `0`: no limit"),
    SettingKey(
      "noop_ttl", .time(\.noopTTL, .zero...year),
      meaning: "decide again on an unchanged world after so long; `0`: never"),
  ]

  private static let rights = [
    SettingKey(
      "mcp_may_approve", .flag(\.mayApproveOverMCP),
      meaning:
        "whether an agent on `looop mcp` may approve moves and raise caps by itself, without a"
        + " form before you")
  ]

  private static let caps = [
    SettingKey(
      "calls_per_hour", in: budget, .count(\.caps.callsPerHour, amounts),
      meaning: "calls of the runner in an hour before you are asked; `0`: no cap"),
    SettingKey(
      "calls_per_day", in: budget, .count(\.caps.callsPerDay, amounts),
      meaning: "calls in a day; `0`: no cap"),
    SettingKey(
      "usd_per_day", in: budget, .dollars(\.caps.dollarsPerDay),
      meaning: "money spent in a day; `0`: no cap"),
    SettingKey(
      "tokens_per_day", in: budget, .count(\.caps.tokensPerDay, amounts),
      meaning: "tokens used in a day; `0`: no cap"),
    SettingKey(
      "usd_per_worker", in: budget, .dollars(\.caps.dollarsPerWorker),
      meaning: "what one worker may cost before it is ended; `0`: no cap"),
  ]

  private static let amounts = 0...1_000_000_000_000
}

// MARK: For people

extension SettingKey {
  /// As in `budget.usd_per_day`.
  package var path: String { parent.map { "\($0).\(name)" } ?? name }

  /// What it holds, as in "length of time".
  package var type: String {
    switch kind {
    case .text: "text"
    case .workerKind: WorkerKind.allCases.map { "`\($0.rawValue)`" }.joined(separator: " or ")
    case .variables: "list of names"
    case .time: "length of time"
    case .count: "number"
    case .dollars: "US dollars"
    case .flag: "`true` or `false`"
    }
  }

  /// The default; a value is in back quotes, anything else in words.
  package var standard: String {
    if let otherwise { return otherwise }
    let settings = Settings()
    return switch kind {
    case .text, .workerKind: "none"
    case .variables(let path):
      "`\(JSONWriter.text(.array(settings[keyPath: path].map(JSONValue.string))))`"
    case .time(let path, _):
      settings[keyPath: path] == .zero ? "`0`" : "`\(settings[keyPath: path].text)`"
    case .count(let path, _): "`\(settings[keyPath: path])`"
    case .flag(let path): "`\(settings[keyPath: path])`"
    case .dollars(let path):
      "`\(Int(exactly: settings[keyPath: path]).map(String.init) ?? "\(settings[keyPath: path])")`"
    }
  }

  /// The table of the documentation.
  package static var table: String {
    let rows = all.map { "| `\($0.path)` | \($0.type) | \($0.standard) | \($0.meaning) |" }
    return (["| key | type | default | meaning |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}
