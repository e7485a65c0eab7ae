/// Which of a sensor's changes count. All lengths are seconds.
public struct WakeRules: Sendable, Equatable {
  public enum Cause: String, Sendable, CaseIterable {
    /// A changed signal or status.
    case signal
    /// Every run.
    case always
    /// Nothing: the reading only informs.
    case never
  }

  public var cause = Cause.signal
  /// Parts of the signal that do not count.
  public var ignored: [PointerPattern] = []
  /// Numbers of the signal that count only once they have moved by more than this.
  public var tolerances: [Tolerance] = []
  /// How long a change must last until it counts.
  public var settle = 0
  /// The least time between two changes that count; what changes within is told with the next.
  public var leastInterval = 0
  public var flap: Flap?

  public init() {}

  public struct Tolerance: Sendable, Equatable {
    public let pointer: PointerPattern
    public let band: Double

    public init(pointer: PointerPattern, band: Double) {
      self.pointer = pointer
      self.band = band
    }
  }

  /// What becomes of a sensor that changes all the time.
  public struct Flap: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
      /// The decider is told so.
      case flag
      /// And its changes do not count until it is calm again.
      case mute
    }

    /// It flaps once it changed so many times within so many seconds.
    public let count, within: Int
    public let action: Action

    public init(count: Int, within: Int, action: Action) {
      self.count = count
      self.within = within
      self.action = action
    }
  }
}

/// The bounds of pushed readings.
public struct PushRules: Sendable, Equatable {
  /// More than so many in a minute are counted and not told one by one.
  public var perMinute = 60
  /// So many are told one by one.
  public var kept = 50

  public init() {}
}
