/// A failure as a person sees it: what happened, where, and how to fix it.
package struct LooopError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure; only `Main` maps it to an exit code.
  package enum Kind: String, Sendable {
    case failed, usage, badData, pulseDown, cannotWrite, pending, notAllowed, config
  }

  package let kind: Kind
  /// Stable across releases, for programs: `E_` and upper-case words.
  package let code: String
  /// One sentence: what happened, with the file and line it happened in.
  package let message: String
  /// What to do about it.
  package let hint: String?
  /// Why an act that stands may not last.
  var doubt: String?

  package init(_ kind: Kind, code: String, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.hint = hint
  }

  package var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}
