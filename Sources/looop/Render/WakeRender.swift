internal import Base
internal import Core

/// Whether a run would wake the loop, and why.
struct WakeRender {
  private static let valueBytes = 200

  let forecast: WakeForecast
  let sensor: any Sensor
  let now: Int

  var text: String { "\(forecast.wakes ? "yes" : isPutOff ? "not yet" : "no"): \(why)" }

  private var isPutOff: Bool {
    switch forecast.reason {
    case .settling, .tooSoon, .triedAgain: true
    default: false
    }
  }

  private var why: String { Self.why(forecast.reason, sensor, now: now) }

  static func why(_ reason: WakeForecast.Reason, _ sensor: any Sensor, now: Int) -> String {
    let until = { (moment: Int) in
      "until \(LocalTime(moment).minuteText), in \(MomentText.time(from: now, to: moment))"
    }
    return switch reason {
    case .first: "this is its first reading, which always counts"
    case .everyRun: "every run counts (wake.on: always)"
    case .status(let old, let new):
      "its status changes from \(old.rawValue) to \(new.rawValue)"
    case .signal: "its signal changes"
    case .unchanged: "nothing that counts has changed since the last reading"
    case .ignored(let places): "only what wake.ignore lists changes: \(list(places))"
    case .tolerated(let places): "the change stays within wake.tolerance: \(list(places))"
    case .settling(let moment): "the change must last \(until(moment)) (wake.settle)"
    case .tooSoon(let moment):
      "one change in \(sensor.wake.leastInterval.exactText) counts; the next must wait"
        + " \(until(moment)) (wake.min_interval)"
    case .quiet(let moment): "the pulse does not run it \(until(moment)) (quiet_hours)"
    case .muted: "it changes too often and is muted until it calms down (wake.flap)"
    case .never: "it only informs (wake.on: never)"
    case .triedAgain(let times):
      "a failed run is retried \(times == 1 ? "once" : "\(times) times") before it counts (retry)"
    case .lastGoodStands: "the last good reading stays (on_error: keep_last)"
    }
  }

  /// What changes, one line each.
  var changes: [String] {
    guard case .signal(let changes) = forecast.reason else { return [] }
    return changes.map { change in
      "\(Self.place(change.pointer)): \(value(change.old)) -> \(value(change.new))"
    }
  }

  private static func list(_ places: [String]) -> String {
    places.map(place).joined(separator: ", ")
  }

  private static func place(_ pointer: String) -> String {
    pointer.isEmpty ? "the whole signal" : pointer
  }

  private func value(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    return Untrusted.clipped(JSONWriter.text(value), bytes: Self.valueBytes)
  }
}

extension WakeRender: Shaped {
  enum Reason: String, CaseIterable, JSONWritable {
    case first
    case everyRun = "every_run"
    case status, signal, unchanged, ignored, tolerated, settling
    case tooSoon = "too_soon"
    case quiet, muted, never
    case triedAgain = "tried_again"
    case lastGoodStands = "last_good_stands"
  }

  static let shape = Shape<WakeRender> { field in
    field("wakes", \.forecast.wakes, "whether it would wake the loop")
    field("reason", \.reason, "the rule that says so")
    field("text", \.text, "the same in words")
    field("status", \.forecast.reading.status, "the status of the reading")
    field("until", \.putOffUntil, "the moment until which it is put off")
    field("changes", \.changed, "what of the signal changes")
    field("places", \.places, "the places that change and do not count")
  }

  private var reason: Reason { Reason(forecast.reason) }

  private var putOffUntil: Int? { forecast.reason.until }

  private var places: [String] {
    switch forecast.reason {
    case .ignored(let places), .tolerated(let places): places
    default: []
    }
  }

  private var changed: [Change] {
    if case .signal(let changes) = forecast.reason { changes.map(Change.init) } else { [] }
  }

  private struct Change: Shaped {
    let change: WakeForecast.Change

    static let shape = Shape<Change> { field in
      field("pointer", \.change.pointer, "where")
      field(optional: "old", \.change.old, "what was there")
      field(optional: "new", \.change.new, "what is there now")
    }
  }
}

extension WakeRender.Reason {
  init(_ reason: WakeForecast.Reason) {
    self =
      switch reason {
      case .first: .first
      case .everyRun: .everyRun
      case .status: .status
      case .signal: .signal
      case .unchanged: .unchanged
      case .ignored: .ignored
      case .tolerated: .tolerated
      case .settling: .settling
      case .tooSoon: .tooSoon
      case .quiet: .quiet
      case .muted: .muted
      case .never: .never
      case .triedAgain: .triedAgain
      case .lastGoodStands: .lastGoodStands
      }
  }
}

extension WakeForecast.Reason {
  /// Until when a change is put off.
  var until: Int? {
    switch self {
    case .settling(let moment), .tooSoon(let moment), .quiet(let moment): moment
    default: nil
    }
  }
}
