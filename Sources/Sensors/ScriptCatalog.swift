internal import CSys
public import Core

/// The sensors of one folder: `<name>.sh`, with `<name>.yaml` beside it or instead of it.
public struct ScriptCatalog: SensorCatalog {
  /// A file that looks as if it meant to be part of a sensor and is not.
  public struct SkippedFile: Sendable, Equatable {
    public let name: String
    public let reason: String
  }

  /// The absolute path; the folder above it is where sensors run.
  public let folder: String

  public init(folder: String) {
    self.folder = folder
  }

  public var authoringText: String {
    String(decoding: PackageResources.authoring_md, as: UTF8.self)
  }

  public func entries() throws(LooopError) -> [SensorEntry] {
    let found = try fileNames().compactMap { $0.sensor }
    return Set(found).sorted().compactMap(entry)
  }

  /// The files no entry comes from, for those who wonder where their sensor is.
  public func skippedFiles() throws(LooopError) -> [SkippedFile] {
    try fileNames().compactMap { file in
      file.problem.map { SkippedFile(name: file.name, reason: $0) }
    }
  }

  public func problems() throws(LooopError) -> [LooopError] {
    try skippedFiles().map { file in
      LooopError(
        .badData, "E_SENSOR_NAME",
        "\(Untrusted.oneLine("\(folder)/\(file.name)")) is no sensor: \(file.reason)")
    }
  }

  /// Made of when the two files were written.
  private func version(_ name: Identifier) throws(LooopError) -> Int {
    let script = try FileFacts.of(scriptPath(name))?.modifiedNanoseconds ?? 0
    let manifest = try FileFacts.of(manifestPath(name))?.modifiedNanoseconds ?? 0
    return script &+ manifest &* 31
  }

  func scriptPath(_ name: Identifier) -> String { "\(folder)/\(name).sh" }
  func manifestPath(_ name: Identifier) -> String { "\(folder)/\(name).yaml" }

  private func fileNames() throws(LooopError) -> [SensorFileName] {
    try Folder.names(in: folder)?.map(SensorFileName.init) ?? []
  }

  /// Nil when the files were deleted since the folder was listed.
  private func entry(_ name: Identifier) -> SensorEntry? {
    do throws(LooopError) {
      let manifestPath = manifestPath(name)
      let content = try AtomicFile.read(manifestPath)
      var manifest = Manifest()
      if let content { manifest = try Manifest.parse(content, file: manifestPath) }
      guard manifest.isEnabled else { return .disabled(name) }
      let script = try AtomicFile.read(scriptPath(name)).map(ScriptHead.init)
      if script == nil, manifest.command == nil {
        guard content != nil else { return nil }
        throw Manifest.failure(
          manifestPath, line: 1, column: 1,
          "nothing to run; put \(name).sh beside it or say what to run in run.command")
      }
      return .sensor(
        ScriptSensor(
          name: name, manifest: manifest, every: manifest.every ?? script?.interval,
          arguments: manifest.command ?? scriptArguments(name, script),
          version: try version(name), workingDirectory: AtomicFile.folder(of: folder)))
    } catch {
      return .broken(name, error)
    }
  }

  private func scriptArguments(_ name: Identifier, _ script: ScriptHead?) -> [String] {
    let path = scriptPath(name)
    let runsItself = script?.interpreter != nil && access(path, X_OK) == 0
    return runsItself ? [path] : ["/bin/sh", path]
  }
}
