public import Core

extension ScriptCatalog {
  static let scriptLimit = 64 << 10

  /// Checks, then writes. Without `manifest`, one that is there already stays.
  public func write(
    _ name: Identifier, script: String, manifest: String?
  ) throws(LooopError) {
    try Self.check(script, of: name)
    if let manifest {
      _ = try Manifest.parse(Array(manifest.utf8), file: manifestPath(name))
    }
    try Folder.create(folder)
    // The script first: the other way round a reader could meet a manifest with nothing to run.
    try AtomicFile.replace(scriptPath(name), script.utf8, mode: 0o700)
    if let manifest { try AtomicFile.replace(manifestPath(name), manifest.utf8) }
  }

  public func shellReach(script: String, manifest: String?) throws(LooopError) -> ShellReach {
    var lines = [script]
    if let interpreter = ScriptHead(Array(script.utf8)).interpreter {
      lines += Interpreter.line(for: interpreter)
    }
    var reasonToAsk: String?
    if let manifest {
      let parsed = try Manifest.parse(Array(manifest.utf8), file: "manifest")
      if let command = parsed.command { lines.append(ShellQuote.line(command)) }
      if parsed.choosesEnvironment { reasonToAsk = "its manifest sets run.env" }
    }
    return ShellReach(lines: lines, reasonToAsk: reasonToAsk)
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
