internal import CSys

/// The wall clock of a process, in whole seconds since 1970, UTC; a test supplies its own.
package struct Clock: Sendable {
  package let now: @Sendable () -> Int
  /// How much real time one of its seconds takes.
  private let second: Duration

  package init(second: Duration = .seconds(1), now: @escaping @Sendable () -> Int) {
    self.second = second
    self.now = now
  }

  package static let system = Clock { time(nil) }

  /// The deadline at which the clock will show `moment`; now when that is past.
  package func deadline(_ moment: Int) -> Monotonic {
    Monotonic.now() + second * max(0, moment - now())
  }

  /// What the clock will show at `deadline`, rounded up to a whole second.
  package func moment(_ deadline: Monotonic) -> Int {
    let wait = max(deadline - .now(), .zero)
    return now() + (second == .seconds(1) ? wait.roundedUp.seconds : Int(wait / second))
  }
}
