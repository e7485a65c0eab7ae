/// Every key of a manifest, in the order people read about them: the one source of what the parser
/// knows, of the table in the documentation and of the hint in its errors.
package enum ManifestKeys {
  package struct Row: Sendable {
    /// As in `run.command`.
    package let path: String
    /// What it wants, for people.
    package let wants: String
    package let standard: String
    package let meaning: String

    init(_ path: String, _ wants: String, _ standard: String, _ meaning: String) {
      self.path = path
      self.wants = wants
      self.standard = standard
      self.meaning = meaning
    }
  }

  private static let about: [Row] = [
    Row(
      "description", "one line", "required",
      "what it looks at, for people and for the decider; at most 200 characters"),
    Row("owner", "text", "none", "whom to ask about it"),
    Row("links", "list of texts", "none", "where to read on"),
    Row("enabled", "`true` or `false`", "`true`", "`false` switches it off; its files stay"),
  ]

  private static let running: [Row] = [
    Row(
      "run.command", "list of words", "the script",
      "what to run instead of the script; no shell is involved"),
    Row(
      "run.stdin", "`none` or `last_reading`", "`none`",
      "`last_reading`: its last reading on standard input, as JSON"),
    Row(
      "run.cwd", "path", "the data dir",
      "where it runs; relative to the data dir, `~/` is your home"),
    Row(
      "run.env", "`inherit` or `clean`", "`inherit`",
      "`clean`: `PATH HOME LANG LC_ALL TZ TMPDIR USER LOGNAME` and `LOOOP_*` alone, beside its"
        + " inputs and secrets"),
    Row(
      "run.exit_codes", "`plain` or `nagios`", "`plain`",
      "`plain`: 0 is good, all others are errors; `nagios`: 0, 1 and 2 are the states ok, warning"
        + " and critical, all others are errors"),
    Row(
      "run.output", "`json`, `text` or `lines`", "`json`",
      "what it prints: one JSON value, a text, or a list of lines; `text` with `exit_codes: nagios`"
    ),
    Row("timeout", "length of time", "`60s`", "a run that takes longer is ended; `1s` to `10m`"),
    Row("max_bytes", "number", "`8192`", "a run that prints more is ended; 1 to 1048576"),
  ]

  private static let timing: [Row] = [
    Row("every", "length of time", "every beat", "time between two runs; `1s` to `365d`"),
    Row(
      "jitter", "length of time", "`0s`",
      "up to so much is added to `every`, the same for each run of one sensor"),
    Row(
      "catch_up", "`one` or `none`", "`one`",
      "a run that was missed by a whole period, as while looop was down: made up for once, or left out"
    ),
    Row(
      "ttl", "length of time", "none",
      "a reading older than this has the status `stale`, which wakes once"),
    Row("retry.times", "0 to 5", "`0`", "how often a failed run is retried before it counts"),
    Row("retry.delay", "length of time", "`5s`", "how long to wait before that"),
    Row(
      "on_error", "`signal` or `keep_last`", "`signal`",
      "a failed run is the reading, or the last good one stands until its `ttl`"),
    Row(
      "quiet_hours", "list of `days`, `from`, `to`", "none",
      "it does not run and wakes nothing: `{days: [sat, sun], from: \"22:00\", to: \"07:00\"}`;"
        + " without `days` on every day"),
    Row(
      "watch", "list of paths", "none",
      "files and folders whose change runs it at once, at most 16; relative to the data dir"),
  ]

  private static let waking: [Row] = [
    Row(
      "wake.on", "`signal`, `always` or `never`", "`signal`",
      "what wakes: a changed signal or status, every run, or nothing"),
    Row(
      "wake.ignore", "list of pointers", "none", "parts of the signal whose change does not count"),
    Row(
      "wake.tolerance", "pointers and numbers", "none",
      "numbers of the signal that count only once they moved by more: `{/percent: 5}`"),
    Row("wake.settle", "length of time", "`0s`", "a change counts once it has lasted so long"),
    Row(
      "wake.min_interval", "length of time", "`0s`",
      "at most one change counts in this time; later ones count with the next"),
    Row(
      "wake.flap", "`after`, `within`, `action`", "none",
      "it flaps when it changed `after` times `within` a time: `flag` tells the decider, `mute` also"
        + " stops it from waking until it is calm"),
  ]

  private static let meaning: [Row] = [
    Row(
      "signal", "names and pointers", "from the output",
      "builds the signal from the output: `{open: /total, ids: /items/*/id}`"),
    Row("detail", "names and pointers", "from the output", "builds the detail in the same way"),
    Row(
      "signal_schema", "JSON Schema", "none",
      "what the signal must be; a run whose signal is not has the status `invalid`"),
    Row(
      "trust", "`trusted`, `internal` or `untrusted`", "see below",
      "how far its words may be believed"),
  ]

  private static let needs: [Row] = [
    Row(
      "inputs", "names, each with any of `description`, `required`, `default`, `enum`, `pattern`",
      "none",
      "what can be set in `<name>.local.yaml`; `repo` reaches the script as `INPUT_REPO`"),
    Row("requires.commands", "list of programs", "none", "without them it does not run"),
    Row("requires.os", "list of `linux`, `macos`", "any", "elsewhere it does not run"),
    Row(
      "secrets", "list of names", "none",
      "variables from looop's environment or `secrets.env`; one that may be missing ends in `?`"),
    Row(
      "network", "list of hosts", "none",
      "whom it talks to, `*` for anybody; declared, not enforced"),
    Row(
      "push", "any of `dedupe`, `max_per_minute`, `keep`", "none",
      "it runs nothing: `looop push NAME` brings its readings"),
  ]

  package static let all: [Row] = about + running + timing + waking + meaning + needs

  /// The keys at the top, in the order of the rows.
  static let names: [String] = all.reduce(into: []) { names, row in
    let name = String(row.path.prefix { $0 != "." })
    if !names.contains(name) { names.append(name) }
  }

  /// The keys that stand right below `parent`.
  static func names(below parent: String) -> [String] { parts[parent] ?? [] }

  /// Made once: a thousand manifests are read at a start.
  private static let parts: [String: [String]] = all.reduce(into: [:]) { parts, row in
    let steps = row.path.split(separator: ".").map(String.init)
    if steps.count == 2 { parts[steps[0], default: []].append(steps[1]) }
  }

  // Below these stand names of a fixed set that have no row of their own.
  static let quietHours = ["days", "from", "to"]
  static let flap = ["after", "within", "action"]
  static let input = ["description", "required", "default", "enum", "pattern"]
  static let push = ["dedupe", "max_per_minute", "keep"]

  /// As a table of the documentation.
  package static var table: String {
    let rows = all.map { "| `\($0.path)` | \($0.wants) | \($0.standard) | \($0.meaning) |" }
    return (["| key | wants | default | meaning |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}
