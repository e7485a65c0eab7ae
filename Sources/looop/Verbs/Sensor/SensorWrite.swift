internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

extension SensorCommand {
  struct Write: Verb {
    static let configuration = CommandConfiguration(
      commandName: "write", abstract: "Write all files of a sensor, as one step.",
      discussion: """
        Test cases beside the script or the manifest, in the folder NAME.test, are written too. A \
        manifest with run.command or push is the whole sensor. With --from, NAME.sh, NAME.yaml, \
        NAME.local.yaml and NAME.test are taken from a folder.
        """)
    static let examples = [Example("looop sensor write mail mail.sh --manifest mail.yaml")]

    @Argument(help: "The sensor's name.") var name: String
    @Argument(help: "The script's file, or - for standard input.") var script: String?
    @Option(help: .init("The script's file, as other texts are given.", valueName: "file"))
    var file: String?
    @Option(help: "The manifest's file.") var manifest: String?
    @Option(help: .init("The folder that has all files of the sensor.", valueName: "folder"))
    var from: String?
    @OptionGroup var inputs: InputOptions
    @OptionGroup var options: ChangeOptions
    @OptionGroup var note: JournalNote
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      // One that is there may have a name that a new one cannot have.
      let name = try Identifier.unreserved(name, "sensor")
      if try wiring.sensors.belongings(of: name).isEmpty { _ = try SensorName.new(name.text) }
      let settings = try inputs.settings()
      do throws(LooopError) {
        var bundle = try bundle(of: name, wiring)
        bundle = bundle.setting(try values(settings, for: bundle, wiring))
        try wiring.open()
        try wiring.sensors.write(bundle)
      } catch { throw error.asBadData }
      note.record(wiring)
      let needs = SensorNotes.needs(of: name, wiring)
      // It is written: that its files cannot be listed now makes no failure of it.
      let files = (try? wiring.sensors.belongings(of: name)) ?? []
      SensorChange(
        sensor: name, change: .written, files: files.map { "\(wiring.sensors.folder)/\($0)" },
        needs: needs
      ).show("sensor \(name) written", json: options.json)
      if !options.json { SensorNotes.showRun(of: name) }
      return ExitStatusCode.ok
    }

    private func bundle(
      of name: Identifier, _ wiring: Wiring
    ) throws(LooopError) -> SensorBundle {
      guard self.script == nil || file == nil else {
        throw LooopError(
          .usage, code: "E_USAGE", "The script is given twice, as an argument and with --file.",
          hint: "Leave out one of them.")
      }
      let script = self.script ?? file
      if let from {
        guard script == nil, manifest == nil else {
          throw LooopError(
            .usage, code: "E_USAGE", "--from takes all files of the sensor from one folder.",
            hint: "Leave out the script and --manifest.")
        }
        return try SensorBundle.read(name, from: try SensorFolder.existing(from, wiring))
      }
      // Read before the script, so that a mistake here does not waste a typed script.
      let written = try manifest.map { path throws(LooopError) in
        try Self.manifest(path, hasScript: script != nil)
      }
      let cases = try Self.cases(beside: [script, manifest].compactMap(\.self))
      if let written, written.isWhole {
        return SensorBundle(name: name, script: nil, manifest: written.text, cases: cases)
      }
      let text: String
      if let script, script != "-" {
        text = try Self.file(script, "script")
      } else {
        text = try Body.text([], what: "script")
      }
      return SensorBundle(name: name, script: text, manifest: written?.text, cases: cases)
    }

    private func values(
      _ settings: [InputSetting], for bundle: SensorBundle, _ wiring: Wiring
    ) throws(LooopError) -> String? {
      guard !settings.isEmpty else { return nil }
      var text = bundle.manifest
      if text == nil { text = try wiring.sensors.manifestText(of: bundle.name) }
      let manifest = try text.map { text throws(LooopError) in
        try Manifest.parse(Array(text.utf8), file: "\(bundle.name).yaml")
      }
      return try wiring.sensors.values(settings, of: bundle.name, manifest ?? Manifest())
    }

    /// The folder of cases beside one of `files`, which has the name of the file.
    private static func cases(beside files: [String]) throws(LooopError) -> String? {
      for file in files {
        guard let ending = [".sh", ".yaml"].first(where: file.hasSuffix) else { continue }
        let folder = "\(file.dropLast(ending.utf8.count)).test"
        if Folder.exists(folder) { return folder }
      }
      return nil
    }

    /// Names the fault in the person's own file instead of the data dir's.
    private static func manifest(
      _ path: String, hasScript: Bool
    ) throws(LooopError) -> (text: String, isWhole: Bool) {
      let text = try file(path, "manifest")
      let manifest = try Manifest.parse(Array(text.utf8), file: Untrusted.oneLine(path))
      guard manifest.push == nil || !hasScript else {
        throw LooopError(
          .config, code: "E_MANIFEST",
          "\(Untrusted.oneLine(path)): a sensor with 'push' runs nothing, so it has no script.",
          hint: "Leave the script out: that is the whole sensor.")
      }
      return (text, !hasScript && (manifest.push != nil || manifest.command != nil))
    }

    private static func file(_ path: String, _ what: String) throws(LooopError) -> String {
      let shown = Untrusted.oneLine(path)
      do throws(LooopError) {
        if let bytes = try AtomicFile.read(path) {
          return try ExactText.read(bytes, "The \(what) in \(path)")
        }
      } catch {
        throw error.with(hint: error.hint ?? "Name the file that holds the \(what).")
      }
      throw LooopError(
        .usage, code: "E_FILE_UNKNOWN", "There is no file \(shown).",
        hint:
          "Name the file that holds the \(what)\(what == "script" ? ", or - for standard input" : "")."
      )
    }
  }
}
