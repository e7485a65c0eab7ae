internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

/// The options of verbs that check sensors: their folder, and the folder of their test cases.
struct SensorFolderOptions: ParsableArguments {
  @Option(
    name: .customLong("in"),
    help: .init("The folder of sensors (default: the data dir's).", valueName: "folder"))
  var folder: String?
  @Option(
    help: .init(
      "The folder that holds the test cases (default: beside the sensors).", valueName: "folder"))
  var cases: String?

  func open(
    _ wiring: Wiring
  ) throws(LooopError) -> (folder: SensorFolder, cases: String) {
    let folder = try SensorFolder(wiring, named: folder)
    guard let cases else { return (folder, folder.path) }
    return (folder, try SensorFolder.existing(cases, wiring))
  }
}

/// Values of inputs, as typed.
struct InputOptions: ParsableArguments {
  @Option(name: .customLong("input"), help: "A value for an input, as key=value; repeatable.")
  var inputs: [String] = []

  func settings() throws(LooopError) -> [InputSetting] {
    var settings: [InputSetting] = []
    for input in inputs { settings.append(try InputSetting(input)) }
    return settings
  }
}

/// The folder of sensors that a verb works on.
struct SensorFolder {
  let catalog: ScriptCatalog
  /// The options that make another command use the same folder.
  let options: [String]
  private let wiring: Wiring

  var path: String { catalog.folder }

  /// The data dir's own, or the named one.
  init(_ wiring: Wiring, named folder: String?) throws(LooopError) {
    self.wiring = wiring
    guard let folder else {
      catalog = wiring.sensors
      options = []
      return
    }
    let path = try Self.existing(folder, wiring)
    catalog = ScriptCatalog(folder: path, environment: wiring.environment)
    options = ["--in", folder]
  }

  /// The absolute path of an existing folder.
  static func existing(_ folder: String, _ wiring: Wiring) throws(LooopError) -> String {
    let path = try wiring.absolute(folder)
    guard Folder.exists(path) else {
      throw LooopError(
        .usage, code: "E_FILE_UNKNOWN", "There is no folder \(Untrusted.oneLine(path)).",
        hint: "Name a folder that exists.")
    }
    return path
  }

  /// Every sensor, whatever the state of its files.
  func names() throws(LooopError) -> [Identifier] { try catalog.entries().map(\.name) }

  /// The sensor of that name; throws `E_SENSOR_UNKNOWN`.
  func known(_ text: String) throws(LooopError) -> Identifier {
    let name = try Identifier(text, "sensor")
    let names = try names()
    if names.contains(name) { return name }
    if options.isEmpty { throw try wiring.noSensor(name) }
    throw LooopError(
      .badData, code: "E_SENSOR_UNKNOWN",
      "There is no sensor \(name) in \(Untrusted.oneLine(path)).",
      hint: Nearest.hint(
        text, in: names.map(\.text), else: "`looop sensor new \(name)` creates one."))
  }
}

extension Place {
  /// The options as given, to be repeated in hints.
  var options: [String] { dataDir.map { ["--data-dir", $0] } ?? [] }
}
