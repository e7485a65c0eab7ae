import Base
import Core
import YAML

@testable import Sensors

/// Every key of a manifest at once, but for `push`, which goes with no run.
let wholeManifest = """
  # All of it.
  description: Open pull requests, and who waits
  owner: "ops"
  links: [https://example.org/a, 'b']
  enabled: true
  run:
    command: [python3, "sensors/prs.py", --all, 3]
    stdin: last_reading
    cwd: ~/work
    env: clean
    environment: {LC_ALL: C, COUNT: 3, EMPTY: }
    stderr: merge
    exit_codes: nagios
    output: json
    x-why: [because]
  timeout: 90s
  max_bytes: 1048576
  every: 10m
  jitter: 1m
  catch_up: none
  relook: always
  ttl: 1h
  age_of: ~/backup.log
  retry: {times: 3, delay: 10s, x-a: 1}
  on_error: keep_last
  quiet_hours:
    - days: [sat, Sun]
      from: 22:00
      to: "7:05"
    - {from: "00:00", to: "24:00", x-b: 2}
  watch: [/etc/hosts, ~/notes, sub/file]
  wake:
    on: never
    ignore: [/at, /items/*/age]
    tolerance: {/percent: 5, /load: 0.25}
    settle: 5m
    min_interval: 1h
    flap: {after: 4, within: 10m, action: mute, x-c: 3}
    x-d: 4
  signal: {open: /total, x-ids: /items/*/id}
  detail: {all: ''}
  signal_schema: {type: object, required: [open]}
  trust: trusted
  inputs:
    repo:
      description: which one
      required: true
      default: a/b
      enum: [a/b, c/d]
      pattern: '^[a-z/]+$'
      x-e: 5
    limit:
  requires: {commands: [git, curl], os: [linux, macos], x-f: 6}
  secrets: [API_TOKEN, OTHER?]
  network: [api.example.org, '*']
  x-mine: {description: [1]}

  """

/// What `wholeManifest` means, but for its inputs, which nothing else can make.
func wholeValue() throws -> Manifest {
  var manifest = Manifest()
  manifest.description = "Open pull requests, and who waits"
  manifest.owner = "ops"
  manifest.links = ["https://example.org/a", "b"]
  manifest.command = ["python3", "sensors/prs.py", "--all", "3"]
  manifest.standardInput = .lastReading
  manifest.workingDirectory = "~/work"
  manifest.environment = .clean
  manifest.variables = ["LC_ALL": "C", "COUNT": "3", "EMPTY": ""]
  manifest.standardError = .merge
  manifest.exitCodes = .nagios
  manifest.output = .json
  manifest.timeout = .seconds(90)
  manifest.maxBytes = 1_048_576
  manifest.timing.every = .minutes(10)
  manifest.jitter = .minutes(1)
  manifest.timing.catchesUp = false
  manifest.timing.relook = .always
  manifest.timing.ttl = .hours(1)
  manifest.ageFile = "~/backup.log"
  manifest.timing.retries = 3
  manifest.timing.retryDelay = .seconds(10)
  manifest.timing.keepsLast = true
  manifest.timing.quietHours = [
    QuietHours(days: [0, 6], from: 1320, to: 425),
    QuietHours(days: Set(0...6), from: 0, to: 1440),
  ]
  manifest.watch = ["/etc/hosts", "~/notes", "sub/file"]
  manifest.wake.cause = .never
  manifest.wake.ignored = try pointers("/at", "/items/*/age")
  let banded = try pointers("/percent", "/load")
  manifest.wake.tolerances = [
    .init(pointer: banded[0], band: 5), .init(pointer: banded[1], band: 0.25),
  ]
  manifest.wake.settle = .minutes(5)
  manifest.wake.leastInterval = .hours(1)
  manifest.wake.flap = WakeRules.Flap(count: 4, within: .minutes(10), action: .mute)
  manifest.signal = try readingMap("{open: /total, x-ids: /items/*/id}")
  manifest.detail = try readingMap("{all: ''}")
  manifest.schema = .rules(
    SignalSchema.Rules {
      $0.kinds = [.object]
      $0.required = ["open"]
    })
  manifest.trust = .trusted
  manifest.commands = ["git", "curl"]
  manifest.systems = [.linux, .macos]
  manifest.secrets = [
    .init(name: "API_TOKEN", isOptional: false), .init(name: "OTHER", isOptional: true),
  ]
  manifest.network = ["api.example.org", "*"]
  manifest.delicateKeys = [
    "run.stdin", "run.env", "run.environment", "secrets", "network",
  ]
  return manifest
}

struct NoPointer: Error {}

func pointers(_ texts: String...) throws -> [PointerPattern] {
  try texts.map { text in
    guard let pointer = PointerPattern(text) else { throw NoPointer() }
    return pointer
  }
}

func readingMap(_ text: String) throws -> ReadingMap {
  try ReadingMap(
    YAMLDocument.parse(Array(text.utf8), file: "map"), file: "map", key: "signal")
}

extension SignalSchema.Rules {
  init(_ change: (inout Self) -> Void) {
    self.init()
    change(&self)
  }
}

/// A manifest of a description and of what `text` adds on the lines from the second on.
func parsed(_ text: String) throws(LooopError) -> Manifest {
  try Manifest.parse(Array("description: x\n\(text)".utf8), file: "x.yaml")
}

/// A manifest of a description and of what `change` sets.
func described(_ change: (inout Manifest) throws -> Void) rethrows -> Manifest {
  var manifest = Manifest()
  manifest.description = "x"
  try change(&manifest)
  return manifest
}

func described() -> Manifest { described { _ in } }

/// What is wrong with such a manifest, without the name of its file; "" for nothing.
func complaint(_ text: String) -> String {
  guard let error = thrown({ () throws(LooopError) in _ = try parsed(text) }) else { return "" }
  guard error.code == "E_MANIFEST", error.kind == .config, error.message.hasPrefix("x.yaml:"),
    error.hint == "Keys: \(ManifestKeys.names.joined(separator: ", ")); see docs/sensors.md."
  else { return "\(error.code) \(error)" }
  return String(error.message.dropFirst("x.yaml:".count))
}

extension InputDeclaration {
  /// All of it on one line.
  var shown: String {
    let parts = [
      name, description, isRequired ? "required" : "", standard ?? "-",
      choices?.joined(separator: ",") ?? "any", pattern?.text ?? "-",
    ]
    return parts.joined(separator: "|")
  }
}
