internal import Base
internal import Core
internal import YAML

/// Reads the file of a runner preset: one flat mapping.
enum PresetFile {
  private static let keys = [
    "name", "title", "description", "binary", "install_hint", "adapter", "tick_command",
    "worker_command", "terminal_command", "concierge_command", "documented_tick_command",
    "documented_worker_command",
    "env", "pass_env", "drop_env", "login", "needs", "hooks", "version_command", "older",
    "ask_wait", "busy_titles", "worker_note", "prices", "tested_with",
    "schema", "stream",
  ]

  /// A shipped preset: everything that people are shown must be in it.
  static func parse(_ bytes: [UInt8], file: String) throws(YAMLFailure) -> RunnerPreset {
    let mapping = try mapping(bytes, file)
    for key in ["title", "description"] { _ = try text(key, in: mapping) }
    for key in ["tick_command", "worker_command"] {
      _ = try text(key, in: mapping, mayBeEmpty: true)
    }
    return try preset(
      mapping, name: try text("name", in: mapping), adapter: try text("adapter", in: mapping))
  }

  /// A preset of the user's own, in a file called `<name>.yaml`. What only people are shown is
  /// optional, and so are commands, which the config may give.
  static func parse(
    _ bytes: [UInt8], file: String, called name: String, adapters: [String]
  ) throws(YAMLFailure) -> RunnerPreset {
    let mapping = try mapping(bytes, file)
    let said = try mapping.string("name") ?? name
    guard said == name else {
      throw mapping.failure(
        "name", "the file is called \(name).yaml, so its preset's name is '\(name)', not '\(said)'")
    }
    let adapter = try mapping.string("adapter") ?? CustomRunner.id
    guard adapters.contains(adapter) else {
      throw mapping.failure(
        "adapter",
        "'\(adapter)' is not an adapter; the adapters are: \(adapters.joined(separator: ", "))")
    }
    return try preset(mapping, name: name, adapter: adapter)
  }

  private static func mapping(
    _ bytes: [UInt8], _ file: String
  ) throws(YAMLFailure) -> YAMLMapping {
    try YAMLMapping(
      YAMLDocument.parse(bytes, file: file), file: file, keys: keys,
      nearest: { Nearest.match($0, in: $1) })
  }

  private static func preset(
    _ mapping: YAMLMapping, name: String, adapter: String
  ) throws(YAMLFailure) -> RunnerPreset {
    let stream = try StreamFile.parse(mapping)
    guard stream == nil || adapter == CustomRunner.id else {
      throw mapping.failure(
        "stream", "only the adapter 'custom' reads 'stream'; '\(adapter)' has its own format")
    }
    var preset = RunnerPreset(
      name: name, title: try mapping.string("title") ?? name,
      description: try mapping.string("description") ?? "",
      binary: try mapping.string("binary") ?? "",
      installHint: try mapping.string("install_hint") ?? "",
      adapter: adapter, tickCommand: try mapping.string("tick_command") ?? "",
      workerCommand: try mapping.string("worker_command") ?? "",
      terminalCommand: try mapping.string("terminal_command") ?? "",
      documentedTickCommand: try mapping.string("documented_tick_command") ?? "",
      documentedWorkerCommand: try mapping.string("documented_worker_command") ?? "",
      environment: try mapping.stringMap("env") ?? [:],
      passEnvironment: [],
      askWait: try mapping.int("ask_wait", in: 1...604_800).map { .seconds($0) },
      busyTitles: try mapping.strings("busy_titles") ?? [],
      workerNote: try mapping.string("worker_note") ?? "",
      prices: try prices(mapping),
      testedWith: try mapping.string("tested_with") ?? "",
      options: stream.map { AdapterOptions($0) })
    preset.conciergeCommand = try mapping.string("concierge_command") ?? ""
    preset.passEnvironment = try variables("pass_env", in: mapping)
    preset.dropEnvironment = try variables("drop_env", in: mapping)
    preset.login = try login(mapping)
    preset.needs = try need("needs", in: mapping)
    preset.hooks = try need("hooks", in: mapping)
    preset.versionCommand = try mapping.string("version_command") ?? ""
    preset.older = try older(mapping)
    if let word = try mapping.string("schema") {
      guard let schema = AnswerSchema(rawValue: word) else {
        let known = AnswerSchema.allCases.map(\.rawValue).joined(separator: " or ")
        throw mapping.failure("schema", "'schema' is '\(word)'; write \(known)")
      }
      preset.answerSchema = schema
    }
    return preset
  }

  private static func variables(
    _ key: String, in mapping: YAMLMapping
  ) throws(YAMLFailure) -> [String] {
    let names = try mapping.strings(key) ?? []
    guard let wrong = names.first(where: { !VariableNames.isAcceptable($0) }) else { return names }
    throw mapping.failure(
      key, "'\(wrong)' is not the name of a variable; `*` may stand at the end of a name only")
  }

  private static func login(_ preset: YAMLMapping) throws(YAMLFailure) -> [String] {
    let signs = try preset.strings("login") ?? []
    let wrong = signs.first { sign in
      sign.contains("/")
        ? !["/", "~/", "$"].contains(where: sign.hasPrefix) : !VariableNames.isAcceptable(sign)
    }
    guard let wrong else { return signs }
    throw preset.failure(
      "login",
      "'\(wrong)' is neither the name of a variable nor a path that begins with /, ~/ or $NAME/")
  }

  private static func need(
    _ key: String, in preset: YAMLMapping
  ) throws(YAMLFailure) -> VersionNeed? {
    guard let text = try preset.string(key) else { return nil }
    guard let need = VersionNeed(text) else {
      throw preset.failure(key, "'\(key)' should be a version such as '>=1.2', not '\(text)'")
    }
    return need
  }

  /// The commands for versions below one.
  private static func older(
    _ preset: YAMLMapping
  ) throws(YAMLFailure) -> RunnerPreset.OlderCommands? {
    let keys = ["below", "tick_command", "worker_command"]
    guard let older = try preset.mapping("older", keys: keys) else { return nil }
    guard let text = try older.string("below"), let below = ProgramVersion(text) else {
      throw older.failure("below", "'older' needs 'below', a version such as '1.2'")
    }
    return RunnerPreset.OlderCommands(
      below: below, tickCommand: try older.string("tick_command") ?? "",
      workerCommand: try older.string("worker_command") ?? "")
  }

  /// US dollars per million tokens, by model and kind of token. Without a price of their own, cached
  /// tokens cost what input costs.
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
