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

  private var why: String {
    switch forecast.reason {
    case .first: "it has no reading yet, and the first one counts"
    case .everyRun: "every run counts (wake.on: always)"
    case .status(let old, let new):
      "its status changes from \(old.rawValue) to \(new.rawValue)"
    case .signal: "its signal changes"
    case .unchanged: "nothing that counts has changed since the last reading"
    case .ignored(let places): "only what wake.ignore leaves out changes: \(list(places))"
    case .tolerated(let places): "it moves within wake.tolerance only: \(list(places))"
    case .settling(let moment): "the change must last \(until(moment)) (wake.settle)"
    case .tooSoon(let moment):
      "one change in \(sensor.wake.leastInterval.text) counts, the next one not"
        + " \(until(moment)) (wake.min_interval)"
    case .quiet(let moment): "it rests \(until(moment)) (quiet_hours) and would not be run"
    case .muted: "it changes too often and is muted until it is calm (wake.flap)"
    case .never: "it only informs (wake.on: never)"
    case .triedAgain(let times):
      "a failed run is tried \(times == 1 ? "once more" : "\(times) times more") before it is told"
        + " (retry)"
    case .lastGoodStands: "the last good reading stands (on_error: keep_last)"
    }
  }

  /// What changes, a line each.
  var changes: [String] {
    guard case .signal(let changes) = forecast.reason else { return [] }
    return changes.map { change in
      "\(place(change.pointer)): \(value(change.old)) -> \(value(change.new))"
    }
  }

  var json: JSONValue {
    var object: JSONObject = [
      "wakes": .bool(forecast.wakes), "reason": .string(name), "text": .string(text),
      "status": .string(forecast.reading.status.rawValue), "until": .null, "changes": [],
      "places": [],
    ]
    switch forecast.reason {
    case .settling(let moment), .tooSoon(let moment), .quiet(let moment):
      object["until"] = .int(moment)
    case .ignored(let places), .tolerated(let places):
      object["places"] = .array(places.map(JSONValue.string))
    case .signal(let changes): object["changes"] = .array(changes.map(json))
    default: break
    }
    return .object(object)
  }

  /// For programs.
  static let names = [
    "first", "every_run", "status", "signal", "unchanged", "ignored", "tolerated", "settling",
    "too_soon", "quiet", "muted", "never", "tried_again", "last_good_stands",
  ]

  private var name: String {
    switch forecast.reason {
    case .first: "first"
    case .everyRun: "every_run"
    case .status: "status"
    case .signal: "signal"
    case .unchanged: "unchanged"
    case .ignored: "ignored"
    case .tolerated: "tolerated"
    case .settling: "settling"
    case .tooSoon: "too_soon"
    case .quiet: "quiet"
    case .muted: "muted"
    case .never: "never"
    case .triedAgain: "tried_again"
    case .lastGoodStands: "last_good_stands"
    }
  }

  private func json(_ change: WakeForecast.Change) -> JSONValue {
    var object: JSONObject = ["pointer": .string(change.pointer)]
    object["old"] = change.old
    object["new"] = change.new
    return .object(object)
  }

  private func until(_ moment: Int) -> String {
    "until \(LocalTime(moment).minuteText), in \(Duration.seconds(max(0, moment - now)).text)"
  }

  private func list(_ places: [String]) -> String {
    places.map(place).joined(separator: ", ")
  }

  private func place(_ pointer: String) -> String { pointer.isEmpty ? "as a whole" : pointer }

  private func value(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    return Untrusted.clipped(JSONWriter.text(value), bytes: Self.valueBytes)
  }
}
