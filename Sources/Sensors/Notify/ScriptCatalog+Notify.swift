package import Base
package import Core

extension ScriptCatalog {
  /// The secrets that a notifier is given, from looop's environment and `secrets.env`; what it is given is
  /// redacted from then on. Throws `E_SECRETS` where one that it needs is missing.
  package func secrets(of preset: NotifierPreset) throws(LooopError) -> [String: String] {
    let (values, missing) = try secretsFound(of: preset)
    guard let first = missing.first else { return values }
    throw LooopError(
      .config, code: "E_SECRETS",
      "The notifier \(preset.name) needs the secret \(first), which is not set.",
      hint: "Put a line \(first)=… into \(secretsPath) (mode 600).")
  }

  /// Those that are set, and the names of those that it needs and that are not.
  package func secretsFound(
    of preset: NotifierPreset
  ) throws(LooopError) -> (values: [String: String], missing: [String]) {
    readSecrets()
    if let secretsProblem { throw secretsProblem }
    var values: [String: String] = [:]
    for name in preset.secrets + preset.optionalSecrets + [preset.repliesNeed].compactMap(\.self) {
      values[name] = [environment[name], secrets.values[name]].compactMap(\.self)
        .first { !$0.allSatisfy(\.isWhitespace) }
    }
    _ = redaction(values)
    return (values, preset.secrets.filter { values[$0] == nil })
  }
}
