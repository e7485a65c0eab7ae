@testable import Base
@testable import Core

extension Outlook {
  static let testNow = 1_795_000_000

  /// A pulse that is up and has nothing to do.
  static func idle(_ change: (inout Outlook) -> Void) -> Outlook {
    var outlook = Outlook(now: testNow)
    outlook.holder = .process(7)
    outlook.condition = .sleeping
    outlook.activity = Activity()
    outlook.verdict = .skip(.unchanged)
    outlook.hasDecided = true
    outlook.wakesAt = testNow + 60
    change(&outlook)
    return outlook
  }
}
