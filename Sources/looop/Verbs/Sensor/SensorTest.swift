internal import ArgumentParser
internal import Base
internal import Sensors

extension SensorCommand {
  struct Test: Verb {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run the test cases of a sensor, each of them twice.",
      discussion: """
        A case is a folder NAME.test/CASE with any of env, bin, files and \
        expected.json. The second run is in another second, a third one has the clock of \
        another day. Exits 1 when a case failed.
        """)
    static let examples = [Example("looop sensor test weather")]

    @Argument(help: "The sensor's name, or all.") var name: String
    @OptionGroup var options: SensorFolderOptions
    @OptionGroup var inputs: InputOptions
    @Flag(help: "Record expected.json for the cases without one.")
    var record = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    /// With --in the data dir does not matter.
    var touch: Touch { options.folder == nil ? .writes : .reads }

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let (folder, home) = try options.open(wiring)
      let tests = try chosen(folder, home)
      let settings = try inputs.settings()
      for name in Set(tests.map(\.sensor)) {
        // A sensor that is broken fails its cases, one by one.
        if let sensor = try? folder.catalog.sensor(named: name) { _ = try sensor.setting(settings) }
      }
      let children = ChildGroup(poller: Poller(stop: try StopSignal()))
      let bench = SensorBench(
        folder: folder.path, searchPath: wiring.environment["PATH"] ?? "/usr/bin:/bin",
        children: children, settings: settings)
      var shown = SensorTestRender()
      try bench.run(tests, records: record) { outcome in
        let text = shown.text(of: outcome)
        if !json { Console.say(text) }
      }
      if json { Console.say(json: shown) } else { Console.say(shown.sum) }
      return shown.hasFailure ? ExitStatusCode.failed : ExitStatusCode.ok
    }

    private func chosen(
      _ folder: SensorFolder, _ home: String
    ) throws(LooopError) -> [SensorCase] {
      // Cases of a deleted sensor fail instead of being skipped.
      let names = name == "all" ? try SensorCase.sensors(in: home) : [try folder.known(name)]
      var tests: [SensorCase] = []
      for name in names { tests += try SensorCase.all(of: name, in: home) }
      guard tests.isEmpty else { return tests }
      let whose = name == "all" ? "any sensor" : "the sensor \(name)"
      let example = name == "all" ? "NAME" : name
      throw LooopError(
        .badData, code: "E_NO_CASES",
        "There are no test cases for \(whose) in \(Untrusted.oneLine(home)).",
        hint: "Create the folder \(example).test/first there, then run this with --record.")
    }
  }
}
