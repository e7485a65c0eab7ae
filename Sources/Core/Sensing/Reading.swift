package import Base

/// The last observation of a sensor, and the part of it that can wake the loop.
package struct Reading: Sendable, Equatable {
  /// The status of the observation, or why it is not current.
  package enum Status: String, Sendable, CaseIterable, JSONReadable {
    case ok, error, timeout, invalid
    /// Older than its `ttl`.
    case stale
    /// Its changes are too frequent to count.
    case muted
    /// It is in its quiet hours.
    case quiet

    init(_ status: Observation.Status) {
      switch status {
      case .ok: self = .ok
      case .error: self = .error
      case .timeout: self = .timeout
      case .invalid: self = .invalid
      }
    }
  }

  /// The content of the reading's item: what the loop compares.
  struct Content: Sendable, Equatable {
    var status: Status
    var signal: JSONValue
    /// The run it is from, for a sensor whose every run counts.
    var run: Int?
  }

  package let sensor: Identifier
  package var description: String
  package var trust: Trust
  /// The version of the sensor that made it.
  package var version: Int
  /// The version of files that say nothing that can be run.
  static let ofBrokenFiles = 0
  /// Whether it says no more than why the sensor was broken.
  package var isOfBrokenFiles: Bool { version == Self.ofBrokenFiles && status == .invalid }
  /// When signal or status last changed, seconds since 1970.
  package var changedAt: Int
  package var observation: Observation
  package var status: Status
  /// Whether it changes too often.
  package var flaps = false
  /// Nil when it only informs.
  var content: Content?
  var memory = Memory()
  /// What was pushed; nil for a sensor that runs.
  var inbox: InboxTally?

  /// What the rules of a sensor remember between two runs. Empty for a sensor without rules.
  struct Memory: Sendable, Equatable {
    /// The latest content, while it does not count yet.
    var seen: Content?
    /// Since when it has been seen.
    var seenSince = 0
    /// When the current content began to count.
    var countedAt = 0
    /// When it changed recently, for detecting flapping.
    var changes: [Int] = []
    /// When it last succeeded, while runs fail and the last good reading is kept.
    var lastGood: Int?
    /// Why runs fail.
    var failure: String?
    /// When what it saw was written, where that is not the run's own time.
    var asOf: Int?
  }

  /// A reading to which no rule was applied.
  package init(
    sensor: Identifier, changedAt: Int, observation: Observation, version: Int,
    description: String = "", trust: Trust = .internal
  ) {
    self.sensor = sensor
    self.description = description
    self.trust = trust
    self.version = version
    self.changedAt = changedAt
    self.observation = observation
    status = Status(observation.status)
    content = Content(status: status, signal: observation.signal)
  }

  var isPushed: Bool { inbox != nil }
  /// Whether its changes cut through: somebody pushed it, or the sensor itself calls it urgent.
  var isUrgent: Bool { isPushed || observation.isUrgent }

  /// Why runs fail while the last good observation is kept; nil otherwise.
  package var hiddenFailure: String? { memory.failure }

  /// Why runs fail now, whether the last good observation is kept or not.
  package var presentFailure: String? {
    isOfBrokenFiles ? nil : hiddenFailure ?? observation.failure
  }
}
