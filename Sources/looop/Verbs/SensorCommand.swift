internal import ArgumentParser
internal import Core
internal import Sensors

struct SensorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor", abstract: "Write and list the observers of the outside world.",
    subcommands: [Write.self, List.self])

  struct Write: Verb {
    static let configuration = CommandConfiguration(
      commandName: "write", abstract: "Write a sensor's script, and its manifest if given.")

    @Argument(help: "The sensor's name.") var name: String
    @Argument(help: "The script's file, or - for standard input.") var script: String?
    @Option(help: "The manifest's file.") var manifest: String?
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let name = try Identifier.unreserved(name, "sensor")
      let text: String
      if let script, script != "-" {
        text = try Self.file(script)
      } else {
        text = try Body.text(nil, what: "script")
      }
      let manifest = try manifest.map { path throws(LooopError) in
        let text = try Self.file(path)
        // Here the fault is named where the person finds it, which is not in the data dir.
        _ = try Manifest.parse(Array(text.utf8), file: Untrusted.oneLine(path))
        return text
      }
      try wiring.open()
      try wiring.sensors.write(
        SensorDraft(name: name, script: text, manifest: manifest, author: .human))
      Console.say("sensor \(name) written")
      return ExitStatusCode.ok
    }

    private static func file(_ path: String) throws(LooopError) -> String {
      guard let text = try AtomicFile.readText(path) else {
        throw LooopError(.usage, "E_FILE_UNKNOWN", "There is no file \(Untrusted.oneLine(path)).")
      }
      return text
    }
  }

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
