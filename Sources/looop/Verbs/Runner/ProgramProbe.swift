internal import Base
internal import Core

/// Asks a program for its version or help, with empty input, a few seconds and bounded output.
enum ProgramProbe {
  private static let patience = Duration.seconds(4)
  private static let limit = 1 << 20

  /// By the preset's own command, if it has one.
  static func version(
    _ program: String, of preset: RunnerPreset, _ environment: [String: String]
  ) -> Command {
    let own = preset.versionCommand
    return command(
      own.isEmpty ? [program, "--version"] : Command.shell(own), environment, merged: false)
  }

  static func help(
    of program: String, subcommand: String?, _ environment: [String: String]
  ) -> Command {
    // Many a help is laid out for the width of the terminal, and cut there.
    var environment = environment
    environment["COLUMNS"] = "400"
    return command(
      [program] + (subcommand.map { [$0] } ?? []) + ["--help"], environment, merged: true)
  }

  /// The version of a looop, as that says it; nil when it says none.
  static func looopVersion(
    of program: String, _ environment: [String: String], by children: ChildGroup
  ) -> String? {
    let words = [program, "version", "--json"]
    let result = children.run(
      command(words, Marks.unmarked(environment), merged: false))
    guard result.status.isSuccess, let said = try? JSONParser.parseObject(result.output) else {
      return nil
    }
    return said["version"]?.string.map(Untrusted.word)
  }

  /// The line of its output that states a version: the first with a number, else the first; nil when
  /// empty. Warnings may come before it.
  static func versionLine(
    _ result: CommandResult, _ redaction: Redaction = .none
  ) -> String? {
    guard result.status.isSuccess else { return nil }
    let said = result.output.isEmpty ? result.errorTail : result.output
    // Before it is cut: a piece of a secret is not known as one.
    let text = redaction.text(String(decoding: said, as: UTF8.self))
    let lines = String(decoding: text.utf8.prefix(4_096), as: UTF8.self).split(
      whereSeparator: \.isNewline
    )
    .map { Untrusted.oneLine(String($0)) }.filter { !$0.isEmpty }
    return (lines.first { number(in: $0) != nil } ?? lines.first).map { String($0.prefix(80)) }
  }

  /// The first word of `line` that looks like a version, such as 2.1.330.
  static func number(in line: String) -> String? {
    line.split(whereSeparator: { " ,;()".contains($0) })
      .map { $0.hasPrefix("v") ? $0.dropFirst() : $0 }
      .first { $0.first?.isNumber == true && $0.contains(".") }.map(String.init)
  }

  private static func command(
    _ words: [String], _ environment: [String: String], merged: Bool
  ) -> Command {
    Command(
      arguments: words, environment: environment, capture: .all(limit: limit),
      mergesStandardError: merged, deadline: patience)
  }
}
