internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Add: Verb {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Install a sensor that ships with looop, and run it once.",
      discussion: """
        `looop sensor list --shipped` lists them, `looop sensor show NAME` shows the files of one. \
        The values of its inputs are stored in NAME.local.yaml beside it. For a sensor of your own, \
        `looop sensor add NAME --input KEY=VALUE` sets its inputs.
        """)
    static let examples = [Example("looop sensor add github-ci --input repo=owner/name")]

    @Argument(help: "The name of the shipped sensor.") var name: String
    @Option(name: .customLong("as"), help: "The name it gets here (default: its own).")
    var ownName: String?
    @OptionGroup var inputs: InputOptions
    @Flag(help: "Overwrite a sensor of that name; inputs keep their values unless set again.")
    var replace = false
    @OptionGroup var options: ChangeOptions
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let settings = try inputs.settings()
      if let own = try ownSensor(settings, wiring) {
        try wiring.sensors.set(settings, of: own)
        show(own.name, .set, as: "inputs of \(own.name) set", in: wiring)
        return ExitStatusCode.ok
      }
      let entry = try wiring.shippedSensor(name)
      let name = try SensorName.new(ownName ?? entry.name)
      do throws(LooopError) {
        let installation = try wiring.sensors.installation(
          of: entry, as: name, settings, replaces: replace)
        try wiring.open()
        try wiring.sensors.install(installation)
      } catch { throw error.asBadData }
      show(name, .added, as: "sensor \(name) added", in: wiring)
      return ExitStatusCode.ok
    }

    /// A sensor that does not ship, whose inputs are to be set.
    private func ownSensor(
      _ settings: [InputSetting], _ wiring: Wiring
    ) throws(LooopError) -> ScriptSensor? {
      guard !settings.isEmpty, ownName == nil,
        !ShippedSensors.all.contains(where: { $0.name == name }),
        let name = Identifier(valid: name)
      else { return nil }
      do throws(LooopError) { return try wiring.sensors.sensor(named: name) } catch {
        throw error.asBadData
      }
    }

    private func show(
      _ name: Identifier, _ kind: SensorChange.Kind, as text: String,
      in wiring: Wiring
    ) {
      var change = SensorChange(
        sensor: name, change: kind, files: Self.files(of: name, kind, in: wiring),
        needs: SensorNotes.needs(of: name, wiring))
      if !options.json { change.show(text, json: false) }
      change.reading = change.needs.isEmpty ? Self.firstReading(of: name, wiring) : nil
      if options.json { return change.show(text, json: true) }
      guard let reading = change.reading else { return SensorNotes.showRun(of: name) }
      let said = reading.problem ?? JSONWriter.text(reading.signal)
      Console.say("reading: \(reading.status.rawValue) \(Untrusted.clipped(said, bytes: 500))")
    }

    private static func files(
      of name: Identifier, _ kind: SensorChange.Kind, in wiring: Wiring
    ) -> [String] {
      let all = ((try? wiring.sensors.belongings(of: name)) ?? []).filter { !$0.hasSuffix(".test") }
      let own = kind == .set ? all.filter { $0.hasSuffix(".local.yaml") } : all
      return own.map { "\(wiring.sensors.folder)/\($0)" }
    }

    /// Nil when it runs nothing, or looop was stopped: it is installed all the same.
    private static func firstReading(of name: Identifier, _ wiring: Wiring) -> Observation? {
      guard let sensor = try? wiring.knownSensor(name.text), sensor.push == nil,
        sensor.manifest.isEnabled
      else { return nil }
      return (try? Run.run(sensor, wiring))?.observation
    }
  }
}
