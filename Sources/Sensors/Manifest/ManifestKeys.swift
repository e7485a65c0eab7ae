/// Every key of a manifest, in the order of the documentation: the one source of the keys that the
/// parser accepts, of the table in the documentation and of the hint in errors.
package enum ManifestKeys {
  package struct Row: Sendable {
    /// As in `run.command`.
    package let path: String
    /// What it holds, for people.
    package let type: String
    package let standard: String
    package let meaning: String

    init(_ path: String, type: String, standard: String, meaning: String) {
      self.path = path
      self.type = type
      self.standard = standard
      self.meaning = meaning
    }
  }

  private static let about: [Row] = [
    Row(
      "description", type: "one line", standard: "required",
      meaning: "what it observes, for people and for the decider; at most 200 characters"),
    Row("owner", type: "text", standard: "none", meaning: "whom to ask about it"),
    Row("links", type: "list of texts", standard: "none", meaning: "where to read more"),
    Row(
      "enabled", type: "`true` or `false`", standard: "`true`",
      meaning: "`false` switches it off and keeps its files"),
  ]

  private static let running: [Row] = [
    Row(
      "run.command", type: "list of words", standard: "the script",
      meaning: "what to run instead of the script; no shell is involved"),
    Row(
      "run.stdin", type: "`none` or `last_reading`", standard: "`none`",
      meaning:
        "`last_reading`: its last good reading on standard input, as JSON; nothing the first time"),
    Row(
      "run.cwd", type: "path", standard: "the data dir",
      meaning: "where it runs; relative to the data dir, `~/` is your home"),
    Row(
      "run.env", type: "`inherit` or `clean`", standard: "`inherit`",
      meaning:
        "`clean`: only `PATH HOME LANG LC_ALL TZ TMPDIR USER LOGNAME`, `LOOOP_*`, its inputs and"
        + " its secrets"),
    Row(
      "run.environment", type: "names and texts", standard: "none",
      meaning: "more variables: `{LC_ALL: C}`, taken literally; a secret belongs in `secrets`"),
    Row(
      "run.stderr", type: "`apart` or `merge`", standard: "`apart`",
      meaning: "`merge`: what it writes to standard error is part of what it prints"),
    Row(
      "run.exit_codes", type: "`plain`, `nagios`, or codes and words", standard: "`plain`",
      meaning:
        "`plain`: 0 is good, all others are errors; `nagios`: 0, 1 and 2 are the states ok, warning"
        + " and critical, all others are errors; `{0: ok, 1: none, 33: urgent}`: see below"),
    Row(
      "run.output", type: "`json`, `text` or `lines`", standard: "`json`",
      meaning:
        "what it prints: one JSON value, a text, or a list of lines; `text` with `exit_codes: nagios`"
    ),
    Row(
      "timeout", type: "length of time", standard: "`60s`",
      meaning: "a run that takes longer is ended; `1s` to `10m`"),
    Row(
      "max_bytes", type: "number", standard: "`8192`",
      meaning: "a run that prints more is ended; 1 to 1048576"),
  ]

  private static let timing: [Row] = [
    Row(
      "every", type: "length of time", standard: "every beat",
      meaning: "time between two runs; `1s` to `365d`"),
    Row(
      "jitter", type: "length of time", standard: "`0s`",
      meaning: "at most this much is added to `every`, the same for each run of one sensor"),
    Row(
      "catch_up", type: "`one` or `none`", standard: "`one`",
      meaning:
        "`one`: a run missed by a whole period, as while looop was down, is made up for once; `none`:"
        + " it is left out"
    ),
    Row(
      "relook", type: "`auto`, `always` or `never`", standard: "`auto`",
      meaning:
        "whether it runs again at once after a command ran or a worker ended;"
        + " `auto`: unless `every` is longer than `5m`"
    ),
    Row(
      "ttl", type: "length of time", standard: "none",
      meaning: "a reading older than this has the status `stale`, which wakes once"),
    Row(
      "age_of", type: "path", standard: "none",
      meaning:
        "the file that it reports on: a reading is as old as that file, for its `ttl`; relative to the"
        + " data dir"),
    Row(
      "retry.times", type: "0 to 5", standard: "`0`",
      meaning: "how often a failed run is retried before it is reported"),
    Row(
      "retry.delay", type: "length of time", standard: "`5s`",
      meaning: "how long to wait before each retry"),
    Row(
      "on_error", type: "`signal` or `keep_last`", standard: "`signal`",
      meaning: "a failed run is the reading, or the last good one stands until its `ttl`"),
    Row(
      "quiet_hours", type: "list of `days`, `from`, `to`", standard: "none",
      meaning:
        "when it neither runs nor wakes the loop: `{days: [sat, sun], from: \"22:00\", to: \"07:00\"}`;"
        + " without `days` on every day"),
    Row(
      "watch", type: "list of paths", standard: "none",
      meaning:
        "files and folders whose change runs it at once, at most 16; relative to the data dir, `~/` and"
        + " `$HOME` are your home, `$INPUT_REPO` is the input `repo`"),
  ]

  private static let waking: [Row] = [
    Row(
      "wake.on", type: "`signal`, `always` or `never`", standard: "`signal`",
      meaning: "what wakes: a changed signal or status, every run, or nothing"),
    Row(
      "wake.ignore", type: "list of pointers", standard: "none",
      meaning: "parts of the signal whose change does not count"),
    Row(
      "wake.tolerance", type: "pointers and numbers", standard: "none",
      meaning: "numbers of the signal that count only once they moved by more: `{/percent: 5}`"),
    Row(
      "wake.settle", type: "length of time", standard: "`0s`",
      meaning: "a change counts once it has lasted this long"),
    Row(
      "wake.min_interval", type: "length of time", standard: "`0s`",
      meaning: "at most one change counts in this time; later ones count together afterwards"),
    Row(
      "wake.flap", type: "`after`, `within`, `action`", standard: "none",
      meaning:
        "it flaps when it changes `after` times `within` a time: `flag` tells the decider, `mute` also"
        + " stops it from waking until it calms down"),
  ]

  private static let meaning: [Row] = [
    Row(
      "signal", type: "names and pointers", standard: "from the output",
      meaning: "builds the signal from the output: `{open: /total, ids: /items/*/id}`"),
    Row(
      "detail", type: "names and pointers", standard: "from the output",
      meaning: "builds the detail in the same way"),
    Row(
      "signal_schema", type: "JSON Schema", standard: "none",
      meaning:
        "what the signal must look like; a run whose signal does not fit has the status `invalid`"),
    Row(
      "trust", type: "`trusted`, `internal` or `untrusted`", standard: "see below",
      meaning: "how far its readings may be trusted"),
  ]

  private static let needs: [Row] = [
    Row(
      "inputs",
      type: "names, each with any of `description`, `required`, `default`, `enum`, `pattern`",
      standard: "none",
      meaning: "what can be set in `<name>.local.yaml`; `repo` reaches the script as `INPUT_REPO`"),
    Row(
      "requires.commands", type: "list of programs", standard: "none",
      meaning: "without them it does not run"),
    Row(
      "requires.os", type: "list of `linux`, `macos`", standard: "any",
      meaning: "on other systems it does not run"),
    Row(
      "secrets", type: "list of names", standard: "none",
      meaning: "variables from looop's environment or `secrets.env`; an optional one ends in `?`"),
    Row(
      "network", type: "list of hosts", standard: "none",
      meaning: "the hosts it talks to, `*` for any; declared, not enforced"),
    Row(
      "push", type: "any of `dedupe`, `max_per_minute`, `keep`", standard: "none",
      meaning: "it runs nothing; its readings come from `looop push NAME`"),
  ]

  package static let all: [Row] = about + running + timing + waking + meaning + needs

  /// The keys at the top, in the order of the rows.
  static let names: [String] = all.reduce(into: []) { names, row in
    let name = String(row.path.prefix { $0 != "." })
    if !names.contains(name) { names.append(name) }
  }

  /// The keys directly below `parent`.
  static func names(below parent: String) -> [String] { parts[parent] ?? [] }

  /// Computed once: a start may read a thousand manifests.
  private static let parts: [String: [String]] = all.reduce(into: [:]) { parts, row in
    let steps = row.path.split(separator: ".").map(String.init)
    if steps.count == 2 { parts[steps[0], default: []].append(steps[1]) }
  }

  // The keys below these have no rows of their own.
  static let quietHours = ["days", "from", "to"]
  static let flap = ["after", "within", "action"]
  static let input = ["description", "required", "default", "enum", "pattern"]
  static let push = ["dedupe", "max_per_minute", "keep"]

  /// The table of the documentation.
  package static var table: String {
    let rows = all.map { "| `\($0.path)` | \($0.type) | \($0.standard) | \($0.meaning) |" }
    return (["| key | type | default | meaning |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}
