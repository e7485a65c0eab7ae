package import Base

/// Which of a sensor's changes count.
package struct WakeRules: Sendable, Equatable {
  package enum Cause: String, Sendable, CaseIterable, JSONWritable {
    /// A changed signal or status.
    case signal
    /// Every run.
    case always
    /// Nothing: the reading only informs.
    case never
  }

  package var cause = Cause.signal
  /// Parts of the signal that do not count.
  package var ignored: [PointerPattern] = []
  /// Numbers of the signal that count only once they have moved by more than this.
  package var tolerances: [Tolerance] = []
  /// How long a change must last until it counts.
  package var settle = Duration.zero
  /// The least time between two changes that count; changes in between count with the next one.
  package var leastInterval = Duration.zero
  package var flap: Flap?

  package init() {}

  package struct Tolerance: Sendable, Equatable {
    package let pointer: PointerPattern
    package let band: Double

    package init(pointer: PointerPattern, band: Double) {
      self.pointer = pointer
      self.band = band
    }
  }

  /// What becomes of a sensor that changes all the time.
  package struct Flap: Sendable, Equatable {
    package enum Action: String, Sendable, CaseIterable, JSONWritable {
      /// Flagged to the decider.
      case flag
      /// Flagged, and its changes do not count until it is calm again.
      case mute
    }

    /// It flaps once it changed so many times within so long.
    package let count: Int
    package let within: Duration
    package let action: Action

    package init(count: Int, within: Duration, action: Action) {
      self.count = count
      self.within = within
      self.action = action
    }
  }
}

/// The bounds of pushed readings.
package struct PushRules: Sendable, Equatable {
  /// The most pushes per minute that are shown; more are only counted.
  package var perMinute = 60
  /// The most pushes that are shown.
  package var kept = 50

  package init() {}
}
