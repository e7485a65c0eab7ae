internal import Base
internal import Sensors

/// The files of a new sensor, and what to type next.
struct SensorNewRender {
  let scaffold: SensorScaffold
  let folder: String
  /// The options that make a command use the same folder.
  let options: [String]

  var text: String {
    let name = scaffold.name.text
    let first = "\(folder)/\(name)\(scaffold.isPushed ? ".yaml" : ".sh")"
    let commands = [
      "${EDITOR:-vi} \(ShellQuote.line([first]))",
      ShellQuote.line(["looop", "sensor", "test", name] + options),
      ShellQuote.line(["looop", "sensor", "lint", name] + options),
    ]
    return """
      sensor \(name) created, switched off:
      \(scaffold.files.map { "  \(folder)/\($0.path)" }.joined(separator: "\n"))

      Next:
      \(commands.map { "  \($0)" }.joined(separator: "\n"))

      When it says what you want, write `enabled: true` into \(name).yaml.
      """
  }
}
