internal import Base

/// The exit codes a caller may rely on, and the only map from a kind of failure to one of them.
enum ExitStatusCode {
  static let ok: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 64
  static let pulseDown: Int32 = 69
  static let cannotWrite: Int32 = 73
  static let pending: Int32 = 75

  /// Every code with its meaning, as the manual lists them; a test finds a kind of failure without a row.
  static let all: [(code: Int32, meaning: String)] = [
    (ok, "done"),
    (failed, "failed: the message says why"),
    (usage, "usage: a verb, a word or an option that does not exist or does not fit"),
    (of(.badData), "bad data: an unknown id, or a file that cannot be read as what it should be"),
    (pulseDown, "no pulse is up"),
    (cannotWrite, "cannot write: a file, or the result itself"),
    (pending, "still pending: `ask` has no answer yet, `wait` timed out; run the same line again"),
    (of(.notAllowed), "not allowed from where it was called: the verb is for the human"),
    (of(.config), "config: no runner is chosen, or the config file is wrong"),
  ]

  static func of(_ kind: LooopError.Kind) -> Int32 {
    switch kind {
    case .failed: failed
    case .usage: usage
    case .badData: 65
    case .pulseDown: pulseDown
    case .cannotWrite: cannotWrite
    case .pending: pending
    case .notAllowed: 77
    case .config: 78
    }
  }
}
