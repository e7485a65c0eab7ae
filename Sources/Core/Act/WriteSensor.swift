extension Executor {
  /// Its first reading, with the next beat, is a change: that is what it was written for.
  func writeSensor(
    _ name: Identifier, _ script: String, _ manifest: String?
  ) throws(LooopError) -> Effect {
    try sensors.write(name, script: script, manifest: manifest)
    return Effect()
  }
}
