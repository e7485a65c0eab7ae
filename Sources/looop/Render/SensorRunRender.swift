internal import Base
internal import Core
internal import Sensors

/// One run of a sensor and what it would mean.
struct SensorRunRender {
  let sensor: ScriptSensor
  /// Nil when something it needs is not there, so that nothing ran.
  let run: SensorTrial.Run?
  let observation: Observation
  let wake: WakeRender

  var text: String {
    var sheet = FactSheet()
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
    sheet.add("output", count == 0 ? "nothing" : "\(count) \(count == 1 ? "byte" : "bytes")")
    sheet.addBlock(sensor.shownOutput(of: run.result))
    let errors = sensor.shownErrors(of: run.result)
    guard !errors.isEmpty else { return }
    sheet.add("errors", "the end of standard error")
    sheet.addBlock(errors)
  }

  var json: JSONValue {
    [
      "v": 1, "sensor": .string(sensor.name.text), "enabled": .bool(sensor.manifest.isEnabled),
      "ran": run.map(json) ?? .null,
      "reading": [
        "status": .string(observation.status.rawValue), "exit": JSONValue(observation.exit),
        "signal": observation.signal, "detail": observation.detail,
        "problem": JSONValue(observation.problem),
      ],
      "wake": wake.json,
    ]
  }

  private func json(_ run: SensorTrial.Run) -> JSONValue {
    let clipped = { (text: String) -> JSONValue in
      .string(Untrusted.clipped(text, bytes: FactSheet.mostBytes))
    }
    return [
      "argv": .array(run.command.arguments.map { .string(sensor.shown($0)) }),
      "cwd": JSONValue(run.command.workingDirectory), "ended": .string(run.result.status.text),
      "took_ms": .int(run.result.duration.milliseconds),
      "output_bytes": .int(run.result.output.count),
      "output": clipped(sensor.shownOutput(of: run.result)),
      "stderr": clipped(sensor.shownErrors(of: run.result)),
    ]
  }
}

/// What waits for a sensor that runs nothing.
struct SensorInboxRender {
  /// So many are shown one by one.
  static let most = 20

  struct Message {
    let id: String
    let observation: Observation
  }

  let sensor: ScriptSensor
  let count: Int
  /// The oldest first.
  let messages: [Message]

  var text: String {
    var sheet = FactSheet()
    sheet.add("sensor", sensor.name.text)
    sheet.add("about", sensor.description)
    sheet.add("ran", "nothing: `looop push \(sensor.name)` brings its readings")
    sheet.add(
      "inbox",
      count == 0 ? "empty" : "\(count) to be counted with the next beat, the oldest first")
    for message in messages {
      let seen = message.observation
      sheet.add(
        "",
        Untrusted.clipped(
          seen.problem.map { "\(seen.status.rawValue): \($0)" } ?? JSONWriter.text(seen.signal),
          bytes: 500))
    }
    if count > messages.count { sheet.add("", "and \(count - messages.count) more") }
    return sheet.text
  }

  var json: JSONValue {
    [
      "v": 1, "sensor": .string(sensor.name.text), "enabled": .bool(sensor.manifest.isEnabled),
      "ran": .null, "waiting": .int(count),
      "inbox": .array(
        messages.map { message in
          let seen = message.observation
          return [
            "id": .string(message.id), "status": .string(seen.status.rawValue),
            "signal": seen.signal, "detail": seen.detail, "problem": JSONValue(seen.problem),
          ]
        }),
    ]
  }
}
