package import Base
internal import CSys
package import Core

/// The sensors of one folder: `<name>.sh`, with `<name>.yaml` beside it or instead of it, and
/// `<name>.local.yaml` for the values of its inputs.
///
/// A sensor is read again only when its files changed.
package final class ScriptCatalog: SensorCatalog {
  /// A file that looks like part of a sensor and is not.
  package struct SkippedFile: Sendable, Equatable {
    package let name: String
    package let reason: String
  }

  /// The facts of a sensor's files when they were read.
  struct Facts: Equatable {
    let script, manifest, values: FileFacts?

    /// Computed from modification times and sizes.
    var version: Int {
      let sizes = [script, manifest, values].reduce(0) { $0 &* 31 &+ ($1?.size ?? 0) }
      let times = [script, manifest, values].map { $0?.version ?? 0 }
      return times[0] &+ times[1] &* 31 &+ times[2] &* 961 &+ sizes &* 7_919
    }
  }

  private struct Known {
    /// Nil when they could not be read.
    let facts: Facts?
    /// Whether the loop ever wrote it; nil when unknown.
    let isByLoop: Bool?
    let entry: SensorEntry
  }

  /// The absolute path; sensors run in its parent.
  package let folder: String
  /// looop's own environment, where secrets may be set too.
  let environment: [String: String]
  /// Tells who wrote what; nil for a folder that is not a loop's own.
  let chronicle: Chronicle?
  /// Gets what sensors are given, so that it is found wherever else it is printed.
  private let book: SecretBook?
  /// Set by a verb that shows sensors and runs none: they are judged for the user whose data dir it is,
  /// and not for root who looks at it.
  package var isOnlyShown = false
  /// Set by a verb that changes nothing: an installation that a dead process had decided is left for the
  /// next one to finish.
  package var leavesInstallations = false
  private let sightings: Sightings
  private var known: [Identifier: Known] = [:]
  /// The names of the known sensors, sorted.
  private var order: [Identifier] = []
  /// The folder as last listed, so that a beat lists it once.
  private var listed: [SensorFileName]?
  private(set) var secretFacts: FileFacts?
  /// The secrets that were read last. While the file is refused no sensor is given them, and they are
  /// still redacted.
  private(set) var secrets = SecretFile(values: [:])
  /// Why `secrets.env` could not be read last time; nil when it could, or does not exist.
  package private(set) var secretsProblem: LooopError?
  /// Why a decided installation could not be finished: its sensor is missing until it can.
  private var installProblem: LooopError?

  /// `data` is the data dir of the sensors, by default the parent of their folder.
  package init(
    folder: String, environment: [String: String], data: String? = nil,
    chronicle: Chronicle? = nil, book: SecretBook? = nil, sightings: Sightings = Sightings()
  ) {
    self.sightings = sightings
    self.book = book
    self.chronicle = chronicle
    self.folder = folder
    self.environment = environment
    dataFolder = data ?? AtomicFile.folder(of: folder)
  }

  package var authoringBrief: String {
    let text = String(decoding: PackageResources.authoring_brief_md, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  package var authoringText: String {
    String(decoding: PackageResources.authoring_md, as: UTF8.self)
  }

  package var watched: [String] { [secretsPath] }

  package func entries() throws(LooopError) -> [SensorEntry] {
    // A sensor is seen as it was before an installation or as it is afterwards.
    for _ in 0..<Self.installationsAwaited {
      guard isSettled() else { break }
      let entries = try sightings.once(readEntries)
      if try !installer.isPending { return entries }
    }
    let half = try installer.pendingName()
    let former = half.flatMap { known[$0] }
    let entries = try readEntries().filter { $0.name != half }
    guard let half, let former else { return entries }
    known[half] = former
    order = known.keys.sorted()
    return order.compactMap { known[$0]?.entry }
  }

  /// Others may install one sensor after the other.
  private static let installationsAwaited = 3

  /// An installation that cannot be finished here waits for the one who can.
  private func isSettled() -> Bool {
    do throws(LooopError) {
      let isSettled = leavesInstallations ? try !installer.isPending : try installer.settle()
      installProblem = nil
      return isSettled
    } catch {
      installProblem = error
      return false
    }
  }

  var installer: SensorInstaller { SensorInstaller(folder: folder) }

  private func readEntries() throws(LooopError) -> [SensorEntry] {
    let guardian = guardian
    readSecrets(guardian)
    // When authorship is unknown every sensor counts as written by the loop: trusted least.
    let byLoop = try? authorship.names()
    var files: [Identifier: SensorFileName.Roles] = [:]
    let names = try fileNames()
    listed = names
    for file in names {
      guard let sensor = file.sensor, let role = file.role else { continue }
      files[sensor, default: []].formUnion(.init(role))
    }
    var present: [Identifier: Known] = [:]
    for (name, roles) in files where roles.contains(.script) || roles.contains(.manifest) {
      let isByLoop = byLoop?.contains(name)
      if let problem = guardian.problem(name, roles) {
        present[name] = Known(facts: nil, isByLoop: isByLoop, entry: .broken(name, problem))
      } else {
        present[name] = known(name, roles, isByLoop: isByLoop)
      }
    }
    if present.count != order.count || order.contains(where: { present[$0] == nil }) {
      order = present.keys.sorted()
    }
    known = present
    return order.compactMap { present[$0]?.entry }
  }

  /// The former entry while the files are unchanged, else a new one; nil when they are gone.
  private func known(
    _ name: Identifier, _ roles: SensorFileName.Roles, isByLoop: Bool?
  ) -> Known? {
    var facts: Facts?
    do throws(LooopError) {
      let current = try self.facts(name, roles)
      facts = current
      if let known = known[name], known.facts == current, known.isByLoop == isByLoop {
        return known
      }
      let isStill = isByLoop == true ? try authorship.isByLoop(name) : isByLoop == nil
      return try entry(name, current, isByLoop: isStill).map {
        Known(facts: facts, isByLoop: isByLoop, entry: $0)
      }
    } catch {
      return Known(facts: facts, isByLoop: isByLoop, entry: .broken(name, error))
    }
  }

  /// The files that no entry comes from, as of the last `entries()`: a user may wonder where their
  /// sensor is.
  package func skippedFiles() throws(LooopError) -> [SkippedFile] {
    let names = if let listed { listed } else { try fileNames(orAway: true) }
    let sensors = Set(names.filter { $0.role != .values }.compactMap(\.sensor))
    let skipped: [SkippedFile] = names.compactMap { file in
      if let problem = file.problem { return SkippedFile(name: file.name, reason: problem) }
      guard file.role == .values, let sensor = file.sensor, !sensors.contains(sensor) else {
        return nil
      }
      return SkippedFile(
        name: file.name, reason: "It sets the inputs of '\(sensor)', which does not exist.")
    }
    return skipped.sorted { $0.name < $1.name }
  }

  package func problems() throws(LooopError) -> [LooopError] {
    var problems = try skippedFiles().map { file in
      LooopError(
        .badData, code: "E_SENSOR_NAME",
        "\(Untrusted.oneLine("\(folder)/\(file.name)")) is not a sensor: \(file.reason)")
    }
    readSecrets()
    if let secretsProblem { problems.append(secretsProblem) }
    if LinkedFile.isAway(folder) { problems.append(Folder.leadsNowhere(folder)) }
    if !isSettled(), let installProblem { problems.append(installProblem) }
    if let problem = ZoneFile.problem(in: environment) { problems.append(problem) }
    return problems
  }

  // MARK: Files

  let dataFolder: String
  package var secretsPath: String { "\(dataFolder)/secrets.env" }
  func path(_ name: Identifier, _ role: SensorFileName.Role) -> String {
    "\(folder)/\(name)\(role.rawValue)"
  }
  var authorship: Authorship { Authorship(folder: folder) }

  private func fileNames(orAway: Bool = false) throws(LooopError) -> [SensorFileName] {
    if orAway, LinkedFile.isAway(folder) { return [] }
    return try Folder.names(in: folder, areSorted: false)?.map(SensorFileName.init) ?? []
  }

  /// Looks at the folder now; a folder that is not a loop's own is anybody's.
  var guardian: SensorGuardian {
    let isOn = chronicle != nil && !Ownership.isSwitchedOff(in: environment)
    if isOnlyShown, let owner = Ownership(of: dataFolder, sightings).foreignOwner {
      return SensorGuardian(folder: folder, isOn: isOn, sightings, for: owner)
    }
    return SensorGuardian(folder: folder, isOn: isOn, sightings)
  }

  private func facts(
    _ name: Identifier, _ roles: SensorFileName.Roles
  ) throws(LooopError) -> Facts {
    func of(_ role: SensorFileName.Role) throws(LooopError) -> FileFacts? {
      roles.contains(.init(role)) ? try FileFacts.of(path(name, role)) : nil
    }
    return Facts(script: try of(.script), manifest: try of(.manifest), values: try of(.values))
  }

  /// Unreadable secrets count as unset; the sensors that need one report it.
  func readSecrets() { readSecrets(guardian) }

  private func readSecrets(_ guardian: @autoclosure () -> SensorGuardian) {
    var facts: FileFacts?
    do throws(LooopError) {
      if try FileFacts.hasEntry(secretsPath) {
        if let problem = guardian().problem(ofSecrets: secretsPath) { throw problem }
        facts = try FileFacts.of(secretsPath)
        if facts != nil, facts == secretFacts { return }
        secrets = try SecretFile.read(secretsPath)
      } else {
        secrets = SecretFile(values: [:])
      }
      if facts != secretFacts || secretsProblem != nil { known = [:] }
      secretsProblem = nil
    } catch {
      if facts != secretFacts || secretsProblem != error { known = [:] }
      secretsProblem = error
    }
    secretFacts = facts
  }

  /// What is taken out of the texts of a sensor that has these secrets: those of other sensors too,
  /// since a script may print one that it was not given. While the file is refused, the ones last read.
  func redaction(_ own: [String: String]) -> Redaction {
    book?.declare(own)
    let known = (book?.environment ?? [:]).merging(secrets.values) { $1 }
    return Redaction(known.merging(own) { $1 }, keys: KnownKeys.shapes)
  }

  /// Nil when the files were deleted since the folder was listed.
  private func entry(
    _ name: Identifier, _ facts: Facts, isByLoop: Bool
  ) throws(LooopError) -> SensorEntry? {
    guard let files = try files(of: name) else { return nil }
    guard files.manifest.isEnabled else { return .disabled(name) }
    return .sensor(try sensor(name, files, version: facts.version, isByLoop: isByLoop))
  }

  /// The sensor of that name, switched off or not; nil when there is none. Throws a problem of its
  /// files.
  package func sensor(named name: Identifier) throws(LooopError) -> ScriptSensor? {
    if !isSettled(), try installer.pendingName() == name {
      throw LooopError(
        .badData, code: "E_BUSY", "The sensor \(name) is being written.",
        hint: "Try again in a moment.")
    }
    let guardian = guardian
    readSecrets(guardian)
    if let problem = guardian.problem(name, .all) { throw problem }
    let facts = try facts(name, .all)
    guard let files = try files(of: name) else { return nil }
    return try sensor(
      name, files, version: facts.version, isByLoop: authorship.isByLoop(name))
  }

  /// What script and manifest of a sensor say.
  private struct Files {
    let manifest: Manifest
    let hasManifest: Bool
    let script: ScriptHead?
    let text: String?
  }

  private func files(of name: Identifier) throws(LooopError) -> Files? {
    let content = try AtomicFile.read(path(name, .manifest))
    let script = try AtomicFile.read(path(name, .script))
    guard content != nil || script != nil else { return nil }
    var manifest = Manifest()
    if let content { manifest = try Manifest.parse(content, file: path(name, .manifest)) }
    return Files(
      manifest: manifest, hasManifest: content != nil, script: script.map(ScriptHead.init),
      text: script.map { String(decoding: $0, as: UTF8.self) })
  }

  private func sensor(
    _ name: Identifier, _ files: Files, version: Int, isByLoop: Bool
  ) throws(LooopError) -> ScriptSensor {
    var sensor = try sensor(
      name, files.manifest, hasManifest: files.hasManifest, script: files.script,
      at: path(name, .script), version: version, isByLoop: isByLoop)
    sensor.isConfined = isByLoop && Self.needsNoYes(files.text, files.manifest)
    return sensor
  }
}
