internal import Base
internal import Sensors

/// The files of a new sensor, and what to type next.
struct SensorNewRender {
  let scaffold: SensorScaffold
  let folder: String
  /// The options that make a command use the same folder.
  let options: [String]
  /// Whether the folder is the data dir's.
  let isInstalled: Bool

  var text: String {
    let name = scaffold.name.text
    let first = "\(folder)/\(name)\(scaffold.isPushed ? ".yaml" : ".sh")"
    let commands = [
      "${EDITOR:-vi} \(ShellQuote.line([first]))",
      ShellQuote.line(["looop", "sensor", "test", name] + options),
      ShellQuote.line(["looop", "sensor", "lint", name] + options),
    ]
    let enable = ShellQuote.line(["looop", "sensor", "enable", name] + options)
    let switchOn =
      isInstalled ? "type `\(enable)`" : "write `enabled: true` into \(name).yaml"
    return """
      sensor \(name) created, switched off:
      \(scaffold.files.map { "  \(folder)/\($0.path)" }.joined(separator: "\n"))

      Next:
      \(commands.map { "  \($0)" }.joined(separator: "\n"))

      When it says what you want, \(switchOn).
      """
  }
}
