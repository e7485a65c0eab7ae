internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show all of a sensor, or the files of a shipped one.",
      discussion: """
        If you have no sensor of that name, it shows the shipped one, so that you can read it \
        before you add it.
        """)
    static let examples = [Example("looop sensor show weather")]
    var touch: Touch { .reads }

    @Argument(help: "The sensor's name.") var name: String
    @Flag(help: "Show the shipped sensor, even if yours has the same name.") var shipped = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      if shipped {
        show(try wiring.shippedSensor(name))
        return ExitStatusCode.ok
      }
      do throws(LooopError) {
        let shown = try SensorShowRender(try wiring.knownSensor(name), wiring)
        if json { Console.say(json: wiring.redacted(shown)) } else { Console.say(shown.text) }
      } catch {
        guard error.code == "E_SENSOR_UNKNOWN",
          let entry = ShippedSensors.all.first(where: { $0.name == name })
        else { throw error }
        show(entry)
      }
      return ExitStatusCode.ok
    }

    private func show(_ entry: ShippedSensors.Entry) {
      let texts = [("yaml", entry.manifest), ("sh", entry.script)].map {
        (name: "\(entry.name).\($0)", text: String(decoding: $1, as: UTF8.self))
      }
      if json {
        Console.say(
          json: ShippedSensor(name: entry.name, manifest: texts[0].text, script: texts[1].text))
        return
      }
      for file in texts {
        Console.say("==> \(file.name) <==")
        Console.show(file.text)
      }
      Console.note(
        "looop: \(entry.name) ships with looop; `looop sensor add \(entry.name)` installs it.")
    }
  }
}

extension SensorShowRender {
  init(_ sensor: ScriptSensor, _ wiring: Wiring) throws(LooopError) {
    var problems: [LooopError] = []
    let reading = try wiring.lastReading(of: sensor.name, noting: &problems)
    let (state, _) = try wiring.pulseState()
    // Other verbs report an unreadable config; this one needs only the beat's period.
    let settings = ((try? wiring.settings()) ?? nil) ?? Settings()
    let now = wiring.clock.now()
    let plan = NextRun(
      directory: wiring.directory, nextLookAt: state.nextLookAt, interval: settings.interval)
    self.init(
      sensor: sensor, sheet: try wiring.sheet(of: sensor), reading: reading,
      flapping: reading.flatMap { Flapping.of($0, sensor, state: state) },
      lastRun: try wiring.loop.snapshots.lastRun(of: sensor.name),
      runningSince: try Activity.read(wiring.directory).sensors
        .first { $0.name == sensor.name.text }?.since,
      nextRun: try plan.moment(of: sensor, after: reading, now: now),
      waiting: sensor.push == nil ? 0 : try wiring.inbox(of: sensor.name).waiting().count,
      isPulseAlive: try DirectoryLock.isHeld(wiring.directory.lock), now: now)
    for problem in problems { Console.note("looop: \(Untrusted.oneLine(problem.message))") }
  }
}
