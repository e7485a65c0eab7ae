internal import Base

/// The model that codex takes when its command names none: the one of its `config.toml`.
enum CodexConfig {
  static func model(_ command: CommandWords, _ environment: [String: String]) -> String? {
    guard !command.leading.contains("--ignore-user-config") else { return nil }
    let home = environment["HOME"] ?? ""
    var folder = environment["CODEX_HOME"] ?? ""
    if folder.isEmpty { folder = "\(home)/.codex" }
    // A config that cannot be read names no model; codex itself will say so.
    guard folder.hasPrefix("/"), let bytes = try? AtomicFile.read("\(folder)/config.toml") else {
      return nil
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return model(in: text, profile: command.value(of: ["-p", "--profile"]))
  }

  /// Of the profile, where one is chosen and has a model of its own.
  static func model(in text: String, profile chosen: String?) -> String? {
    let values = values(of: text)
    let profile = chosen ?? values["profile"]
    return profile.flatMap { values["profiles.\($0).model"] } ?? values["model"]
  }

  /// The texts that are values of plain keys, by table and key: all that is needed of TOML.
  private static func values(of text: String) -> [String: String] {
    var values: [String: String] = [:]
    var table = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0.isWhitespace }
      if line.first == "[" {
        let name = line.dropFirst().prefix { $0 != "]" }
        table = name.filter { $0 != "\"" && $0 != "'" && $0 != " " } + "."
        continue
      }
      guard let equals = line.firstIndex(of: "=") else { continue }
      let key = line[..<equals].filter { !$0.isWhitespace && $0 != "\"" }
      let value = line[line.index(after: equals)...].drop { $0.isWhitespace }
      guard let quote = value.first, quote == "\"" || quote == "'" else { continue }
      let word = value.dropFirst().prefix { $0 != quote }
      if values[table + key] == nil, !word.isEmpty { values[table + key] = String(word) }
    }
    return values
  }
}
