package import Base

extension Settings {
  /// Reads the text of a config file; `path` is for the messages. Throws `E_CONFIG` with line and
  /// column, or the key, of what cannot be used.
  package static func parse(_ bytes: [UInt8], path: String) throws(LooopError) -> Settings {
    let object: JSONObject
    do throws(JSONParser.Failure) {
      object = try JSONParser.parseObject(bytes)
    } catch {
      throw LooopError(
        .config, "E_CONFIG", "\(path):\(error.line):\(error.column): \(error.message).",
        hint: "Mend that line, or run `looop init` to write the file anew.")
    }
    var reader = SettingsReader(path: path, object: object)
    var settings = try reader.read()
    settings.digest = Digest.sha256(bytes)
    return settings
  }
}

/// One pass over the members of a config file.
struct SettingsReader {
  let path: String
  let object: JSONObject
  private var settings = Settings()

  init(path: String, object: JSONObject) {
    self.path = path
    self.object = object
  }

  mutating func read() throws(LooopError) -> Settings {
    settings.runner = try string("runner")
    settings.tickCommand = try string("tick_command")
    settings.workerCommand = try string("worker_command")
    settings.workdir = try string("workdir")
    if let kind = try string("worker_kind") {
      guard let known = WorkerKind(rawValue: kind) else {
        throw wrong("worker_kind", "should be \"headless\" or \"terminal\"")
      }
      settings.workerKind = known
    }
    settings.interval = try duration("interval", settings.interval, in: .seconds(5) ... .days(1))
    settings.maxWorkers = try count("max_workers", object, settings.maxWorkers, in: 0...1_000)
    settings.workerTimeout = try duration(
      "worker_timeout", settings.workerTimeout, in: .zero ... .days(365))
    settings.stuckAfter = try duration(
      "stuck_after", settings.stuckAfter, in: .seconds(1) ... .days(365))
    settings.doneGrace = try duration("done_grace", settings.doneGrace, in: .zero ... .days(1))
    settings.passEnvironment = try names("pass_env")
    settings.tickTimeout = try duration(
      "tick_timeout", settings.tickTimeout, in: .seconds(1) ... .days(1))
    settings.tickSilence = try duration(
      "tick_silence", settings.tickSilence, in: .zero ... .days(1))
    settings.fallbackRunner = try string("fallback_runner")
    settings.noopTTL = try duration("noop_ttl", settings.noopTTL, in: .zero ... .days(365))
    settings.sessionTTL = try duration("session_ttl", settings.sessionTTL, in: .zero ... .days(365))
    try readBudget()
    warnAboutUnknown(
      object.keys, known: Settings.keys.map(\.name), later: Settings.laterKeys, prefix: "")
    return settings
  }

  private mutating func readBudget() throws(LooopError) {
    guard let value = object["budget"] else { return }
    guard let budget = value.object else { throw wrong("budget", "should be an object") }
    for cap in [BudgetCaps.Cap.callsPerHour, .callsPerDay, .tokensPerDay] {
      let standard = Int(settings.caps[cap])
      settings.caps[cap] = Double(
        try count(cap.rawValue, budget, standard, in: 0...1_000_000_000_000))
    }
    settings.caps.dollarsPerDay = try dollars("usd_per_day", budget, settings.caps.dollarsPerDay)
    settings.caps.dollarsPerWorker = try dollars(
      "usd_per_worker", budget, settings.caps.dollarsPerWorker)
    warnAboutUnknown(budget.keys, known: Settings.budgetKeys, later: [], prefix: "budget.")
  }

  private mutating func warnAboutUnknown(
    _ keys: [String], known: [String], later: Set<String>, prefix: String
  ) {
    for key in keys where !known.contains(key) {
      if later.contains(key) {
        settings.warnings.append("\(path): \(prefix)\(key) has no effect in this version yet.")
      } else {
        let near = Nearest.match(key, in: known + later).map { " Did you mean \(prefix)\($0)?" }
        let shown = Untrusted.quoted(key, bytes: 60)
        settings.warnings.append("\(path): unknown key \(prefix)\(shown).\(near ?? "")")
      }
    }
  }

  private func wrong(_ key: String, _ what: String) -> LooopError {
    LooopError(
      .config, "E_CONFIG", "\(path): \(key) \(what).",
      hint: "Mend the file, or run `looop init` to choose the runner anew.")
  }

  private func string(_ key: String) throws(LooopError) -> String? {
    guard let value = object[key], value != .null else { return nil }
    guard let text = value.string, !text.isEmpty, !text.contains("\0") else {
      throw wrong(key, "should be a text that is not empty")
    }
    return text
  }

  /// Names of environment variables.
  private func names(_ key: String) throws(LooopError) -> [String] {
    guard let value = object[key], value != .null else { return [] }
    let texts = value.array?.compactMap(\.string) ?? []
    guard let array = value.array, texts.count == array.count,
      texts.allSatisfy({ !$0.isEmpty && !$0.contains("=") && !$0.contains("\0") })
    else { throw wrong(key, "should be a list of names of environment variables") }
    return texts
  }

  private func duration(
    _ key: String, _ standard: Duration, in range: ClosedRange<Duration>
  ) throws(LooopError) -> Duration {
    guard let value = object[key] else { return standard }
    let given =
      value.int.map { Duration.seconds($0) } ?? value.string.flatMap(Duration.init(parsing:))
    guard let given, range ~= given else {
      throw wrong(
        key,
        "should be seconds or a duration such as \"90s\", \"5m\", \"2h\","
          + " from \(range.lowerBound.seconds) to \(range.upperBound.seconds) seconds")
    }
    return given
  }

  private func count(
    _ key: String, _ object: JSONObject, _ standard: Int, in range: ClosedRange<Int>
  ) throws(LooopError) -> Int {
    guard let value = object[key] else { return standard }
    guard let count = value.int, range ~= count else {
      throw wrong(
        key, "should be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  private func dollars(
    _ key: String, _ object: JSONObject, _ standard: Double
  ) throws(LooopError) -> Double {
    guard let value = object[key] else { return standard }
    guard let amount = value.double, 0...1_000_000 ~= amount else {
      throw wrong(key, "should be an amount of US dollars from 0 to 1000000")
    }
    return amount
  }
}
