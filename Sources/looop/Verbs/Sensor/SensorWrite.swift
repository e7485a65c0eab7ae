internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Write: Verb {
    static let configuration = CommandConfiguration(
      commandName: "write", abstract: "Write a sensor's script, and its manifest if given.")
    static let examples = [Example("looop sensor write mail mail.sh --manifest mail.yaml")]

    @Argument(help: "The sensor's name.") var name: String
    @Argument(help: "The script's file, or - for standard input.") var script: String?
    @Option(help: "The manifest's file.") var manifest: String?
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let name = try Identifier.unreserved(name, "sensor")
      // Read before the script, so that a mistake here does not waste a typed script.
      let manifest = try manifest.map { path throws(LooopError) in
        try Self.manifest(path, of: name, in: wiring.sensors.folder)
      }
      let text: String
      if let script, script != "-" {
        text = try Self.file(script, "script")
      } else {
        text = try Body.text([], what: "script")
      }
      try wiring.open()
      try wiring.sensors.write(
        SensorDraft(name: name, script: text, manifest: manifest, author: .human))
      Console.say("sensor \(name) written")
      SensorNotes.show(for: name, wiring)
      return ExitStatusCode.ok
    }

    /// Names the fault in the person's own file instead of the data dir's.
    private static func manifest(
      _ path: String, of name: Identifier, in folder: String
    ) throws(LooopError) -> String {
      let text = try file(path, "manifest")
      let manifest = try Manifest.parse(Array(text.utf8), file: Untrusted.oneLine(path))
      guard manifest.push == nil else {
        throw LooopError(
          .config, code: "E_MANIFEST",
          "\(Untrusted.oneLine(path)): a sensor with 'push' runs nothing, so it has no script.",
          hint: "Copy the manifest to \(folder)/\(name).yaml; that is the whole sensor.")
      }
      return text
    }

    private static func file(_ path: String, _ what: String) throws(LooopError) -> String {
      let shown = Untrusted.oneLine(path)
      do throws(LooopError) {
        if let text = try AtomicFile.readText(path) { return text }
      } catch {
        throw LooopError(
          error.kind, code: error.code, error.message,
          hint: error.hint ?? "Name the file that holds the \(what).")
      }
      throw LooopError(
        .usage, code: "E_FILE_UNKNOWN", "There is no file \(shown).",
        hint:
          "Name the file that holds the \(what)\(what == "script" ? ", or - for standard input" : "")."
      )
    }
  }
}
