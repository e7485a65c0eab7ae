package import Base
internal import Core

/// What may be shown of a run to a person: secrets are redacted before anything is cut.
extension ScriptSensor {
  package func shownOutput(of result: CommandResult) -> String {
    // The output of a run that was ended may stop in the middle of a secret.
    let bytes =
      if case .exited = result.status {
        redaction.bytes(result.output)
      } else {
        redaction.start(result.output)
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  package func shownErrors(of result: CommandResult) -> String {
    String(decoding: redaction.bytes(result.errorLines), as: UTF8.self)
  }

  /// What a person who wrote the sensor should know of a run whose reading is good.
  package func remarks(on result: CommandResult) -> [String] {
    guard observe(result).status == .ok else { return [] }
    return ScriptOutput(manifest: manifest, redaction: redaction).remarks(on: result.output)
  }

  /// `text`, which must not be cut.
  package func shown(_ text: String) -> String { redaction.text(text) }
}
