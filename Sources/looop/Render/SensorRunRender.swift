internal import Base
internal import Core
internal import Sensors

/// One run of a sensor and what its reading would do.
struct SensorRunRender {
  let sensor: ScriptSensor
  /// Nil when the sensor lacks something and nothing ran.
  let run: SensorTrial.Run?
  let observation: Observation
  let wake: WakeRender

  var text: String {
    var sheet = FactSheet(redacting: sensor.redaction)
    sheet.add("sensor", sensor.name.text)
    sheet.add("about", sensor.description)
    if !sensor.manifest.isEnabled { sheet.add("state", "switched off by its manifest") }
    if let run { add(run, to: &sheet) } else { sheet.add("ran", "nothing") }
    sheet.add("reading", observation.status.rawValue)
    if let problem = observation.problem {
      sheet.add("problem", problem.split(separator: "\n").map(String.init))
    } else {
      sheet.add("signal", observation.signal)
      if observation.detail != .null { sheet.add("detail", observation.detail) }
      sheet.add("remark", run.map { sensor.remarks(on: $0.result) } ?? [])
    }
    sheet.add("would wake", wake.text)
    for change in wake.changes { sheet.add("", change) }
    return sheet.text
  }

  private func add(_ run: SensorTrial.Run, to sheet: inout FactSheet) {
    sheet.add("ran", sensor.shown(ShellQuote.line(run.command.arguments)))
    sheet.add("in", run.command.workingDirectory ?? "")
    sheet.add("ended", "\(run.result.status.text), after \(run.result.duration.milliseconds) ms")
    let count = run.result.output.count
    sheet.add("output", count == 0 ? "nothing" : Counted.text(count, "byte"))
    sheet.addBlock(sensor.shownOutput(of: run.result))
    let errors = sensor.shownErrors(of: run.result)
    guard !errors.isEmpty else { return }
    sheet.add("errors", "the end of standard error")
    sheet.addBlock(errors)
  }
}

/// What is in the inbox of a sensor with `push`.
struct SensorInboxRender {
  /// How many are shown one by one.
  static let most = 20

  struct Message {
    let id: String
    let observation: Observation
  }

  let sensor: ScriptSensor
  let count: Int
  /// The newest, the oldest of them first.
  let messages: [Message]

  var text: String {
    var sheet = FactSheet(redacting: sensor.redaction)
    sheet.add("sensor", sensor.name.text)
    sheet.add("about", sensor.description)
    sheet.add("ran", "nothing; `looop push \(sensor.name)` delivers its readings")
    sheet.add(
      "inbox",
      count == 0 ? "empty" : "the next beat counts \(count), oldest first")
    if count > messages.count { sheet.add("", "\(count - messages.count) older ones, and:") }
    for message in messages {
      let seen = message.observation
      sheet.add(
        "",
        Untrusted.clipped(
          seen.problem.map { "\(seen.status.rawValue): \($0)" } ?? JSONWriter.text(seen.signal),
          bytes: 500))
    }
    return sheet.text
  }
}

/// What `sensor run` prints for programs.
enum SensorRunReport: Shaped {
  case ran(SensorRunRender)
  /// A sensor that runs nothing, and what was pushed to it.
  case waits(SensorInboxRender)

  static let shape = Shape<SensorRunReport> { field in
    field.version()
    field("sensor", \.sensor.name, "the sensor's name")
    field("enabled", \.sensor.manifest.isEnabled, "whether its manifest lets it run")
    field("ran", \.ran, "the run; null when nothing ran")
    field(optional: "reading", \.reading, "what it said")
    field(optional: "wake", \.run?.wake, "whether that would wake the loop")
    field(optional: "waiting", \.inbox?.count, "pushed messages that are not counted yet")
    field(optional: "inbox", \.messages, "the newest of them, the oldest first")
  }

  private var sensor: ScriptSensor {
    switch self {
    case .ran(let run): run.sensor
    case .waits(let inbox): inbox.sensor
    }
  }

  private var run: SensorRunRender? { if case .ran(let run) = self { run } else { nil } }
  private var inbox: SensorInboxRender? { if case .waits(let inbox) = self { inbox } else { nil } }
  private var ran: Ran? {
    run?.run.flatMap { run in self.run.map { Ran(run: run, of: $0.sensor) } }
  }
  private var reading: SeenReading? { run.map { SeenReading(observation: $0.observation) } }
  private var messages: [Message]? { inbox?.messages.map(Message.init) }

  private struct Ran: Shaped {
    let run: SensorTrial.Run
    let sensor: ScriptSensor

    init(run: SensorTrial.Run, of sensor: ScriptSensor) {
      self.run = run
      self.sensor = sensor
    }

    static let shape = Shape<Ran> { field in
      field("argv", { ran in ran.run.command.arguments.map(ran.sensor.shown) }, "what was run")
      field("cwd", \.run.command.workingDirectory, "where")
      field("ended", \.run.result.status.text, "how it ended, in words")
      field("took_ms", \.run.result.duration.milliseconds, "how long it took")
      field("output_bytes", \.run.result.output.count, "how much it printed")
      field("output", { clipped($0.sensor.shownOutput(of: $0.run.result)) }, "what it printed")
      field(
        "stderr", { clipped($0.sensor.shownErrors(of: $0.run.result)) },
        "the end of its standard error")
    }

    private static func clipped(_ text: String) -> String {
      Untrusted.clipped(text, bytes: FactSheet.mostBytes)
    }
  }

  private struct Message: Shaped {
    let message: SensorInboxRender.Message

    static let shape = Shape<Message> { field in
      field("id", \.message.id, "its name in the inbox")
      field("status", \.message.observation.status, "what becomes of it")
      field("signal", \.message.observation.signal, "the part whose change wakes the loop")
      field("detail", \.message.observation.detail, "the part that only informs")
      field("problem", \.message.observation.problem, "what is wrong with it")
    }
  }
}
