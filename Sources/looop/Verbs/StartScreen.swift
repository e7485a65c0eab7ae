internal import Base
internal import Sensors

/// `looop` alone at a terminal: where the loop stands, and what to type next.
enum StartScreen {
  static func say(_ wiring: Wiring) throws(LooopError) -> Int32 {
    wiring.sensors.isOnlyShown = true
    try wiring.sightings.once { () throws(LooopError) in
      let state = try StateReport(wiring, skipsFolders: true)
      let columns = Console.outputColumns ?? 80
      let steps = NextSteps(state).lines(columns: columns)
      // The shell's prompt needs a row, and the steps need not scroll away.
      let room = Console.terminalSize.rows - steps.count - 3
      let rows = StateRender.rows(
        state, columns: columns, most: max(room, 3), redacting: wiring.redaction)
      Console.say(wiring.redacted((rows + ["", "next:"] + steps).joined(separator: "\n")))
    }
    return ExitStatusCode.ok
  }
}
