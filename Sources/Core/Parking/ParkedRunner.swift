package import Base

/// A runner at rest: it said why it cannot go on, and asking it again before would be in vain.
package struct ParkedRunner: Sendable, Equatable {
  /// The preset's name.
  package let runner: String
  package let reason: RunnerFailure.Class
  /// One line for the human.
  package let message: String
  /// When it was parked, in seconds since 1970.
  package let since: Int
  /// When it may be tried again; nil when only the human can mend it.
  package let until: Int?
  /// The human's question, for what only the human can mend.
  package let ask: AskID?
  /// What must change for another try without an answer: the digest of its commands and the config.
  package let wiring: String
  /// How many times in a row it was parked without a time that it named itself.
  package let strikes: Int

  /// A limit without a stated end: a quarter of an hour, doubling up to two hours.
  static let firstRest = Duration.minutes(15)
  static let longestRest = Duration.hours(2)
  /// Beyond these no strike makes a rest longer.
  private static let mostStrikes = 100
  /// Nobody means a longer one.
  static let longestStatedRest = Duration.days(7)

  /// How long it rests after a limit.
  static func rest(stated: Duration?, strikes: Int) -> Duration {
    stated.map { min(max($0, .seconds(1)), longestStatedRest) }
      ?? min(longestRest, firstRest * (1 << min(max(strikes - 1, 0), 8)))
  }

  /// Whether it is still to be left alone. `isAskWaiting` says whether its ask stands unanswered,
  /// `wiring` what its commands and the config are now, nil where that is not known. A record of the
  /// future, written before the clock was set back, parks nothing: its end could be days away.
  package func holds(now: Int, isAskWaiting: Bool, wiring: String?) -> Bool {
    if let until { return since <= now && now < min(until, since + Self.longestStatedRest.seconds) }
    return isAskWaiting && (wiring == nil || wiring == self.wiring)
  }

  /// As in a sentence: "custom is parked until 2026-11-22 14:30 (quota: …)".
  package var text: String {
    let end =
      until.map { "until \(LocalTime($0).minuteText)" }
      ?? ask.map { "until \($0) is answered or the config changes" } ?? "until the config changes"
    return "\(runner) is parked \(end) (\(reason.rawValue): \(Untrusted.oneLine(message)))"
  }
}

extension ParkedRunner {
  static func read(_ record: JSONObject) -> ParkedRunner? {
    guard let runner = record["runner"]?.string, Identifier(valid: runner) != nil,
      let since = record["since"]?.int,
      let reason = record["class"]?.string.flatMap(RunnerFailure.Class.init(rawValue:))
    else { return nil }
    return ParkedRunner(
      runner: runner, reason: reason, message: record["message"]?.string ?? "", since: since,
      until: record["until"]?.int, ask: record["ask"]?.string.flatMap(AskID.init),
      wiring: record["wiring"]?.string ?? "",
      strikes: min(max(record["strikes"]?.int ?? 0, 0), mostStrikes))
  }

  /// As `parked/<runner>.json` and `state --json` have it.
  package var json: JSONObject {
    [
      "v": 1, "runner": .string(runner), "class": .string(reason.rawValue),
      "message": .string(message), "since": .int(since), "until": JSONValue(until),
      "ask": JSONValue(ask?.text), "wiring": .string(wiring), "strikes": .int(strikes),
    ]
  }
}
