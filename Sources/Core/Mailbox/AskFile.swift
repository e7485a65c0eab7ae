/// The files of an ask, by the ends of their names.
package enum AskFile: String, Sendable {
  /// The ask, in `asks`, or its answer, in `answers`.
  case record = ".json"
  /// In `mailbox.d`, as the rest is.
  case receipt = ".delivered"
  /// What was answered long ago, or withdrawn.
  case formerAsk = ".ask.json"
  case formerAnswer = ".answer.json"
}

extension AskID {
  /// The name of one of its files: of an ask of looop 1.0, as that wrote it, which is not how it is shown.
  package func file(_ file: AskFile) -> String { "\(fileName)\(file.rawValue)" }
}
