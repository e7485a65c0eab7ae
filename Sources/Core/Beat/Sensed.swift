/// What a sensing brought: every reading, and when each sensor ran last.
struct Sensed: Sendable, Equatable {
  /// One sensor's last run, and its own clock if it has one.
  struct Run: Sendable, Equatable {
    let at: Int
    let every: Int?

    /// When it is due again. A sensor without a clock of its own follows the decider's wish for
    /// the next look, else the beat period.
    func next(nextLookAt: Int, interval: Int) -> Int {
      if let every { return at + every }
      return nextLookAt > at ? nextLookAt : at + interval
    }
  }

  var readings: [Reading] = []
  var runs: [Run] = []

  /// When the next sensor is due; nil when none will be.
  func nextDue(nextLookAt: Int, interval: Int) -> Int? {
    runs.map { $0.next(nextLookAt: nextLookAt, interval: interval) }.min()
  }
}
