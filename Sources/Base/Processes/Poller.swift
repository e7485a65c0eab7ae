internal import CSys

/// The one place where a process waits: one `poll` over everything it listens to.
package final class Poller {
  /// Polled in every turn, whatever else is.
  private let permanent: [any PollSource]
  /// When set, a signal to stop ends every wait early.
  package let stop: StopSignal?

  package init(stop: StopSignal? = nil, permanent: [any PollSource] = []) {
    self.stop = stop
    self.permanent = (stop.map { [$0] } ?? []) + permanent
  }

  package var isStopping: Bool { stop?.received != nil }

  /// Waits once, until something is ready, a deadline passes, or `limit` does.
  package func turn(_ others: [any PollSource] = [], until limit: Monotonic? = nil) {
    let sources = permanent + others
    // As polled: a descriptor that one source closes may be another's before its turn comes.
    let polled = sources.map { $0.descriptors + $0.alarms + $0.outlets }
    var slots = sources.flatMap { source in
      Self.slots(source.descriptors, POLLIN) + Self.slots(source.alarms, POLLPRI)
        + Self.slots(source.outlets, POLLOUT)
    }
    let due = (sources.map(\.deadline) + [limit]).compactMap { $0 }.min()
    let ready = Self.poll(&slots, until: due)
    let now = Monotonic.now()
    for (source, descriptors) in zip(sources, polled) {
      let own = ready.intersection(descriptors)
        .intersection(source.descriptors + source.alarms + source.outlets)
      if !own.isEmpty || source.deadline.map({ $0 <= now }) == true { source.handle(ready: own) }
    }
  }

  private static func slots(_ descriptors: [Int32], _ events: Int32) -> [pollfd] {
    descriptors.map { pollfd(fd: $0, events: Int16(events), revents: 0) }
  }

  private static func poll(_ slots: inout [pollfd], until due: Monotonic?) -> Set<Int32> {
    let timeout = due.map { ($0 - .now()).pollTimeout } ?? -1
    let count = CSys.poll(&slots, nfds_t(slots.count), timeout)
    guard count > 0 else { return [] }
    return Set(slots.filter { $0.revents != 0 }.map(\.fd))
  }
}

extension Duration {
  /// As `poll` takes it: milliseconds, rounded up, since waking a moment early would spin.
  var pollTimeout: Int32 {
    Int32(clamping: (max(self, .zero) + .nanoseconds(999_999)).milliseconds)
  }
}
