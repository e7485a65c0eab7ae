package import Base

/// What is known of one sensor: the last observation, and what of it counts.
package struct Reading: Sendable, Equatable {
  /// What was observed, or why that says nothing now.
  package enum Status: String, Sendable, CaseIterable, JSONReadable {
    case ok, error, timeout, invalid
    /// Older than its `ttl`.
    case stale
    /// Its changes do not count, since there are too many.
    case muted
    /// It rests in its quiet hours.
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

  /// What the loop compares: a reading is an item with this content.
  struct Content: Sendable, Equatable {
    var status: Status
    var signal: JSONValue
    /// The run it is of, for a sensor whose every run counts.
    var run: Int?
  }

  package let sensor: Identifier
  package var description: String
  package var trust: Trust
  /// The version of the sensor that said it.
  package var version: Int
  /// When signal or status last changed, seconds since 1970.
  package var changedAt: Int
  package var observation: Observation
  package var status: Status
  /// Whether it changes too often.
  package var flaps = false
  /// Nil when nothing of it counts: it only informs.
  var content: Content?
  var memory = Memory()
  /// What was pushed; nil for a sensor that runs.
  var inbox: InboxTally?

  /// What the rules of a sensor must remember between two runs. Empty for a sensor without any.
  struct Memory: Sendable, Equatable {
    /// The content that was seen last and does not count yet.
    var seen: Content?
    /// Since when it is seen.
    var seenSince = 0
    /// When the content that counts became so.
    var countedAt = 0
    /// When it changed, as far as that matters for flapping.
    var changes: [Int] = []
    /// When it last worked, while it fails and the last good reading stands.
    var lastGood: Int?
    /// Why it fails.
    var failure: String?
  }

  /// A reading for which no rule has anything to say.
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

  /// Why it fails while its last good observation stands; nil when it does not.
  package var hiddenFailure: String? { memory.failure }
}
