internal import Core

/// The page of `looop help config`: every key of the config file, from the table that it is read by.
enum ConfigHelp {
  static let topic = "config"
  private static let indent = 26

  static var page: String {
    var lines = [
      "OVERVIEW: The keys of the config file.",
      "",
      "One JSON object in $LOOOP_CONFIG, else in config.json of the data dir if it is",
      "there, else in ~/.config/looop/config.json. `looop init` writes the first three",
      "keys and keeps all others; the pulse reads the file again when it changes. A",
      "length of time is a number of seconds, or `90s`, `5m`, `2h`, `1d`.",
      "",
      "KEYS:",
    ]
    for key in SettingKey.all {
      let text = "\(key.meaning) (\(key.type), default: \(key.standard))"
      let wrapped = TextLayout.wrapped(
        text, columns: HelpText.columns - indent, cutsWords: false)
      for (index, line) in wrapped.enumerated() {
        lines.append(TextLayout.column(index == 0 ? "  \(key.path)" : "", indent) + line)
      }
    }
    return lines.joined(separator: "\n")
  }
}
