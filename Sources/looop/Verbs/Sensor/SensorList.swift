internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the sensors and what they last said.")
    static let examples = [Example("looop sensor list"), Example("looop sensor list --shipped")]
    var touch: Touch { .reads }

    @Flag(help: "List the sensors that ship with looop, which `sensor add` installs.")
    var shipped = false
    @Flag(help: "Tell of the last 24 hours how often each ran, what it woke, and what that cost.")
    var wakes = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      guard !(shipped && wakes) else {
        throw LooopError(
          .usage, code: "E_USAGE", "--shipped and --wakes do not go together.",
          hint: "Sensors that ship wake nothing before they are added.")
      }
      if wakes {
        try showWakes(wiring)
      } else if shipped {
        let rows = try Self.shipped(wiring)
        show(rows.map(SensorRow.init), rows.map(\.cells), redacted: wiring)
      } else {
        try wiring.openNew()
        wiring.sensors.isOnlyShown = true
        let rows = try Self.rows(wiring)
        show(rows.map(SensorRow.init), rows.map(SensorRows.cells), redacted: wiring)
      }
      return ExitStatusCode.ok
    }

    private func showWakes(_ wiring: Wiring) throws(LooopError) {
      let since = wiring.clock.now() - SensorWakesRender.window.seconds
      let shown = SensorWakesRender(
        report: try SensorWakes.report(
          wiring.loop.events, wiring.loop.ledger,
          of: try wiring.sensors.entries().map(\.name.text), since: since))
      if json { return Console.say(json: shown) }
      Console.say(
        table: ColumnTable(rows: shown.cells), redacted: wiring.redaction)
      for note in shown.notes { Console.note("looop: \(note)") }
    }

    private func show(_ rows: [SensorRow], _ cells: [[String]], redacted wiring: Wiring) {
      if json { return Console.say(json: wiring.redacted(rows)) }
      Console.say(table: ColumnTable(rows: cells), redacted: wiring.redaction)
    }

    private static func rows(_ wiring: Wiring) throws(LooopError) -> [SensorRows.Row] {
      var rows: [SensorRows.Row] = []
      var problems: [LooopError] = []
      let running = try Activity.read(wiring.directory).sensors
      let (state, _) = try wiring.pulseState()
      for entry in try wiring.sensors.entries() {
        let description =
          switch entry {
          case .sensor(let sensor): sensor.description
          case .broken: ""
          // Problems of a disabled sensor do not matter.
          case .disabled(let name):
            ((try? wiring.sensors.sensor(named: name)) ?? nil)?.description ?? ""
          }
        let reading = try wiring.lastReading(of: entry.name, noting: &problems)
        var flapping: Flapping?
        if let reading, case .sensor(let sensor) = entry {
          flapping = Flapping.of(reading, sensor, state: state)
        }
        rows.append(
          SensorRows.Row(
            entry, reading,
            runningSince: running.first { $0.name == entry.name.text }?.since,
            flapping: flapping, now: wiring.clock.now(),
            description: description))
      }
      for problem in problems { Console.note("looop: \(Untrusted.oneLine(problem.message))") }
      return rows
    }

    private static func shipped(_ wiring: Wiring) throws(LooopError) -> [SensorRows.Shipped] {
      let installed = Set(try wiring.sensors.entries().map(\.name.text))
      var rows: [SensorRows.Shipped] = []
      for entry in ShippedSensors.all {
        let manifest = try Manifest.parse(entry.manifest, file: "\(entry.name).yaml")
        rows.append(
          SensorRows.Shipped(
            name: entry.name, description: manifest.description,
            isInstalled: installed.contains(entry.name)))
      }
      return rows
    }
  }
}
