/// A failure as a person meets it: what happened, where, and how to mend it.
public struct LooopError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of failure this is; `Main` has the only map from kind to exit code.
  public enum Kind: String, Sendable {
    case failed, usage, badData, pulseDown, cannotWrite, pending, notAllowed, config
  }

  public let kind: Kind
  /// Stable across releases, for programs: `E_` and upper-case words.
  public let code: String
  /// One sentence: what happened, with the file and line it happened in.
  public let message: String
  /// What to do about it.
  public let hint: String?

  public init(_ kind: Kind, _ code: String, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.hint = hint
  }

  public var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}
