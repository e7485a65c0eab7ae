internal import Base
internal import Core
internal import Sensors

/// Everything about a sensor, for a person: what it is, when it runs, what wakes the loop, what it
/// needs, and its last reading.
struct SensorShowRender {
  let sensor: ScriptSensor
  let sheet: SensorSheet
  let reading: Reading?
  let flapping: Flapping?
  let lastRun: Int?
  /// When its present run began; nil while it does not run, or not for a second yet.
  let runningSince: Int?
  /// Nil: it never runs.
  let nextRun: Int?
  /// How many pushed readings are in its inbox.
  let waiting: Int
  let isPulseAlive: Bool
  let now: Int

  var manifest: Manifest { sensor.manifest }
  /// The variables of its manifest, sorted; a value may be a secret that was put in the wrong place.
  var shownVariables: [(String, String)] {
    manifest.variables.sorted { $0.key < $1.key }.map { ($0.key, sensor.shown($0.value)) }
  }

  var watched: [WatchedFile] { sensor.timing.watch.map(WatchedFile.init) }

  var text: String {
    var facts = FactSheet(redacting: sensor.redaction)
    about(&facts)
    running(&facts)
    clock(&facts)
    facts.add("wakes", SensorWords.wake(sensor.wake))
    meaning(&facts)
    needs(&facts)
    last(&facts)
    return facts.text
  }

  private func about(_ facts: inout FactSheet) {
    facts.add("sensor", sensor.name.text)
    facts.add("about", sensor.description)
    facts.add("owner", manifest.owner ?? "")
    facts.add("links", manifest.links)
    facts.add(
      "state",
      manifest.isEnabled
        ? "enabled" : "switched off; `looop sensor enable \(sensor.name)` switches it on")
    facts.add("files", sheet.files)
    facts.add("trust", "\(sensor.trust.rawValue): \(sheet.trustReason.rawValue)")
  }

  private func running(_ facts: inout FactSheet) {
    guard sensor.push == nil else {
      facts.add("runs", "nothing; `looop push \(sensor.name)` delivers its readings")
      facts.add("push", SensorWords.push(manifest))
      facts.add("inbox", waiting == 0 ? "empty" : "the next beat counts \(waiting)")
      return
    }
    facts.add("runs", sensor.shown(ShellQuote.line(sheet.arguments)))
    facts.add("in", sheet.workingDirectory)
    var given = ["environment: \(manifest.environment.rawValue)"]
    if manifest.standardInput == .lastReading { given.append("its last good reading on stdin") }
    given += shownVariables.map { "\($0.0)=\($0.1)" }
    facts.add("given", given.joined(separator: "; "))
    facts.add("prints", SensorWords.output(manifest))
    facts.add("limits", "\(manifest.timeout.exactText) and \(manifest.maxBytes) bytes a run")
  }

  private func clock(_ facts: inout FactSheet) {
    if sensor.push == nil { facts.add("every", SensorWords.every(sensor)) }
    facts.add("fails", SensorWords.failing(sensor.timing))
    let age = sensor.ageFile.map { ", by the age of \($0)" } ?? ""
    facts.add("ttl", sensor.timing.ttl.map { "stale after \($0.exactText)\(age)" } ?? "")
    facts.add("quiet", sensor.timing.quietHours.map(SensorWords.quiet))
    facts.add("watches", watched.map(\.text))
  }

  private func meaning(_ facts: inout FactSheet) {
    let shown = { (part: SensorSheet.Part) in "\(part.name): \(part.pointer)" }
    facts.add("signal from", sheet.signal.map(shown))
    facts.add("detail from", sheet.detail.map(shown))
    if sheet.hasSchema { facts.add("schema", "the signal must fit signal_schema") }
  }

  private func needs(_ facts: inout FactSheet) {
    facts.add("inputs", sheet.inputs.map(SensorWords.input))
    facts.add("secrets", sheet.secrets.map(SensorWords.secret))
    facts.add("programs", sheet.programs.map { "\($0.name): \($0.path ?? "not found on PATH")" })
    facts.add("systems", manifest.systems.map(\.rawValue).joined(separator: ", "))
    facts.add("network", manifest.network.joined(separator: ", "))
    facts.add("lacks", sheet.needs)
  }

  private func last(_ facts: inout FactSheet) {
    guard let reading else {
      facts.add("reading", "none yet")
      facts.add("now", runningSince.map { SensorWords.running($0, now) } ?? "")
      facts.add("next run", next)
      return
    }
    facts.add(
      "reading", "\(reading.status.rawValue) since \(SensorWords.past(reading.changedAt, now))")
    if let flapping { facts.add("flapping", SensorWords.why(flapping, now)) }
    if let problem = reading.observation.problem {
      facts.add("problem", problem.split(separator: "\n").map(String.init))
    } else {
      facts.add("signal", reading.observation.signal)
      if reading.observation.detail != .null { facts.add("detail", reading.observation.detail) }
    }
    if let failure = reading.hiddenFailure {
      facts.add(
        "failing", "\(failure); the reading above is its last good one (on_error: keep_last)")
    }
    facts.add("last run", lastRun.map { SensorWords.past($0, now) } ?? "")
    facts.add("now", runningSince.map { SensorWords.running($0, now) } ?? "")
    facts.add("next run", next)
  }

  private var next: String {
    if !manifest.isEnabled { return "never, while it is switched off" }
    guard let nextRun else { return "" }
    let pulse = isPulseAlive ? "" : "; the pulse is down"
    if nextRun <= now { return "at the next beat\(pulse)" }
    return "\(LocalTime(nextRun).minuteText), in \(Duration.seconds(nextRun - now).text)\(pulse)"
  }
}
