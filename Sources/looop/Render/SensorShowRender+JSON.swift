internal import Base
internal import Core
internal import Sensors

extension SensorShowRender {
  var json: JSONValue {
    var object: JSONObject = [
      "v": 1, "sensor": .string(sensor.name.text), "description": .string(sensor.description),
      "owner": JSONValue(manifest.owner), "links": texts(manifest.links),
      "enabled": .bool(manifest.isEnabled), "files": texts(sheet.files),
      "trust": .string(sensor.trust.rawValue), "trust_reason": .string(sheet.trustReason.rawValue),
    ]
    object["run"] = sensor.push == nil ? run : .null
    object["push"] = push
    object["timing"] = timing
    object["wake"] = wake
    object["signal_from"] = parts(sheet.signal)
    object["detail_from"] = parts(sheet.detail)
    object["signal_schema"] = .bool(sheet.hasSchema)
    object["inputs"] = .array(sheet.inputs.map(json))
    object["secrets"] = .array(
      sheet.secrets.map {
        [
          "name": .string($0.name), "optional": .bool($0.isOptional),
          "source": .string($0.source.rawValue),
        ]
      })
    object["programs"] = .array(
      sheet.programs.map { ["name": .string($0.name), "path": JSONValue($0.path)] })
    object["systems"] = texts(manifest.systems.map(\.rawValue))
    object["network"] = texts(manifest.network)
    object["lacks"] = texts(sheet.needs)
    object["reading"] = reading.map { .object($0.json) } ?? .null
    object["failing"] = JSONValue(reading?.hiddenFailure)
    object["last_run"] = JSONValue(lastRun)
    object["next_run"] = manifest.isEnabled ? JSONValue(nextRun) : .null
    return .object(object)
  }

  private func texts(_ list: [String]) -> JSONValue { .array(list.map(JSONValue.string)) }

  private var run: JSONValue {
    [
      "argv": texts(sheet.arguments.map(sensor.shown)), "cwd": .string(sheet.workingDirectory),
      "env": .string(manifest.environment.rawValue),
      "stdin": .string(manifest.standardInput.rawValue),
      "exit_codes": .string(manifest.exitCodes.rawValue),
      "output": .string(
        (manifest.output ?? (manifest.exitCodes == .nagios ? .text : .json)).rawValue),
      "timeout_s": .int(manifest.timeout.seconds), "max_bytes": .int(manifest.maxBytes),
    ]
  }

  private var push: JSONValue {
    guard let push = sensor.push else { return .null }
    return [
      "max_per_minute": .int(push.perMinute), "keep": .int(push.kept), "waiting": .int(waiting),
    ]
  }

  private var timing: JSONValue {
    let timing = sensor.timing
    return [
      "every_s": JSONValue(timing.every?.seconds), "jitter_s": .int(manifest.jitter.seconds),
      "delay_s": .int(timing.delay.seconds), "catch_up": .bool(timing.catchesUp),
      "ttl_s": JSONValue(timing.ttl?.seconds), "retries": .int(timing.retries),
      "retry_delay_s": .int(timing.retryDelay.seconds), "keep_last": .bool(timing.keepsLast),
      "quiet_hours": texts(timing.quietHours.map(SensorWords.quiet)),
      "watch": texts(timing.watch),
    ]
  }

  private var wake: JSONValue {
    let rules = sensor.wake
    return [
      "on": .string(rules.cause.rawValue), "ignore": texts(rules.ignored.map(\.text)),
      "tolerance": .array(
        rules.tolerances.map {
          ["pointer": .string($0.pointer.text), "band": .double($0.band)]
        }),
      "settle_s": .int(rules.settle.seconds), "min_interval_s": .int(rules.leastInterval.seconds),
      "flap": rules.flap.map {
        [
          "after": .int($0.count), "within_s": .int($0.within.seconds),
          "action": .string($0.action.rawValue),
        ]
      } ?? .null,
    ]
  }

  private func parts(_ parts: [SensorSheet.Part]) -> JSONValue {
    var object = JSONObject()
    for part in parts { object[part.name] = .string(part.pointer) }
    return .object(object)
  }

  private func json(_ input: SensorSheet.Input) -> JSONValue {
    [
      "name": .string(input.name), "description": .string(input.description),
      "required": .bool(input.isRequired), "value": JSONValue(input.value),
      "source": .string(input.source.rawValue),
      "enum": input.choices.map(texts) ?? .null, "pattern": JSONValue(input.pattern),
    ]
  }
}
