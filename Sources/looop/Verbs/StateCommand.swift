internal import ArgumentParser
internal import Base
internal import Sensors

struct StateCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Show where the loop stands.")
  static let examples = [Example("looop state")]
  var touch: Touch { .reads }

  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 { try Self.say(wiring, json: json) }

  static func say(_ wiring: Wiring, json: Bool) throws(LooopError) -> Int32 {
    wiring.sensors.isOnlyShown = true
    try wiring.sightings.once { () throws(LooopError) in
      let state = try StateReport(wiring)
      if json {
        Console.say(json: wiring.redacted(state))
      } else {
        let text = StateRender.text(
          state, columns: Console.outputColumns, redacting: wiring.redaction)
        Console.say(text)
      }
    }
    return ExitStatusCode.ok
  }
}
