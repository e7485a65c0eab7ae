internal import ArgumentParser
internal import Base
internal import Sensors

struct WhyCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Explain why nothing happens now, and what comes next.",
    discussion: """
      The first line says it. Then come all other reasons, until when each holds,
      what waits for you and what to type, what has changed since the last
      decision, what the pulse wakes for next, and what was last decided. It reads
      files: nothing is run and nothing written.
      """)
  static let examples = [Example("looop why")]
  var touch: Touch { .reads }

  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    wiring.sensors.isOnlyShown = true
    try wiring.sightings.once { () throws(LooopError) in
      let report = WhyReport(wiring, try StateReport(wiring, skipsFolders: true))
      if json {
        Console.say(json: wiring.redacted(report))
      } else {
        let render = WhyRender(
          report, columns: Console.outputColumns, redacting: wiring.redaction)
        Console.say(render.text)
      }
    }
    return ExitStatusCode.ok
  }
}
