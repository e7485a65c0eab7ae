internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

struct PushCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Push a reading to a sensor.")
  static let examples = [
    Example("looop push door reading.json"),
    Example(#"echo '{"event":"opened"}' | looop push door"#),
  ]

  @Argument(help: "A sensor whose manifest has `push`.") var name: String
  @Argument(help: "The reading's file, or - for standard input.") var file = "-"
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  /// The limit for any reading, whatever its sensor allows.
  private static let limit = 1 << 20

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let name = try Identifier(name, "sensor")
    let sensor = try Self.receiver(name, wiring)
    let input = try Self.input(file, for: name)
    defer { input.close() }
    let limit = sensor?.manifest.maxBytes ?? Self.limit
    guard let payload = try input.whole(limit: limit) else {
      throw LooopError(
        .badData, code: "E_TOO_LARGE",
        "The reading is larger than the \(limit) bytes that \(name) accepts.",
        hint: "Send ids and states instead of contents, or raise max_bytes in its manifest.")
    }
    guard !payload.isEmpty else {
      throw LooopError(
        .usage, code: "E_EMPTY", "The reading is empty.",
        hint: "Push `{}` for a reading without content."
      )
    }
    try wiring.open()
    let inbox = Inbox(directory: wiring.directory, sensor: name, clock: wiring.clock)
    try inbox.leave(payload) { id throws(LooopError) in
      let receipt = json ? JSONWriter.text(PushReceipt(sensor: name, id: id).json) : "pushed \(id)"
      // The same words again are another push, so whoever sends again must not have been counted.
      try Console.deliver(receipt, hint: "Nothing was pushed: send it again.")
    }
    if let problem = sensor?.observe(pushed: payload).observation.problem {
      Console.note(
        "looop: the reading is kept and shown with its problem: \(Untrusted.oneLine(problem))")
    }
    return ExitStatusCode.ok
  }

  private static func input(
    _ file: String, for name: Identifier
  ) throws(LooopError) -> InputFile {
    do throws(LooopError) { return try InputFile(file) } catch {
      guard error.code == "E_FILE_UNKNOWN", file.contains(where: { "{[".contains($0) }) else {
        throw error
      }
      throw error.with(
        hint: "The reading itself goes to standard input: echo '{…}' | looop push \(name)")
    }
  }

  /// The sensor that accepts it; nil when its files are broken now: the reading waits in the inbox
  /// until they are fixed.
  private static func receiver(
    _ name: Identifier, _ wiring: Wiring
  ) throws(LooopError) -> ScriptSensor? {
    let entries = try wiring.sensors.entries()
    switch entries.first(where: { $0.name == name }) {
    case .broken: return nil
    case .sensor(let sensor):
      guard sensor.push != nil else { break }
      return sensor as? ScriptSensor
    case .disabled:
      throw LooopError(
        .badData, code: "E_SENSOR_DISABLED", "The sensor \(name) is switched off.",
        hint: "Remove `enabled: false` from its manifest.")
    case nil:
      throw LooopError(
        .badData, code: "E_SENSOR_UNKNOWN", "There is no sensor \(name).",
        hint: Nearest.hint(
          name.text, in: entries.map(\.name.text),
          else:
            "Create sensors/\(name).yaml in the data dir, with `description: …` and `push: {}`."))
    }
    throw LooopError(
      .badData, code: "E_NO_PUSH",
      "The sensor \(name) runs by itself and accepts no pushed readings.",
      hint: "A sensor accepts readings when its manifest has `push: {}` and it has no script.")
  }
}
