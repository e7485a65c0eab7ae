internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

/// What a verb that changes a sensor prints for programs.
struct SensorChange: Shaped {
  enum Kind: String, CaseIterable, JSONWritable {
    case added, created, written, set, enabled, disabled, removed, none
  }

  let sensor: Identifier
  let change: Kind
  let files: [String]
  /// What it still needs, each in a sentence.
  var needs: [String] = []
  var reading: Observation?
  /// The folder that has the files that were removed.
  var kept: String?

  static let shape = Shape<SensorChange> { field in
    field.version()
    field("sensor", \.sensor, "the sensor's name")
    field("change", \.change, "what was done; none when it was so already")
    field("files", \.files, "the files that were written or removed")
    field("needs", \.needs, "what it still needs before it can run, one a sentence")
    field("reading", { $0.reading.map(SeenReading.init) }, "its first reading, of `sensor add`")
    field("kept", \.kept, "the folder that has the removed files")
  }

  /// As JSON, or as `text` with what it needs beside it.
  func show(_ text: String, json: Bool) {
    if json { return Console.say(json: self) }
    Console.say(text)
    for need in needs { Console.note("looop: \(Untrusted.oneLine(need))") }
  }
}

/// What verbs that change a sensor have in common.
struct ChangeOptions: ParsableArguments {
  @Flag(help: "Print JSON.") var json = false
}

/// A reading that a run just gave.
struct SeenReading: Shaped {
  let observation: Observation

  static let shape = Shape<SeenReading> { field in
    field("status", \.observation.status, "what became of it")
    field("exit", \.observation.exit, "the exit code")
    field("signal", \.observation.signal, "the part whose change wakes the loop")
    field("detail", \.observation.detail, "the part that only informs")
    field("problem", \.observation.problem, "what went wrong")
  }
}
