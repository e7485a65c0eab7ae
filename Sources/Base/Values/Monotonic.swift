internal import CSys

/// A moment of the clock that never goes back, for deadlines within one process. In nanoseconds.
package struct Monotonic: Sendable, Hashable, Comparable {
  package let nanoseconds: Int

  package static let distantFuture = Monotonic(nanoseconds: .max)

  package init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

  package static func now() -> Monotonic {
    var spec = timespec()
    clock_gettime(CLOCK_MONOTONIC, &spec)
    return Monotonic(nanoseconds: Duration(spec).nanoseconds)
  }

  /// The moment from which the wall clock shows another second than it does now.
  package static func nextSecond() -> Monotonic {
    var spec = timespec()
    clock_gettime(CLOCK_REALTIME, &spec)
    let rest = Duration.seconds(1) - .nanoseconds(Int(spec.tv_nsec))
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
