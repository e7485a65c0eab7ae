package import Base

extension Settings {
  /// Reads the text of a config file; `path` is for the messages. Throws `E_CONFIG` with line and
  /// column, or with the key that is wrong.
  package static func parse(_ bytes: [UInt8], path: String) throws(LooopError) -> Settings {
    let object: JSONObject
    do throws(JSONParser.Failure) {
      object = try JSONParser.parseObject(bytes)
    } catch {
      throw LooopError(
        .config, code: "E_CONFIG", "\(path):\(error.line):\(error.column): \(error.message).",
        hint: "Fix that line, or run `looop init` to write a new file.")
    }
    var reader = SettingsReader(path: path, object: object, text: bytes)
    var settings = try reader.read()
    settings.digest = Digest.sha256(bytes)
    return settings
  }
}

extension Settings {
  /// Throws `E_CONFIG` where a shell would get what looop does not replace in a command.
  package func demandPlaceholders(path: String) throws(LooopError) {
    let commands: [(String, String?, CommandProblem.Use)] = [
      ("tick_command", tickCommand, .tick),
      ("worker_command", workerCommand, .worker(workerKind ?? .headless)),
    ]
    for (name, command, use) in commands {
      guard let command, let problem = CommandProblem.placeholder(in: command, use: use) else {
        continue
      }
      throw LooopError(
        .config, code: "E_CONFIG", "\(path): \(name) cannot be run: \(problem)",
        hint: CommandProblem.mend)
    }
  }
}

/// One pass over the members of a config file, by the table of keys.
struct SettingsReader {
  private let path: String
  private let object: JSONObject
  private let text: [UInt8]
  private var settings = Settings()
  private var problems: [LooopError] = []

  init(path: String, object: JSONObject, text: [UInt8]) {
    self.path = path
    self.text = text
    var object = object
    for (old, new) in FormerSettings.renamed where object[new] == nil { object[new] = object[old] }
    self.object = object
  }

  /// Throws all that is wrong at once: whoever mends one thing after the other stands without a loop.
  mutating func read() throws(LooopError) -> Settings {
    var budget = JSONObject()
    do throws(LooopError) { budget = try self.budget() } catch { problems.append(error) }
    for key in SettingKey.all {
      guard let value = (key.parent == nil ? object : budget)[key.name] else { continue }
      do throws(LooopError) { try store(value, of: key) } catch { problems.append(error) }
    }
    let caps = SettingKey.all.filter { $0.parent != nil }.map(\.name)
    warnAboutUnknown(in: budget, known: caps, prefix: "\(SettingKey.budget).")
    let top = SettingKey.all.filter { $0.parent == nil }.map(\.name) + [SettingKey.budget]
    warnAboutUnknown(in: object, known: top, later: Settings.laterKeys)
    if let problem { throw problem }
    return settings
  }

  /// With the warnings: they may be about the same slip.
  private var problem: LooopError? {
    guard let first = problems.first, problems.count + settings.warnings.count > 1 else {
      return problems.first
    }
    let sentences = problems.map(\.message) + settings.warnings
    return LooopError(
      first.kind, code: first.code, sentences.joined(separator: " "),
      hint: problems.compactMap(\.hint).max { $0.utf8.count < $1.utf8.count })
  }

  private func budget() throws(LooopError) -> JSONObject {
    guard let value = object[SettingKey.budget] else { return JSONObject() }
    guard let budget = value.object else { throw wrong(SettingKey.budget, "should be an object") }
    return budget
  }

  private mutating func store(_ value: JSONValue, of key: SettingKey) throws(LooopError) {
    switch key.kind {
    case .text(let path): settings[keyPath: path] = try text(value, key)
    case .workerKind(let path):
      settings[keyPath: path] = try text(value, key).map { name throws(LooopError) in
        guard let kind = WorkerKind(rawValue: name) else {
          let kinds = WorkerKind.allCases.map { "\"\($0.rawValue)\"" }
          throw wrong(key.name, "should be \(kinds.joined(separator: " or "))", value: value)
        }
        return kind
      }
    case .variables(let path): settings[keyPath: path] = try variables(value, key)
    case .time(let path, let range): settings[keyPath: path] = try duration(value, key, in: range)
    case .count(let path, let range): settings[keyPath: path] = try count(value, key, in: range)
    case .dollars(let path): settings[keyPath: path] = try dollars(value, key)
    case .flag(let path): settings[keyPath: path] = try flag(value, key)
    }
  }

  private mutating func warnAboutUnknown(
    in object: JSONObject, known: [String], later: Set<String> = [], prefix: String = ""
  ) {
    for key in object.keys where !known.contains(key) {
      if later.contains(key) {
        settings.warnings.append("\(path): \(prefix)\(key) has no effect in this version yet.")
      } else if prefix.isEmpty, let new = FormerSettings.renamed[key] {
        settings.warnings.append("\(path): \(key) is called \(new) now.")
      } else if prefix.isEmpty, let instead = FormerSettings.keys[key] {
        settings.warnings.append("\(path): \(key) is not read: \(instead).")
      } else {
        let near = Nearest.match(key, in: known + later).map { " Did you mean \(prefix)\($0)?" }
        let shown = Untrusted.quoted(key, bytes: 60)
        settings.warnings.append("\(path): unknown key \(prefix)\(shown).\(near ?? "")")
      }
    }
  }

  /// `value` is what stands there, where it may be shown.
  private func wrong(
    _ key: String, _ what: String, value: JSONValue? = nil, note: String = ""
  ) -> LooopError {
    let line = line(of: key)
    let place = line.map { "\(path):\($0)" } ?? path
    let shown = value.map { ", and is \(Untrusted.quoted(JSONWriter.text($0), bytes: 60))" } ?? ""
    let mend = "Fix \(line == nil ? "the file" : "that line")"
    return LooopError(
      .config, code: "E_CONFIG", "\(place): \(key) \(what)\(shown)\(note).",
      hint: Self.writtenByInit.contains(key)
        ? "\(mend), or run `looop init` to choose the runner again." : "\(mend).")
  }

  /// All others it keeps as they are.
  private static let writtenByInit = ["runner", "tick_command", "worker_command"]

  /// The line of the member of that name; nil when the text has none, or several.
  private func line(of key: String) -> Int? {
    let name = Array("\"\(key)\"".utf8)
    var found: [Int] = []
    var line = 1
    for (index, byte) in text.enumerated() {
      if byte == .lineFeed { line += 1 }
      guard byte == name[0], text[index...].starts(with: name) else { continue }
      let blanks: [UInt8] = [.space, .tab, .lineFeed, 0x0D]
      if text[(index + name.count)...].first(where: { !blanks.contains($0) }) == UInt8(ascii: ":") {
        found.append(line)
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// A number that was written as a text.
  private func quoted(_ value: JSONValue, _ isRight: (Double) -> Bool) -> String {
    value.string.flatMap(Double.init).map(isRight) == true ? ": write it without the quotes" : ""
  }

  // MARK: Values

  private func text(_ value: JSONValue, _ key: SettingKey) throws(LooopError) -> String? {
    guard value != .null else { return nil }
    guard let text = value.string, !text.isEmpty, !text.contains("\0") else {
      throw wrong(key.name, "should be a text that is not empty")
    }
    return text
  }

  private func variables(_ value: JSONValue, _ key: SettingKey) throws(LooopError) -> [String] {
    guard value != .null else { return [] }
    let texts = value.array?.compactMap(\.string) ?? []
    guard let array = value.array, texts.count == array.count,
      texts.allSatisfy(VariableNames.isAcceptable)
    else { throw wrong(key.name, "should be a list of names of environment variables") }
    return texts
  }

  private func duration(
    _ value: JSONValue, _ key: SettingKey, in range: ClosedRange<Duration>
  ) throws(LooopError) -> Duration {
    let given =
      value.int.map { Duration.seconds($0) } ?? value.string.flatMap(Duration.init(parsing:))
    guard let given, range ~= given else {
      throw wrong(
        key.name,
        "should be seconds or a duration such as \"90s\", \"5m\", \"2h\","
          + " from \(range.lowerBound.exactText) to \(range.upperBound.exactText)",
        value: value)
    }
    return given
  }

  private func count(
    _ value: JSONValue, _ key: SettingKey, in range: ClosedRange<Int>
  ) throws(LooopError) -> Int {
    guard let count = value.int, range ~= count else {
      throw wrong(
        key.name, "should be a whole number from \(range.lowerBound) to \(range.upperBound)",
        value: value, note: quoted(value) { Int(exactly: $0).map { range ~= $0 } == true })
    }
    return count
  }

  private func flag(_ value: JSONValue, _ key: SettingKey) throws(LooopError) -> Bool {
    guard let flag = value.bool else {
      throw wrong(key.name, "should be true or false", value: value)
    }
    return flag
  }

  private func dollars(_ value: JSONValue, _ key: SettingKey) throws(LooopError) -> Double {
    guard let amount = value.double, 0...1_000_000 ~= amount else {
      throw wrong(
        key.name, "should be an amount of US dollars from 0 to 1000000", value: value,
        note: quoted(value) { 0...1_000_000 ~= $0 })
    }
    return amount
  }
}
