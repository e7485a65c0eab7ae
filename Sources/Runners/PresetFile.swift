internal import Core
internal import YAML

/// A runner preset as written: one flat mapping.
enum PresetFile {
  private static let keys = [
    "name", "title", "description", "binary", "install_hint", "adapter", "tick_command",
    "worker_command", "terminal_command", "documented_tick_command", "documented_worker_command",
    "env", "pass_env",
    "ask_wait", "busy_titles", "worker_note", "prices", "tested_with",
  ]

  static func parse(_ bytes: [UInt8], file: String) throws(YAMLFailure) -> RunnerPreset {
    let root = try YAMLDocument.parse(bytes, file: file)
    let mapping = try YAMLMapping(
      root, file: file, keys: keys, nearest: { Nearest.match($0, in: $1) })
    return RunnerPreset(
      name: try text("name", in: mapping),
      title: try text("title", in: mapping),
      description: try text("description", in: mapping),
      binary: try mapping.string("binary") ?? "",
      installHint: try mapping.string("install_hint") ?? "",
      adapter: try text("adapter", in: mapping),
      tickCommand: try text("tick_command", in: mapping, mayBeEmpty: true),
      workerCommand: try text("worker_command", in: mapping, mayBeEmpty: true),
      terminalCommand: try mapping.string("terminal_command") ?? "",
      documentedTickCommand: try mapping.string("documented_tick_command") ?? "",
      documentedWorkerCommand: try mapping.string("documented_worker_command") ?? "",
      environment: try mapping.stringMap("env") ?? [:],
      passEnvironment: try mapping.strings("pass_env") ?? [],
      askWait: try mapping.int("ask_wait", in: 1...604_800),
      busyTitles: try mapping.strings("busy_titles") ?? [],
      workerNote: try mapping.string("worker_note") ?? "",
      prices: try prices(mapping),
      testedWith: try mapping.string("tested_with") ?? "")
  }

  /// US dollars for a million tokens: a mapping of models to what each kind of token costs. What a
  /// cached token costs may be left out where the provider has no price of its own for it.
  private static func prices(_ preset: YAMLMapping) throws(YAMLFailure) -> Prices {
    var models: [String: Price] = [:]
    let kinds = ["input", "output", "cache_read", "cache_write"]
    for (model, row) in try preset.mappings("prices", keys: kinds) {
      guard let input = try row.number("input", in: 0...1e6),
        let output = try row.number("output", in: 0...1e6)
      else { throw row.failure("input", "a price needs 'input' and 'output'") }
      models[model] = Price(
        input: input, output: output,
        cacheRead: try row.number("cache_read", in: 0...1e6) ?? input,
        cacheWrite: try row.number("cache_write", in: 0...1e6) ?? input)
    }
    return Prices(models)
  }

  private static func text(
    _ key: String, in mapping: YAMLMapping, mayBeEmpty: Bool = false
  ) throws(YAMLFailure) -> String {
    guard let text = try mapping.string(key) else {
      throw mapping.failure(key, "a preset needs '\(key)'")
    }
    if text.isEmpty, !mayBeEmpty { throw mapping.failure(key, "'\(key)' may not be empty") }
    return text
  }
}
