internal import Base
internal import Core

/// Where one case is played: a data dir of its own that holds the sensor, and a folder of stub
/// programs first on PATH.
struct CaseStage {
  let manifest: Manifest
  /// A failure when the sensor cannot be made with the inputs of the case.
  let sensor: Result<ScriptSensor, LooopError>
  var ignored: [PointerPattern] { manifest.wake.ignored }
  let environment: [String: String]
  let directory: DataDirectory
  /// The folder of its stub programs, first on PATH.
  let programs: String

  /// Sets the stage below `root`. The sensor is copied from `folder`; its programs come from the case
  /// or from `searchPath`. Throws a problem of the case or of the sensor's files.
  init(
    _ test: SensorCase, sensorsIn folder: String, searchPath: String, below root: String,
    settings: [InputSetting] = []
  ) throws(LooopError) {
    let data = "\(root)/case"
    let bin = "\(root)/bin"
    programs = bin
    let given = try CaseEnvironment(test, runningIn: data)
    try Folder.create(data, durable: false)
    if Folder.exists(test.file("files")) {
      try Folder.copy(test.file("files"), to: data)
    }
    if Folder.exists(test.file("bin")) { try Self.copyPrograms(test.file("bin"), to: bin) }
    manifest = try Self.copySensor(test.sensor, from: folder, to: "\(data)/sensors")
    let checked = try InputSetting.values(settings, of: manifest, named: test.sensor.text)
    try Self.setInputs(given, of: manifest, test, in: "\(data)/sensors", instead: checked)
    try Self.setLastReading(of: test, in: DataDirectory(path: data))
    var environment = [
      "HOME": data, "TMPDIR": data, "LANG": "C.UTF-8", "TZ": "UTC", Marks.dataDirectory: data,
      Marks.run: Marks.sensing,
    ]
    environment.merge(given.variables) { $1 }
    environment["PATH"] = "\(bin):\(given.variables["PATH"] ?? searchPath)"
    let catalog = ScriptCatalog(folder: "\(data)/sensors", environment: environment)
    self.environment = environment
    directory = DataDirectory(path: data)
    var made: ScriptSensor?
    do throws(LooopError) {
      // Also when it is switched off: one tests a sensor before switching it on.
      made = try catalog.sensor(named: test.sensor)
    } catch {
      sensor = .failure(error)
      return
    }
    guard let made else { throw Self.unknown(test.sensor, in: folder) }
    sensor = .success(made)
  }

  private static func copyPrograms(_ source: String, to target: String) throws(LooopError) {
    try Folder.create(target, durable: false)
    for name in try Folder.names(in: source) ?? [] {
      try Folder.copy("\(source)/\(name)", to: "\(target)/\(name)")
      try Folder.makeExecutable("\(target)/\(name)")
    }
  }

  /// Copies script and manifest and links other programs beside them. Not the values set for its
  /// inputs: a case sets its own.
  private static func copySensor(
    _ name: Identifier, from folder: String, to target: String
  ) throws(LooopError) -> Manifest {
    try Folder.create(target, durable: false)
    for file in try Folder.names(in: folder) ?? [] where !file.hasSuffix(SensorCase.ending) {
      let parsed = SensorFileName(file)
      if parsed.role == nil {
        try Folder.link("\(target)/\(file)", to: "\(folder)/\(file)")
      } else if parsed.sensor == name, parsed.role != .values {
        try Folder.copy("\(folder)/\(file)", to: "\(target)/\(file)")
      }
    }
    let file = "\(name)\(SensorFileName.Role.manifest.rawValue)"
    // A missing sensor is reported before any problem of its inputs.
    var isThere = false
    for role in [SensorFileName.Role.script, .manifest] {
      if try FileFacts.of("\(target)/\(name)\(role.rawValue)") != nil { isThere = true }
    }
    guard isThere else { throw unknown(name, in: folder) }
    guard let content = try AtomicFile.read("\(target)/\(file)") else { return Manifest() }
    return try Manifest.parse(content, file: "\(folder)/\(file)")
  }

  private static func unknown(_ name: Identifier, in folder: String) -> LooopError {
    LooopError(.badData, code: "E_SENSOR_UNKNOWN", "there is no sensor \(name) in \(folder)")
  }

  /// What a sensor with `run.stdin: last_reading` is given; without it, this is its first run.
  private static func setLastReading(
    of test: SensorCase, in directory: DataDirectory
  ) throws(LooopError) {
    let file = test.file("last_reading.json")
    guard let content = try AtomicFile.read(file) else { return }
    do throws(JSONParser.Failure) { _ = try JSONParser.parseObject(content) } catch {
      throw test.failure("\(file):\(error.line):\(error.column)", error.message)
    }
    try Folder.create(directory.snapshots, durable: false)
    try AtomicFile.replace(Snapshots(directory: directory).file(test.sensor), content)
  }

  private static func setInputs(
    _ given: CaseEnvironment, of manifest: Manifest, _ test: SensorCase, in folder: String,
    instead own: [String: String]
  ) throws(LooopError) {
    guard !given.inputs.isEmpty || !own.isEmpty else { return }
    for input in given.inputs where !manifest.inputs.contains(where: { $0.name == input.name }) {
      throw test.failure(
        "\(test.file("env")):\(input.line)", "the sensor has no input '\(input.name)'")
    }
    let kept = given.inputs.filter { own[$0.name] == nil }.map { ($0.name, $0.value) }
    let text = InputValues.text(kept + own.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    let file = "\(folder)/\(test.sensor)\(SensorFileName.Role.values.rawValue)"
    guard try AtomicFile.publishNew(file, text.utf8, durable: false) else {
      throw test.failure(test.file("env"), "the inputs are set in files as well")
    }
  }
}
