internal import CSys

/// A moment of the clock that never goes back, for deadlines within one process. In nanoseconds.
package struct Monotonic: Sendable, Hashable, Comparable {
  package let nanoseconds: Int

  package static let distantFuture = Monotonic(nanoseconds: .max)

  package init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

  package static func now() -> Monotonic {
    Monotonic(nanoseconds: Int(csys_monotonic()))
  }

  /// The moment from which the wall clock shows another second than it does now.
  package static func nextSecond() -> Monotonic {
    let rest = Duration.nanoseconds(1_000_000_000 - Int(csys_wall_clock() % 1_000_000_000))
    return now() + (rest + .milliseconds(1))
  }

  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Gives `distantFuture` when `time` is more than a century, as a broken record may say.
  package static func + (moment: Self, time: Duration) -> Monotonic {
    guard time <= .longest else { return .distantFuture }
    return Monotonic(nanoseconds: moment.nanoseconds + time.nanoseconds)
  }

  package static func - (later: Self, earlier: Self) -> Duration {
    .nanoseconds(later.nanoseconds - earlier.nanoseconds)
  }
}
