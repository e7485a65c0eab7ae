import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct SettingsTests {
  private func parse(_ text: String) throws -> Settings {
    try Settings.parse(Array(text.utf8), path: "config.json")
  }

  @Test func `the seed's two commands are a whole config`() throws {
    let settings = try parse(#"{"tick_command":"claude -p","worker_command":"claude"}"#)
    #expect(settings.isWired)
    #expect(settings.warnings == [])
    #expect(settings.caps.callsPerHour == 120 && settings.caps.dollarsPerDay == 10)
    #expect(settings.caps.tokensPerDay == 0 && settings.caps.dollarsPerWorker == 0)
    #expect(settings.tickSilence == .minutes(3) && settings.fallbackRunner == nil)
    #expect(settings.tickTimeout == .minutes(10))
  }

  @Test(arguments: [
    ("{", "config.json:1:2: a member's name should stand here."),
    ("[1]", "config.json:1:1: a JSON object should stand here."),
    (#"{"interval":"soon"}"#, "config.json:1: interval should be seconds or a duration"),
    (#"{"interval":1}"#, "config.json:1: interval should be seconds or a duration"),
    (
      #"{"tick_timeout":0}"#,
      "config.json:1: tick_timeout should be seconds or a duration such as \"90s\", \"5m\", \"2h\","
        + " from 1s to 24h, and is 0."
    ),
    (#"{"worker_kind":"tty"}"#, "config.json:1: worker_kind should be"),
    (#"{"budget":{"calls_per_hour":-1}}"#, "config.json:1: calls_per_hour should be"),
    (#"{"budget":{"usd_per_day":"5"}}"#, "config.json:1: usd_per_day should be an amount"),
    (#"{"budget":5}"#, "config.json:1: budget should be an object."),
    (#"{"tick_command":""}"#, "config.json:1: tick_command should be a text"),
  ])
  func `what cannot be used is named`(text: String, message: String) {
    let error = #expect(throws: LooopError.self) { try parse(text) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(error?.code == "E_CONFIG")
  }

  @Test func `all that is wrong is said at once, with its line and its value`() throws {
    let error = #expect(throws: LooopError.self) {
      try parse(
        "{\n\"max_workers\": \"8\",\n\"budget\": {\"usd_per_day\": \"5\"},\n\"max_worker\": 1}")
    }
    #expect(
      error?.message == """
        config.json:2: max_workers should be a whole number from 0 to 1000, and is "8": write it without \
        the quotes. config.json:3: usd_per_day should be an amount of US dollars from 0 to 1000000, and \
        is "5": write it without the quotes. config.json: unknown key max_worker. Did you mean max_workers?
        """)
    #expect(error?.hint == "Fix that line.")
    let runner = #expect(throws: LooopError.self) { try parse(#"{"runner":5,"interval":"x"}"#) }
    #expect(runner?.hint == "Fix that line, or run `looop init` to choose the runner again.")
  }

  @Test func `an odd key is a warning that names the nearest`() throws {
    let settings = try parse(#"{"max_worker":3,"gate_ttl":"1h","budget":{"usd_per_dya":5}}"#)
    #expect(
      settings.warnings == [
        "config.json: unknown key budget.usd_per_dya. Did you mean budget.usd_per_day?",
        "config.json: unknown key max_worker. Did you mean max_workers?",
        "config.json: gate_ttl has no effect in this version yet.",
      ])
  }
}
