import Base
import Core
import TestSupport
import Testing

@Suite("Settings of the original")
struct FormerSettingsTests {
  private func parse(_ text: String) throws -> Settings {
    try Settings.parse(Array(text.utf8), path: "config.json")
  }

  @Test("A variable that is set is named, with what takes its place")
  func variables() {
    let set = FormerSettings.variables(in: [
      "LOOOP_MAX_DECIDES_PER_HOUR": "1", "LOOOP_DATA_DIR": "/x", "LOOOP_CONFIG": "/y",
      "PATH": "/bin",
    ])
    #expect(
      set.map(\.sentence) == [
        "LOOOP_MAX_DECIDES_PER_HOUR is set and not read: the config's budget.calls_per_hour is the cap."
      ])
  }

  @Test("A key that a sentence sends people to is one of the config")
  func keys() {
    let known = Set(SettingKey.all.map(\.path))
    for variable in FormerSettings.variables {
      #expect(variable.name.hasPrefix("LOOOP_"))
      let named = variable.instead.split(separator: " ").first { $0 == "config's" }
      guard named != nil else { continue }
      let key = variable.instead.split(separator: " ").drop { $0 != "config's" }.dropFirst().first
      #expect(known.contains(String(key ?? "")), "\(variable.sentence)")
    }
  }

  @Test("Its older names of the two commands are read, and said to be old")
  func renamed() throws {
    let settings = try parse(#"{"tick":"a -p","interactive":"b","max_daily_usd":5}"#)
    #expect(settings.tickCommand == "a -p" && settings.workerCommand == "b")
    #expect(
      settings.warnings == [
        "config.json: tick is called tick_command now.",
        "config.json: interactive is called worker_command now.",
        "config.json: max_daily_usd is not read: set budget.usd_per_day.",
      ])
    #expect(try parse(#"{"tick":"a","tick_command":"b"}"#).tickCommand == "b")
  }

  @Test(
    "A placeholder that looop does not replace is refused, with the mend",
    arguments: [
      (
        #"{"worker_command":"a {{model}}"}"#,
        "worker_command cannot be run: There is no placeholder {{model}} any more"
      ),
      (
        #"{"tick_command":"a {{thinking}}"}"#,
        "tick_command cannot be run: There is no placeholder {{thinking}} any more"
      ),
      (
        #"{"tick_command":"a {{promt_file}}"}"#,
        "tick_command cannot be run: There is no placeholder {{promt_file}}."
      ),
      (
        #"{"interactive":"a {{x}}"}"#,
        "worker_command cannot be run: There is no placeholder {{x}}."
      ),
    ])
  func placeholders(text: String, message: String) {
    let error = #expect(throws: LooopError.self) {
      try parse(text).demandPlaceholders(path: "config.json")
    }
    #expect(error?.message.hasPrefix("config.json: \(message)") == true, "\(error?.message ?? "")")
    #expect(error?.code == "E_CONFIG" && error?.hint?.contains("looop init") == true)
  }
}
