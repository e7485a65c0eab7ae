internal import Base

/// What was pushed to a sensor, counted: pure, one pushed reading after the other.
struct InboxTally: Sendable, Equatable {
  /// Pushes that were new.
  private(set) var received = 0
  /// Pushes whose key was known already.
  private(set) var duplicates = 0
  /// Pushes that are counted and not shown one by one.
  private(set) var coalesced = 0
  /// The marks of the messages that were counted last and may be there still.
  var batch: [String] = []
  private var last: JSONValue = .null
  /// The pushes that are shown, the newest first.
  private var shown: [JSONValue] = []
  private var keys: [String] = []

  /// How many are counted in one beat at most.
  static let mostAtOnce = 200
  /// A sender that repeats itself does so soon.
  private static let rememberedKeys = 500
  private static let mostBytes = 64 << 10
  private static let keyBytes = 200

  init() {}

  /// Counts a push that is reported at `now`.
  mutating func count(_ pushed: Pushed, _ rules: PushRules, now: Int) {
    if let key = pushed.key.map(Self.short) {
      if keys.contains(key) { return duplicates += 1 }
      keys.append(key)
      keys.removeFirst(max(0, keys.count - Self.rememberedKeys))
    }
    received += 1
    if pushed.observation.status == .ok { last = pushed.observation.signal }
    show(pushed.observation, rules, now: now)
    // The newest says how things are now: the oldest of its minute gives way.
    let ofMinute = shown.indices.filter { shown[$0]["at"]?.int.map { $0 / 60 } == now / 60 }
    guard ofMinute.count > rules.perMinute, let oldest = ofMinute.last else { return }
    shown.remove(at: oldest)
    coalesced += 1
  }

  private static func short(_ key: String) -> String {
    key.utf8.count <= keyBytes ? key : Digest.sha256(key)
  }

  private mutating func show(_ observation: Observation, _ rules: PushRules, now: Int) {
    var entry: JSONObject = ["at": .int(now)]
    if let problem = observation.problem {
      entry["error"] = .string(problem)
    } else {
      entry["signal"] = observation.signal
      if observation.detail != .null { entry["detail"] = observation.detail }
    }
    shown.insert(.object(entry), at: 0)
    var size = shown.map { JSONWriter.text($0).utf8.count }.reduce(0, +)
    while shown.count > rules.kept || size > Self.mostBytes, shown.count > 1,
      let oldest = shown.popLast()
    {
      size -= JSONWriter.text(oldest).utf8.count
      coalesced += 1
    }
  }

  var observation: Observation {
    Observation(
      status: .ok, exit: nil, signal: ["received": .int(received), "last": last],
      detail: [
        "pushes": .array(shown), "duplicates": .int(duplicates), "coalesced": .int(coalesced),
      ])
  }
}

/// Kept whole in the record, apart from the observation: that says something else while the manifest
/// is broken.
extension InboxTally: ShapedRecord {
  static let blank = InboxTally()

  static let shape = Shape<InboxTally> { field in
    field("received", \.received.amount, "every push that was new")
    field("last", \.last, "the last good signal")
    field("told", \.shown, "the pushes that are shown, the newest first")
    field("duplicates", \.duplicates.amount, "pushes whose key was known")
    field("coalesced", \.coalesced.amount, "pushes that are counted and not shown")
    field("batch", \.batch, "the files that were counted last and may still be there")
    field("keys", \.keys, "the keys that are known, the oldest first")
  }
}
