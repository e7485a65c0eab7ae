internal import Base
internal import Core
internal import Sensors

/// A manifest in words.
enum SensorWords {
  static func every(_ sensor: ScriptSensor) -> String {
    guard let every = sensor.timing.every else {
      return "beat, or when the decider wants to look again"
    }
    var words = [every.exactText]
    if sensor.manifest.jitter > .zero {
      words.append(
        "plus \(sensor.timing.delay.exactText) of jitter"
          + " (at most \(sensor.manifest.jitter.exactText))"
      )
    }
    if !sensor.timing.catchesUp { words.append("missed runs are skipped") }
    return words.joined(separator: "; ")
  }

  static func failing(_ timing: SensorTiming) -> String {
    var words: [String] = []
    if timing.retries > 0 {
      words.append("retried \(timing.retries)x, \(timing.retryDelay.exactText) apart")
    }
    if timing.keepsLast { words.append("the last good reading stays") }
    return words.joined(separator: "; then ")
  }

  static func output(_ manifest: Manifest) -> String {
    let isPlugin = manifest.exitCodes == .nagios
    let output = manifest.output ?? (isPlugin ? .text : .json)
    var words = [output.rawValue]
    if manifest.standardError == .merge { words.append("standard error too") }
    switch manifest.exitCodes {
    case .plain: break
    case .nagios: words.append("exit codes as Nagios plugins use them")
    case .named(let meanings):
      let codes = meanings.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value.rawValue)" }
      words.append("exit codes: \(codes.joined(separator: ", "))")
    }
    return words.joined(separator: "; ")
  }

  static func push(_ manifest: Manifest) -> String {
    guard let push = manifest.push else { return "" }
    return
      "the newest \(push.perMinute) of a minute, \(push.kept) at a time, are listed, the rest are"
      + " counted;"
      + " each has at most \(manifest.maxBytes) bytes"
  }

  /// One line each.
  static func wake(_ rules: WakeRules) -> [String] {
    let cause =
      switch rules.cause {
      case .signal: "when its signal or status changes"
      case .always: "on every run"
      case .never: "never: it only informs"
      }
    guard rules.cause != .never else { return [cause] }
    var words = [cause]
    if !rules.ignored.isEmpty {
      words.append("ignoring \(rules.ignored.map(\.text).joined(separator: ", "))")
    }
    for tolerance in rules.tolerances {
      let band = JSONWriter.text(.double(tolerance.band))
      words.append("for \(tolerance.pointer.text) only when it moved by more than \(band)")
    }
    if rules.settle > .zero { words.append("once the change lasts \(rules.settle.exactText)") }
    if rules.leastInterval > .zero {
      words.append("at most once in \(rules.leastInterval.exactText)")
    }
    if let flap = rules.flap {
      let what =
        switch flap.action {
        case .flag: "it is flagged to the decider"
        case .mute: "it is muted"
        }
      words.append("after \(flap.count) changes within \(flap.within.exactText) \(what)")
    }
    return words
  }

  private static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  static func quiet(_ hours: QuietHours) -> String {
    let every = hours.days.count == 7
    let names = hours.days.sorted().map { days[$0] }.joined(separator: ", ")
    return "\(time(hours.from)) to \(time(hours.to))\(every ? "" : ", starting on \(names)")"
  }

  private static func time(_ minute: Int) -> String {
    let pad = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return "\(pad(minute / 60)):\(pad(minute % 60))"
  }

  static func input(_ input: SensorSheet.Input) -> String {
    let state =
      switch input.source {
      case .local: " = \(input.value ?? "")"
      case .standard: " = \(input.value ?? "") (default)"
      case .unset: ": not set\(input.isRequired ? ", but required" : "")"
      }
    return input.name + state + (input.description.isEmpty ? "" : "; \(input.description)")
  }

  static func secret(_ secret: SensorSheet.Secret) -> String {
    switch secret.source {
    case .environment: "\(secret.name): set in the environment"
    case .file: "\(secret.name): set in secrets.env"
    case .unset: "\(secret.name): not set\(secret.isOptional ? ", optional" : "")"
    }
  }

  static func running(_ since: Int, _ now: Int) -> String {
    "running for \(MomentText.time(from: since, to: now))"
  }

  /// In a few words, for a list.
  static func flapping(_ flapping: Flapping, _ now: Int) -> String {
    guard flapping.until > now else { return "flapping" }
    let left = Duration.seconds(flapping.until - now).text
    return switch flapping.rule {
    case .idle: "flapping: wakes none alone for \(left)"
    case .manifest: "flapping for \(left)"
    }
  }

  /// In a sentence.
  static func why(_ flapping: Flapping, _ now: Int) -> String {
    let left = flapping.until - now
    let end = "\(LocalTime(flapping.until).minuteText), in \(Duration.seconds(max(0, left)).text)"
    switch flapping.rule {
    case .idle:
      let woke = "it woke \(flapping.count) decisions that found nothing to do"
      return left > 0 ? "\(woke); alone it wakes none until \(end)" : "\(woke)"
    case .manifest:
      let changed = "it changed \(flapping.count) times (wake.flap)"
      return left > 0 ? "\(changed); unless it changes, it is calm at \(end)" : changed
    }
  }

  /// A past moment, and how long ago it was.
  static func past(_ moment: Int, _ now: Int) -> String {
    "\(LocalTime(moment).minuteText), \(MomentText.age(moment, now: now))"
  }
}
