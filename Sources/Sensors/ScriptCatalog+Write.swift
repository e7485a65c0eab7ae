public import Core

extension ScriptCatalog {
  static let scriptLimit = 64 << 10

  /// Checks, then writes. Without a manifest, one that is there already stays.
  public func write(_ draft: SensorDraft) throws(LooopError) {
    _ = try checked(draft)
    try Folder.create(folder)
    let name = draft.name
    // The mark first where it takes trust away, last where it gives it.
    if draft.author == .loop { try authorship.note(draft) }
    // The script first: the other way round a reader could meet a manifest with nothing to run.
    try AtomicFile.replace(path(name, .script), draft.script.utf8, mode: 0o700)
    if let manifest = draft.manifest {
      try AtomicFile.replace(path(name, .manifest), manifest.utf8)
    }
    if draft.author == .human { try authorship.note(draft) }
  }

  public func trying<Result>(
    _ draft: SensorDraft, _ body: ((any Sensor)?) throws(LooopError) -> Result
  ) throws(LooopError) -> Result {
    let manifest = try checked(draft)
    guard manifest.isEnabled, manifest.push == nil else { return try body(nil) }
    try readSecrets()
    // Hidden, so that neither a listing nor a watch of the sensors meets it.
    let place = "\(folder)/.trial"
    let script = "\(place)/\(draft.name).sh"
    try Folder.create(place)
    defer { Folder.remove(place) }
    try AtomicFile.replace(script, draft.script.utf8, mode: 0o700)
    return try body(
      try sensor(
        draft.name, manifest, hasManifest: true, script: ScriptHead(Array(draft.script.utf8)),
        at: script, version: 0, isByLoop: draft.author == .loop))
  }

  public func shellReach(of draft: SensorDraft) throws(LooopError) -> ShellReach {
    let manifest = try checked(draft)
    var lines = [draft.script]
    if let interpreter = ScriptHead(Array(draft.script.utf8)).interpreter {
      lines += Interpreter.line(for: interpreter)
    }
    // What stands there already was ruled, or written by the human.
    guard draft.manifest != nil else { return ShellReach(lines: lines) }
    if let command = manifest.command { lines.append(ShellQuote.line(command)) }
    let keys = manifest.delicateKeys.joined(separator: " and ")
    return ShellReach(lines: lines, reasonToAsk: keys.isEmpty ? nil : "its manifest sets \(keys)")
  }

  /// The manifest that the draft will have.
  private func checked(_ draft: SensorDraft) throws(LooopError) -> Manifest {
    let file = path(draft.name, .manifest)
    var text = draft.manifest.map { Array($0.utf8) }
    if text == nil { text = try AtomicFile.read(file) }
    let manifest = try text.map { bytes throws(LooopError) in
      try Manifest.parse(bytes, file: file)
    }
    try Self.check(draft.script, of: draft.name)
    let head = ScriptHead(Array(draft.script.utf8))
    try checkProgram(draft.name, manifest ?? Manifest(), hasManifest: manifest != nil, script: head)
    return manifest ?? Manifest()
  }

  private static func check(_ script: String, of name: Identifier) throws(LooopError) {
    let problem: String
    if script.utf8.count > scriptLimit {
      problem = "has \(script.utf8.count) bytes, \(scriptLimit) are allowed"
    } else if script.utf8.contains(0) {
      problem = "holds a NUL character, which no shell reads"
    } else if script.allSatisfy(\.isWhitespace) {
      problem = "is empty"
    } else {
      return
    }
    throw LooopError(
      .badData, "E_SCRIPT", "The script of the sensor '\(name)' \(problem).",
      hint: "Give a script that prints one JSON object and exits with 0; nothing was written.")
  }
}
