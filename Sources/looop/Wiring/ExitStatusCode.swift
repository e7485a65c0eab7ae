internal import Base

/// The exit codes a caller may rely on, and the only map from a kind of failure to one of them.
enum ExitStatusCode {
  static let ok: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 64
  static let pulseDown: Int32 = 69
  static let cannotWrite: Int32 = 73
  static let pending: Int32 = 75

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
