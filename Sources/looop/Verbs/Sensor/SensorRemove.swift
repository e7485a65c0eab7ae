internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Remove: Verb {
    static let configuration = CommandConfiguration(
      commandName: "rm", abstract: "Remove a sensor; its files are moved aside.")
    static let examples = [Example("looop sensor rm weather --yes")]

    @Argument(help: "The sensor's name.") var name: String
    @Flag(help: "Remove it without asking.") var yes = false
    @OptionGroup var options: ChangeOptions
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let name = try Identifier(name, "sensor")
      let files = try wiring.sensors.belongings(of: name)
      guard !files.isEmpty else {
        guard try wiring.sensors.isRemoved(name) else { throw try wiring.noSensor(name) }
        SensorChange(sensor: name, change: .none, files: []).show(
          "sensor \(name) is removed already", json: options.json)
        return ExitStatusCode.ok
      }
      guard try isWanted(name, files) else {
        if options.json {
          SensorChange(sensor: name, change: .none, files: []).show("", json: true)
        } else {
          Console.say("Nothing removed.")
        }
        return ExitStatusCode.failed
      }
      let stamp = LocalTime(wiring.clock.now()).stampText
      let kept = try wiring.sensors.remove(name, stamp: stamp)
      SensorChange(
        sensor: name, change: .removed, files: files.map { "\(wiring.sensors.folder)/\($0)" },
        kept: kept
      ).show("sensor \(name) removed", json: options.json)
      if options.json { return ExitStatusCode.ok }
      Console.note(
        "looop: its files are kept in \(kept); move them back into"
          + " \(wiring.sensors.folder) to restore the sensor.")
      return ExitStatusCode.ok
    }

    private func isWanted(_ name: Identifier, _ files: [String]) throws(LooopError) -> Bool {
      if yes { return true }
      guard Console.isInputTerminal else {
        throw LooopError(
          .usage, code: "E_NEEDS_YES",
          "Removing the sensor \(name) needs a yes, and there is no terminal to ask at.",
          hint: "Run `looop sensor rm \(name) --yes`.")
      }
      let list = files.joined(separator: ", ")
      let answer = try Console.readLine(prompt: "Remove the sensor \(name) (\(list))? [y/N] ")
      return ["y", "yes"].contains(answer?.lowercased())
    }
  }
}
