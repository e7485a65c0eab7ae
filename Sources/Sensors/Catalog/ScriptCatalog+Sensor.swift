internal import Base
internal import Core
internal import YAML

extension ScriptCatalog {
  /// The sensor made from its files. `path` is its script, if it has one.
  func sensor(
    _ name: Identifier, _ manifest: Manifest, hasManifest: Bool, script: ScriptHead?,
    at path: String, version: Int, isByLoop: Bool
  ) throws(LooopError) -> ScriptSensor {
    try checkProgram(name, manifest, hasManifest: hasManifest, script: script)
    let values = try InputValues(
      try AtomicFile.read(self.path(name, .values)), of: manifest.inputs,
      file: self.path(name, .values))
    let kept = secretsProblem == nil ? secrets.values : [:]
    var own: [String: String] = [:]
    var empty: [String: String] = [:]
    for name in manifest.secrets.map(\.name) {
      // An empty value is as good as none: the sensor would ask its server without one.
      let places = [("looop's environment", environment[name]), (secretsPath, kept[name])]
      own[name] = places.compactMap(\.1).first { !Self.isBlank($0) }
      if own[name] == nil { empty[name] = places.first { $0.1 != nil }?.0 }
    }
    var timing = manifest.timing
    timing.every = timing.every ?? script?.interval
    timing.delay = Self.delay(name, upTo: manifest.jitter)
    timing.watch = watchedPaths(manifest, values)
    var sensor = ScriptSensor(
      name: name, manifest: manifest, timing: timing,
      trust: Self.trust(manifest, isByLoop: isByLoop),
      // A changed secret may change the reading.
      // Numbers beyond this change in the hands of programs that know doubles only.
      version: (version &+ secretVersion(manifest)) & (1 << 53 - 1),
      arguments: manifest.command ?? Interpreter.arguments(running: path, script),
      workingDirectory: manifest.workingDirectory.map(absolute) ?? dataFolder, inputs: values,
      secrets: own, secretProblem: secretsProblem,
      redaction: redaction(own))
    sensor.script = manifest.command == nil ? script : nil
    sensor.emptySecrets = empty
    sensor.ageFile = manifest.ageFile.map(absolute)
    return sensor
  }

  private static func isBlank(_ value: String) -> Bool { value.allSatisfy(\.isWhitespace) }

  /// An input without a value names nothing to watch.
  private func watchedPaths(_ manifest: Manifest, _ inputs: InputValues) -> [String] {
    var values = ["HOME": environment["HOME"] ?? ""]
    for input in manifest.inputs { values[input.variable] = inputs.values[input.name] }
    // The manifest was checked: each of them is a pattern.
    return manifest.watch.compactMap { (try? WatchPattern($0))?.path(values) }.map(absolute)
  }

  func checkProgram(
    _ name: Identifier, _ manifest: Manifest, hasManifest: Bool, script: ScriptHead?
  ) throws(LooopError) {
    let problem: String
    if manifest.push != nil {
      guard script != nil else { return }
      problem = "a sensor with 'push' runs nothing; remove \(name).sh or the key"
    } else {
      guard hasManifest, script == nil, manifest.command == nil else { return }
      problem = "nothing to run; add \(name).sh beside it or set run.command"
    }
    throw Manifest.failure(
      .init(file: path(name, .manifest), line: 1, column: 1, message: problem))
  }

  /// A sensor that the loop wrote cannot raise its own trust.
  private static func trust(_ manifest: Manifest, isByLoop: Bool) -> Trust {
    if isByLoop { return .untrusted }
    return manifest.trust ?? (manifest.network.isEmpty ? .internal : .untrusted)
  }

  /// Constant for a sensor, and different for most others.
  private static func delay(_ name: Identifier, upTo jitter: Duration) -> Duration {
    .seconds(Int((Digest.fnv1a(name.text) >> 16) % UInt64(jitter.seconds + 1)))
  }

  private func secretVersion(_ manifest: Manifest) -> Int {
    manifest.secrets.isEmpty ? 0 : (secretFacts?.version ?? 0) &* 29_791
  }

  /// Relative to the data dir; `~/` is the home folder.
  private func absolute(_ path: String) -> String {
    var path = path
    // A folder is watched by its name, without trailing slashes.
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if path.hasPrefix("/") { return path }
    if path == "~" || path.hasPrefix("~/"), let home = environment["HOME"] {
      return home + path.dropFirst()
    }
    return "\(dataFolder)/\(path)"
  }
}
