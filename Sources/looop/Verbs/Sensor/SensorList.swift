internal import ArgumentParser
internal import Core
internal import Sensors

extension SensorCommand {
  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the sensors and what they last said.")

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      var rows: [JSONValue] = []
      for entry in try wiring.sensors.entries() {
        let reading = try wiring.snapshots.reading(of: entry.name)
        var row: JSONObject = ["name": .string(entry.name.text)]
        switch entry {
        case .sensor(let sensor):
          row["state"] = .string(reading?.status.rawValue ?? "not run yet")
          row["description"] = .string(sensor.description)
          row["every_s"] = JSONValue(sensor.timing.every)
          if let reading, reading.observation.status != .ok {
            row["error"] = reading.observation.detail["error"] ?? .null
          }
        case .broken(_, let error):
          row["state"] = "broken"
          row["description"] = .string(error.message)
        case .disabled:
          row["state"] = "disabled"
          row["description"] = ""
        }
        rows.append(.object(row))
      }
      if json {
        Console.say(.array(rows))
      } else {
        let cells = rows.map { row in
          // What went wrong is what a person looks for; the description can wait.
          let last = row["error"]?.string == nil ? "description" : "error"
          return ["name", "state", last].map { Untrusted.visible(row[$0]?.string ?? "") }
        }
        for line in TextLayout.table(cells, aligned: Console.isOutputTerminal) { Console.say(line) }
      }
      return ExitStatusCode.ok
    }
  }
}
