internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Run: Verb {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Run a sensor now and show what its reading would do.",
      discussion: """
        Nothing is recorded. Exits 1 when the run failed. A value of --input counts for this run.
        """)
    static let examples = [Example("looop sensor run weather")]

    @Argument(help: "The sensor's name.") var name: String
    @Option(
      name: .customLong("in"),
      help: .init("The folder of sensors (default: the data dir's).", valueName: "folder"))
    var folder: String?
    @OptionGroup var inputs: InputOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    /// With --in the data dir does not matter.
    var touch: Touch { folder == nil ? .writes : .reads }

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let sensor = try chosen(wiring)
      if sensor.push != nil {
        let shown = try Self.inbox(of: sensor, wiring)
        if json { Console.say(json: SensorRunReport.waits(shown)) } else { Console.say(shown.text) }
        return ExitStatusCode.ok
      }
      var problems: [LooopError] = []
      let former = try wiring.lastReading(of: sensor.name, noting: &problems)
      let lastRun = try wiring.loop.snapshots.lastRun(of: sensor.name)
      let run = try Self.run(sensor, wiring)
      for problem in problems { Console.note("looop: \(Untrusted.oneLine(problem.description))") }
      let now = wiring.clock.now()
      let seen = run.observation
      let forecast = WakeForecast(seen, of: sensor, former: former, lastRun: lastRun, now: now)
      let shown = SensorRunRender(
        sensor: sensor, run: run.run, observation: seen,
        wake: WakeRender(forecast: forecast, sensor: sensor, now: now))
      if json { Console.say(json: SensorRunReport.ran(shown)) } else { Console.say(shown.text) }
      return seen.status == .ok ? ExitStatusCode.ok : ExitStatusCode.failed
    }

    private func chosen(_ wiring: Wiring) throws(LooopError) -> ScriptSensor {
      let settings = try inputs.settings()
      guard let folder else { return try wiring.knownSensor(name).setting(settings) }
      let drafts = try SensorFolder(wiring, named: folder)
      // It runs where it would run once it is written.
      let data = wiring.directory.path
      let catalog = ScriptCatalog(
        folder: drafts.path, environment: wiring.environment,
        data: Folder.exists(data) ? data : nil)
      let name = try drafts.known(name)
      let sensor: ScriptSensor?
      do throws(LooopError) { sensor = try catalog.sensor(named: name) } catch {
        throw error.asBadData
      }
      guard let sensor else { throw try wiring.noSensor(name) }
      return try sensor.setting(settings)
    }

    /// A missing requirement gives a reading too, as in the pulse.
    static func run(
      _ sensor: ScriptSensor, _ wiring: Wiring
    ) throws(LooopError) -> (run: SensorTrial.Run?, observation: Observation) {
      let children = ChildGroup(poller: Poller(stop: try StopSignal()))
      if Console.isErrorTerminal {
        let limit = sensor.manifest.timeout.exactText
        Console.note("looop: running \(sensor.name), for at most \(limit). Ctrl-C stops it.")
      }
      do throws(LooopError) {
        let run = try SensorTrial(store: wiring.loop.store, children: children).run(sensor)
        return (run, run.observation)
      } catch {
        guard error.code != "E_STOPPED" else { throw error }
        return (nil, .impossible(error.description))
      }
    }

    private static func inbox(
      of sensor: ScriptSensor, _ wiring: Wiring
    ) throws(LooopError) -> SensorInboxRender {
      let inbox = wiring.inbox(of: sensor.name)
      let names = try inbox.waiting()
      var messages: [SensorInboxRender.Message] = []
      for name in names.suffix(SensorInboxRender.most) {
        var seen: Observation
        do throws(LooopError) {
          // A pulse has counted it in the meantime.
          guard let payload = try inbox.payload(name) else { continue }
          seen = sensor.observe(pushed: payload).observation
        } catch { seen = .impossible(error.message) }
        messages.append(.init(id: name, observation: seen))
      }
      return SensorInboxRender(sensor: sensor, count: names.count, messages: messages)
    }
  }
}
