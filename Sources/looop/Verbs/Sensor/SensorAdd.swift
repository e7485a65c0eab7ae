internal import ArgumentParser
internal import Base
internal import Sensors

extension SensorCommand {
  struct Add: Verb {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Install a sensor that ships with looop.",
      discussion: """
        `looop sensor list --shipped` lists them, `looop sensor show NAME` shows the files of one. \
        The values of its inputs are stored in NAME.local.yaml beside it.
        """)
    static let examples = [Example("looop sensor add github-ci --input repo=owner/name")]

    @Argument(help: "The name of the shipped sensor.") var name: String
    @Option(name: .customLong("as"), help: "The name it gets here (default: its own).")
    var ownName: String?
    @Option(name: .customLong("input"), help: "A value for an input, as key=value; repeatable.")
    var inputs: [String] = []
    @Flag(help: "Overwrite a sensor of that name; inputs keep their values unless set again.")
    var replace = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let entry = try wiring.shippedSensor(name)
      let name = try Identifier.unreserved(ownName ?? entry.name, "sensor")
      var settings: [Installation.Setting] = []
      for input in inputs { settings.append(try Installation.Setting(input)) }
      let installation = try wiring.sensors.installation(
        of: entry, as: name, settings, replaces: replace)
      try wiring.open()
      try wiring.sensors.install(installation)
      Console.say("sensor \(name) added")
      SensorNotes.show(for: name, wiring)
      return ExitStatusCode.ok
    }
  }
}
