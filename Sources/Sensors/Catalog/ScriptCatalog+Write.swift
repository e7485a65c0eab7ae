package import Base
package import Core
package import ShellRules

extension ScriptCatalog {
  /// Checks, then writes. Without a manifest, the present one stays.
  package func write(_ draft: SensorDraft, by actor: Actor = .human) throws(LooopError) {
    try write(SensorBundle(draft), by: actor)
  }

  package func write(_ draft: SensorDraft, over standing: SensorStanding) throws(LooopError) {
    let bundle = SensorBundle(draft)
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in try put(bundle, ifStill: standing) }
    tell(written: bundle, by: draft.author == .loop ? .loop : .human)
    if let doubt { throw doubt }
  }

  /// Checks, then writes all files of a sensor as one step.
  package func write(_ bundle: SensorBundle, by actor: Actor = .human) throws(LooopError) {
    var doubt: LooopError?
    try Deed.hold(&doubt) { () throws(LooopError) in try put(bundle) }
    tell(written: bundle, by: actor)
    if let doubt { throw doubt }
  }

  private func tell(written bundle: SensorBundle, by actor: Actor) {
    let digest = Digest.short(bundle.script ?? bundle.manifest ?? "")
    chronicle?.tell(
      "sensor.written", ["sensor": .string(bundle.name.text), "sha256": .string(digest)], by: actor
    ) { "sensor \(bundle.name) written \($0) (sha256 \(digest))" }
  }

  func put(_ bundle: SensorBundle, ifStill former: SensorStanding? = nil) throws(LooopError) {
    _ = try checked(bundle)
    try SensorInstaller(folder: folder).install(bundle) { () throws(LooopError) in
      if let former, try standing(of: bundle.name) != former {
        throw SensorStanding.changed(bundle.name, since: "it was tried")
      }
      try keepFormer(bundle)
      // Before the files where it lowers trust; the installer does the rest.
      if bundle.author == .loop { try authorship.record(bundle) }
    }
  }

  package func stage(
    _ draft: SensorDraft, trial: String
  ) throws(LooopError) -> (any Sensor)? {
    let manifest = try checked(SensorBundle(draft))
    guard manifest.isEnabled, manifest.push == nil else { return nil }
    readSecrets()
    let folder = stagingFolder(trial)
    let script = "\(folder)/\(draft.name).sh"
    try Folder.create(folder, durable: false)
    do throws(LooopError) {
      try AtomicFile.replace(script, draft.script.utf8, mode: 0o700, durable: false)
      var sensor = try sensor(
        draft.name, manifest, hasManifest: true, script: ScriptHead(Array(draft.script.utf8)),
        at: script, version: 0, isByLoop: draft.author == .loop)
      sensor.isConfined = draft.author == .loop && Self.needsNoYes(draft.script, manifest)
      return sensor
    } catch {
      unstage(trial: trial)
      throw error
    }
  }

  package func unstage(trial: String) { Folder.remove(stagingFolder(trial)) }

  /// Hidden, so that neither a listing nor a watch of the sensors finds it.
  private func stagingFolder(_ trial: String) -> String { "\(folder)/.trial-\(trial)" }

  package func shellReach(of draft: SensorDraft) throws(LooopError) -> ShellReach {
    let manifest = try checked(SensorBundle(draft))
    var reach = Self.reach(of: draft.script, manifest)
    // A manifest that stays was ruled before, or written by the human; only a new one adds a
    // command to rule.
    if draft.manifest != nil, let command = manifest.command {
      reach.lines.append(ShellQuote.line(command))
    }
    let reasons = [try replacement(by: draft, manifest), reach.reasonToAsk].compactMap(\.self)
    reach.reasonToAsk = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    return reach
  }

  /// How far a sensor reaches whoever wrote it, but for the command of its manifest, which is a reason
  /// to ask.
  static func reach(of script: String, _ manifest: Manifest) -> ShellReach {
    let head = ScriptHead(Array(script.utf8))
    var lines = [script]
    if let interpreter = head.interpreter { lines += Interpreter.line(for: interpreter) }
    let keys = manifest.delicateKeys.joined(separator: " and ")
    let reasons = [
      keys.isEmpty ? nil : "its manifest sets \(keys)", Interpreter.doubt(of: head),
      manifest.command == nil ? nil : "its manifest names the command that runs",
    ].compactMap(\.self)
    var reach = ShellReach(
      lines: lines, folder: manifest.workingDirectory,
      reasonToAsk: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
    reach.namesFolder = true
    return reach
  }

  /// Whether the loop may have written such a sensor without a yes. One that asks has a human's.
  static func needsNoYes(_ script: String?, _ manifest: Manifest) -> Bool {
    guard let script, case .allow = Policy.builtIn.rule(reach(of: script, manifest)) else {
      return false
    }
    return true
  }

  /// The manifest that the sensor will have. Throws the lint's first problem with it.
  private func checked(_ draft: SensorBundle) throws(LooopError) -> Manifest {
    if let problem = guardian.problemOfFolder { throw problem }
    let isNew = try !hasSensor(draft.name)
    let problem =
      SensorFileName.problem(with: draft.name)
      ?? (isNew ? SensorName.problem(withNew: draft.name) : nil)
    if let problem {
      throw LooopError(.usage, code: "E_ID", problem, hint: "Choose another name.")
    }
    let file = path(draft.name, .manifest)
    var text = draft.manifest.map { Array($0.utf8) }
    if text == nil { text = try AtomicFile.read(file) }
    let manifest = try text.map { bytes throws(LooopError) in try read(bytes, file) }
    let script = draft.script.map { Array($0.utf8) }
    let linted = LintedSensor(
      name: draft.name, scriptFile: path(draft.name, .script), script: script, manifest: manifest)
    if let problem = SensorLint.problems(of: linted).first {
      let isScript = problem.place.file == linted.scriptFile
      throw LooopError(
        .badData, code: isScript ? "E_SCRIPT" : "E_MANIFEST",
        "\(problem.place.text): \(problem.text)",
        hint: "\(problem.mend) Nothing was written.")
    }
    try checkProgram(
      draft.name, linted.manifest, hasManifest: manifest != nil, script: script.map(ScriptHead.init)
    )
    if let values = draft.values {
      _ = try InputValues(
        Array(values.utf8), of: linted.manifest.inputs, file: path(draft.name, .values))
    }
    return linted.manifest
  }
}
