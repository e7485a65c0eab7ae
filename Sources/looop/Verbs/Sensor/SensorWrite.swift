internal import ArgumentParser
internal import Core
internal import Sensors

extension SensorCommand {
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
}
