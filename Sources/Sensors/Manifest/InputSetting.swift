package import Base

/// A value for an input, as typed.
package struct InputSetting: Sendable, Equatable {
  package let name, value: String

  /// Throws `E_INPUT` unless `text` is `key=value`.
  package init(_ text: String) throws(LooopError) {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals > text.startIndex
    else {
      throw LooopError(
        .usage, code: "E_INPUT",
        "'\(Untrusted.quoted(text, bytes: 80))' is not an input.",
        hint: "Write it as key=value, such as --input repo=owner/name.")
    }
    name = String(text[..<equals])
    value = String(text[text.index(after: equals)...])
  }

  /// The values of `settings` by the names of the inputs they are for. Throws `E_INPUT` when one does
  /// not fit.
  package static func values(
    _ settings: [InputSetting], of manifest: Manifest, named name: String
  ) throws(LooopError) -> [String: String] {
    var values: [String: String] = [:]
    for setting in settings {
      let input = try input(setting, manifest.inputs, of: name)
      guard values.updateValue(setting.value, forKey: input.name) == nil else {
        throw LooopError(
          .usage, code: "E_INPUT", "The input '\(input.name)' is given twice.",
          hint: "Give it once.")
      }
    }
    return values
  }

  private static func input(
    _ setting: InputSetting, _ declared: [InputDeclaration], of sensor: String
  ) throws(LooopError) -> InputDeclaration {
    let names = declared.map(\.name)
    guard let input = declared.first(where: { $0.name == setting.name }) else {
      let shown = Untrusted.quoted(setting.name, bytes: 80)
      let known =
        names.isEmpty ? "It has no inputs." : "Its inputs are: \(names.joined(separator: ", "))."
      throw LooopError(
        .usage, code: "E_INPUT", "The sensor \(sensor) has no input '\(shown)'.",
        hint: Nearest.hint(setting.name, in: names, else: known))
    }
    if let problem = input.problem(with: setting.value) {
      throw LooopError(
        .usage, code: "E_INPUT", "The input '\(input.name)' \(problem).",
        hint: input.description.isEmpty ? nil : "It is \(input.description).")
    }
    return input
  }
}
