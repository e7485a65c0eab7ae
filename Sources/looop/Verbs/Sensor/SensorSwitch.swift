internal import ArgumentParser
internal import Base
internal import Sensors

extension SensorCommand {
  struct Enable: Verb {
    static let configuration = CommandConfiguration(
      commandName: "enable", abstract: "Switch a sensor on in its manifest.")
    static let examples = [Example("looop sensor enable weather")]

    @Argument(help: "The sensor's name.") var name: String
    @OptionGroup var options: ChangeOptions
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      try Switch(name: name, isOn: true, json: options.json).execute(wiring)
    }
  }

  struct Disable: Verb {
    static let configuration = CommandConfiguration(
      commandName: "disable",
      abstract: "Switch a sensor off in its manifest; its files stay.")
    static let examples = [Example("looop sensor disable weather")]

    @Argument(help: "The sensor's name.") var name: String
    @OptionGroup var options: ChangeOptions
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      try Switch(name: name, isOn: false, json: options.json).execute(wiring)
    }
  }

  private struct Switch {
    let name: String
    let isOn: Bool
    let json: Bool

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let name = try Identifier(name, "sensor")
      let changed: Bool?
      do throws(LooopError) {
        changed = try wiring.sensors.set(isEnabled: isOn, name)
      } catch { throw error.asBadData }
      guard let changed else { throw try wiring.noSensor(name) }
      let word = isOn ? "on" : "off"
      let text = "sensor \(name) \(changed ? "switched \(word)" : "is switched \(word) already")"
      let needs = isOn ? SensorNotes.needs(of: name, wiring) : []
      let change = SensorChange(
        sensor: name, change: changed ? (isOn ? .enabled : .disabled) : .none,
        files: changed ? ["\(wiring.sensors.folder)/\(name).yaml"] : [], needs: needs)
      change.show(text, json: json)
      return ExitStatusCode.ok
    }
  }
}
