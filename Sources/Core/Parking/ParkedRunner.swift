package import Base

/// A runner at rest: it said why it cannot go on, and asking it again before would be in vain.
package struct ParkedRunner: Sendable, Equatable {
  /// The preset's name.
  package var runner: String
  package var reason: RunnerFailure.Class
  /// One line for the human.
  package var message: String
  /// When it was parked, in seconds since 1970.
  package var since: Int
  /// When it may be tried again; nil when only the human can mend it.
  package var until: Int?
  /// The human's question, for what only the human can mend.
  package var ask: AskID?
  /// What must change for another try without an answer: the digest of its commands and the config.
  package var wiring: String
  /// The digest of what else must change: its program, and what it is given of the environment. Empty
  /// where an older looop parked it.
  package var surroundings: String
  /// How many times in a row it was parked without a time that it named itself.
  package var strikes: Int

  /// So many failures in a row for an unknown reason park a runner: one may be the crash of a night.
  static let mostUnknownFailures = 3
  /// A limit without a stated end: a quarter of an hour, doubling up to two hours.
  static let firstRest = Duration.minutes(15)
  static let longestRest = Duration.hours(2)
  /// Beyond these no strike makes a rest longer.
  private static let mostStrikes = 100
  /// A longer stated rest is a mistake.
  static let longestStatedRest = Duration.days(7)

  /// How long it rests after a limit.
  static func rest(stated: Duration?, strikes: Int) -> Duration {
    stated.map { min(max($0, .seconds(1)), longestStatedRest) }
      ?? min(longestRest, firstRest * (1 << min(max(strikes - 1, 0), 8)))
  }

  /// Whether it is still to be left alone. `isAskWaiting` says whether its ask stands unanswered,
  /// `setup` what it would be started with now, nil where that is not known. A record of the
  /// future, written before the clock was set back, parks nothing: its end could be days away.
  package func holds(now: Int, isAskWaiting: Bool, setup: Setup?) -> Bool {
    if let until { return since <= now && now < min(until, since + Self.longestStatedRest.seconds) }
    return isAskWaiting && setup.map(isOf) ?? true
  }

  /// Whether it was parked with this very set-up.
  func isOf(_ setup: Setup) -> Bool {
    wiring == setup.wiring
      && (surroundings.isEmpty || setup.surroundings.isEmpty
        || surroundings == setup.surroundings)
  }

  /// All that a person may have changed to mend it.
  package struct Setup: Sendable, Equatable {
    let wiring: String
    /// Empty where it is not known.
    var surroundings: String
  }

  /// As in a sentence: "custom is parked until 2026-11-22 14:30 (quota: …)".
  package var text: String { "\(sentence) (\(why))" }

  /// Without the reason.
  package var sentence: String {
    let end =
      until.map { "until \(LocalTime($0).minuteText)" }
      ?? ask.map { "until \($0) is answered or the config changes" } ?? "until the config changes"
    return "\(runner) is parked \(end)"
  }

  package var why: String { "\(reason.rawValue): \(Untrusted.oneLine(message))" }
}

extension ParkedRunner: ShapedRecord {
  package static let blank = ParkedRunner(
    runner: "", reason: .transient, message: "", since: 0, until: nil, ask: nil, wiring: "",
    surroundings: "", strikes: 0)

  /// As `parked/<runner>.json` and `state --json` have it.
  package static let shape = Shape<ParkedRunner> { field in
    field.version()
    field(needed: "runner", \.runner, "the preset's name")
    field(needed: "class", \.reason, "why it cannot go on")
    field("message", \.message, "the same in words")
    field(needed: "since", \.since, "when it was parked")
    field("until", \.until, "when it may be tried again; null when only you can mend it")
    field("ask", \.ask, "the question that waits for you")
    field("wiring", \.wiring, "the digest of its commands and the config; a change unparks it")
    field(
      "surroundings", \.surroundings, omitting: "",
      "the digest of its program, PATH and the variables it is given; a change unparks it")
    field("strikes", \.strikes, "how often in a row it was parked without stating an end")
  }

  static func read(_ record: JSONObject) -> ParkedRunner? {
    guard var parked = try? ParkedRunner(record), Identifier(valid: parked.runner) != nil else {
      return nil
    }
    parked.strikes = min(max(parked.strikes, 0), mostStrikes)
    return parked
  }
}
