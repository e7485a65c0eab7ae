/// A failure as a person sees it: what happened, where, and how to fix it.
package struct LooopError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure; only `Main` maps it to an exit code.
  package enum Kind: String, Sendable, CaseIterable {
    case failed, usage, badData, pulseDown, cannotWrite, pending, notAllowed, config
  }

  package let kind: Kind
  /// Stable across releases, for programs: `E_` and upper-case words.
  package let code: String
  /// One sentence on one line: what happened, with the file and line it happened in.
  package let message: String
  /// What to do about it.
  package let hint: String?
  /// Why an act that stands may not last.
  var doubt: String?

  /// A line feed in `message` can only be one of a name or a text that it quotes, and would begin a line
  /// that looks like looop's own: it becomes an escape.
  package init(_ kind: Kind, code: String, _ message: String, hint: String? = nil) {
    self.init(kind, code: code, lines: [message], hint: hint)
  }

  /// Of several lines, each of which is one.
  package init(_ kind: Kind, code: String, lines: [String], hint: String? = nil) {
    self.kind = kind
    self.code = code
    message = lines.map(Untrusted.escapingLineFeeds).joined(separator: "\n")
    self.hint = hint
  }

  private init(_ kind: Kind, _ error: LooopError, hint: String?) {
    self.kind = kind
    code = error.code
    message = error.message
    self.hint = hint
    doubt = error.doubt
  }

  /// The same, as a failure of another kind, or with a hint of its own.
  package func with(kind other: Kind? = nil, hint ownHint: String? = nil) -> LooopError {
    LooopError(other ?? kind, self, hint: ownHint ?? hint)
  }

  package var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}
