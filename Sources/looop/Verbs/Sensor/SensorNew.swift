internal import ArgumentParser
internal import Base
internal import Sensors

extension SensorCommand {
  struct New: Verb {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Create a sensor from a small working example.")
    static let examples = [Example("looop sensor new mail")]

    @Argument(help: "The sensor's name.") var name: String
    @Flag(help: "Create one that runs nothing: its readings are pushed.") var push = false
    @Option(
      name: .customLong("in"),
      help: .init("The folder of sensors (default: the data dir's).", valueName: "folder"))
    var folder: String?
    @OptionGroup var options: ChangeOptions
    @OptionGroup var place: Place

    /// With --in the data dir does not matter.
    var touch: Touch { folder == nil ? .writes : .reads }

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      let name = try SensorName.new(name)
      if folder == nil { try wiring.open() }
      let folder = try SensorFolder(wiring, named: folder)
      let scaffold = SensorScaffold(name: name, isPushed: push)
      for file in scaffold.occupied.map({ "\(folder.path)/\($0)" }) {
        if try FileFacts.hasEntry(file) { throw taken(file) }
      }
      try Folder.create(folder.path)
      try ManifestSchema.write(into: folder.path)
      for file in scaffold.files {
        let path = "\(folder.path)/\(file.path)"
        try Folder.create(AtomicFile.folder(of: path))
        guard try AtomicFile.publishNew(path, file.content.utf8, mode: file.mode) else {
          throw taken(path)
        }
      }
      folder.catalog.tell(added: name, from: "an example")
      let text = SensorNewRender(
        scaffold: scaffold, folder: folder.path, options: folder.options + place.options,
        isInstalled: folder.options.isEmpty
      ).text
      SensorChange(
        sensor: name, change: .created, files: scaffold.files.map { "\(folder.path)/\($0.path)" }
      ).show(Untrusted.visible(text), json: options.json)
      return ExitStatusCode.ok
    }

    private func taken(_ path: String) -> LooopError {
      LooopError(
        .cannotWrite, code: "E_SENSOR_EXISTS", "\(Untrusted.oneLine(path)) already exists.",
        hint: "Choose another name, or move it away.")
    }
  }
}
