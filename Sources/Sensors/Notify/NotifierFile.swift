internal import Base
internal import Core
internal import YAML

/// Reads the manifest of a notifier: one flat mapping.
enum NotifierFile {
  static let keys = [
    "description", "links", "direction", "may_approve", "timeout", "max_text", "requires",
    "secrets",
    "optional_secrets", "replies_need", "min_age", "escalate", "quiet",
  ]

  /// Sets in `preset` what the file says.
  static func read(
    _ bytes: [UInt8], file: String, into preset: inout NotifierPreset
  ) throws(YAMLFailure) {
    let mapping = try YAMLMapping(
      YAMLDocument.parse(bytes, file: file), file: file, keys: keys,
      nearest: { Nearest.match($0, in: $1) })
    preset.description = try mapping.string("description") ?? preset.description
    if let direction = try mapping.string("direction") {
      guard ["out", "both"].contains(direction) else {
        throw mapping.failure("direction", "'direction' is '\(direction)'; write out or both")
      }
      preset.isTwoWay = direction == "both"
    }
    preset.mayApprove = try mapping.bool("may_approve") ?? preset.mayApprove
    if preset.mayApprove, !preset.isTwoWay {
      throw mapping.failure(
        "may_approve", "without replies ('direction: both') nothing can approve")
    }
    if let text = try mapping.string("timeout") {
      guard let time = Duration(parsing: text), (1...600).contains(time.seconds) else {
        throw mapping.failure("timeout", "'timeout' is '\(text)'; write 1s to 10m")
      }
      preset.timeout = time
    }
    preset.mostText = try mapping.int("max_text", in: 100...1_000_000) ?? preset.mostText
    if let requires = try mapping.mapping("requires", keys: ["commands"]) {
      preset.commands = try requires.strings("commands") ?? []
    }
    preset.secrets = try names("secrets", mapping) ?? preset.secrets
    preset.optionalSecrets = try names("optional_secrets", mapping) ?? preset.optionalSecrets
    if let name = try mapping.string("replies_need") { preset.repliesNeed = name }
    do throws(LooopError) {
      try preset.rules.set(
        minAge: try text("min_age", mapping), escalate: try text("escalate", mapping),
        quiet: try text("quiet", mapping))
    } catch {
      throw mapping.failure(mapping.node, error.message)
    }
  }

  private static func text(_ key: String, _ mapping: YAMLMapping) throws(LooopError) -> String? {
    do throws(YAMLFailure) { return try mapping.string(key) } catch {
      throw LooopError(.config, code: "E_PRESET", "\(error.message)")
    }
  }

  private static func names(
    _ key: String, _ mapping: YAMLMapping
  ) throws(YAMLFailure) -> [String]? {
    guard let names = try mapping.strings(key) else { return nil }
    guard let wrong = names.first(where: { !$0.utf8.isVariableName }) else { return names }
    throw mapping.failure(key, "'\(wrong)' is not the name of a variable")
  }
}
