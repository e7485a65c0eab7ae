internal import Base

/// An environment variable that looop reads, or that it sets for what it starts. A test finds one that
/// the sources name and this table does not.
struct EnvironmentVariable: Sendable {
  let name: String
  let meaning: String

  private init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }

  static let all: [EnvironmentVariable] = read + ofTerminal + set

  private static let read = [
    EnvironmentVariable(
      Marks.dataDirectory,
      "read: the data dir, unless `--data-dir` names one; set for all it starts"),
    EnvironmentVariable(
      Marks.config, "read: the config file; set for all it starts, unless it is at its usual place"),
    EnvironmentVariable(
      "XDG_STATE_HOME", "read: the data dir is `looop` in it (default: `~/.local/state`)"),
    EnvironmentVariable(
      "XDG_CONFIG_HOME", "read: the config is `looop/config.json` in it (default: `~/.config`)"),
    EnvironmentVariable("HOME", "read: where the defaults of these two are"),
    EnvironmentVariable(
      "XDG_CACHE_HOME",
      "not used by looop; a service keeps it, as `XDG_DATA_HOME`, for what it starts"),
    EnvironmentVariable("XDG_DATA_HOME", "see `XDG_CACHE_HOME`"),
    EnvironmentVariable("PATH", "read: where agent CLIs and the programs of sensors are found"),
    EnvironmentVariable(
      "USER", "read, as `LOGNAME` and `SUDO_USER` are: who answers, for the record"),
    EnvironmentVariable("LOGNAME", "see `USER`"),
    EnvironmentVariable("SUDO_USER", "see `USER`"),
    EnvironmentVariable(
      "TZ", "read, as `TZDIR` is: where a day begins, and the times that are shown"),
    EnvironmentVariable("TZDIR", "see `TZ`"),
    EnvironmentVariable(
      "LOOOP_ANY_OWNER", "read: `1` accepts a data dir or a config that other users may change"),
    EnvironmentVariable("CODEX_HOME", "read for the runner `codex`: where its own settings are"),
    EnvironmentVariable("LOOOP_DEMO_REPO", "read by the runner `demo`: the repository it works in"),
  ]

  private static let ofTerminal = [
    EnvironmentVariable("NO_COLOR", "read: with any text in it, no colours"),
    EnvironmentVariable("TERM", "read: what the terminal can do; `dumb` means nothing"),
  ]

  private static let set = [
    EnvironmentVariable(Marks.binary, "set for all that the loop starts: the path of looop itself"),
    EnvironmentVariable(Marks.run, "set for sensors, calls and commands: the beat they belong to"),
    EnvironmentVariable(Marks.session, "set for a worker and all it starts: its id"),
    EnvironmentVariable(Marks.generation, "set for a worker: which life of that id it is"),
    EnvironmentVariable(Marks.reports, "set for a worker: the folder of reports"),
    EnvironmentVariable(
      Marks.askWait,
      "set for a worker: how many seconds its `looop ask` waits before it exits with 75"),
    EnvironmentVariable(Marks.notify, "set for a notifier and all it starts: its name"),
    EnvironmentVariable("INPUT_NAME", "set for a sensor: the value of its input `name`"),
  ]
}
