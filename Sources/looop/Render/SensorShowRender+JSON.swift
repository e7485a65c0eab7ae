internal import Base
internal import Core
internal import Sensors

extension SensorShowRender: Shaped {
  static let shape = Shape<SensorShowRender> {
    Field.version
    Field("sensor", \.sensor.name, "its name")
    Field("description", \.sensor.description, "what it looks at")
    Field("owner", \.manifest.owner, "whom to ask about it")
    Field("links", \.manifest.links, "where to read on")
    Field("enabled", \.manifest.isEnabled, "whether its manifest lets it run")
    Field("files", \.sheet.files, "the files it is made of")
    Field("trust", \.sensor.trust, "how far its words may be believed")
    Field("trust_reason", \.sheet.trustReason, "why")
    Field("run", { $0.sensor.push == nil ? Running(show: $0) : nil }, "what is run, and how")
    Field("push", \.pushing, "the bounds of what is pushed to it")
    Field("timing", { Timing(show: $0) }, "when it runs")
    Field("wake", { Waking(rules: $0.sensor.wake) }, "what of it wakes the loop")
    Field("signal_from", { parts($0.sheet.signal) }, "the pointers its signal is built by")
    Field("detail_from", { parts($0.sheet.detail) }, "the pointers its detail is built by")
    Field("signal_schema", \.sheet.hasSchema, "whether its signal is checked")
    Field("inputs", { $0.sheet.inputs.map(Input.init) }, "what can be set")
    Field("secrets", { $0.sheet.secrets.map(Secret.init) }, "the secrets it names")
    Field("programs", { $0.sheet.programs.map(Program.init) }, "the programs it needs")
    Field("systems", \.manifest.systems, "the systems it runs on; empty for any")
    Field("network", \.manifest.network, "the hosts it talks to")
    Field("lacks", \.sheet.needs, "what it needs and is not there")
    Field("reading", \.reading, "the last reading")
    Field("failing", \.reading?.hiddenFailure, "why it fails while that reading stands")
    Field("last_run", \.lastRun, "when it last ran")
    Field("next_run", { $0.manifest.isEnabled ? $0.nextRun : nil }, "when it runs next")
  }

  private var pushing: Pushing? {
    sensor.push.map { Pushing(rules: $0, waiting: waiting) }
  }

  private static func parts(_ parts: [SensorSheet.Part]) -> JSONMap<String> {
    JSONMap(parts.map { ($0.name, $0.pointer) })
  }
}

private struct Running: Shaped {
  let show: SensorShowRender

  static let shape = Shape<Running> {
    Field("argv", { $0.show.sheet.arguments.map($0.show.sensor.shown) }, "what is run")
    Field("cwd", \.show.sheet.workingDirectory, "where")
    Field("env", \.show.manifest.environment, "the environment it gets")
    Field("stdin", \.show.manifest.standardInput, "what is on its standard input")
    Field("exit_codes", \.show.manifest.exitCodes, "what its exit code means")
    Field("output", \.output, "what it prints")
    Field("timeout_s", \.show.manifest.timeout, "how long it may take")
    Field("max_bytes", \.show.manifest.maxBytes, "how much it may print")
  }

  private var output: Manifest.Output {
    show.manifest.output ?? (show.manifest.exitCodes == .nagios ? .text : .json)
  }
}

private struct Pushing: Shaped {
  let rules: PushRules
  let waiting: Int

  static let shape = Shape<Pushing> {
    Field("max_per_minute", \.rules.perMinute, "how many in a minute are shown one by one")
    Field("keep", \.rules.kept, "how many are shown at all")
    Field("waiting", \.waiting, "how many are not counted yet")
  }
}

private struct Timing: Shaped {
  let timing: SensorTiming
  let jitter: Duration

  init(show: SensorShowRender) {
    timing = show.sensor.timing
    jitter = show.manifest.jitter
  }

  static let shape = Shape<Timing> {
    Field("every_s", \.timing.every, "seconds between two runs; null for every beat")
    Field("jitter_s", \.jitter, "at most so much is added")
    Field("delay_s", \.timing.delay, "so much is added")
    Field("catch_up", \.timing.catchesUp, "whether a missed run is made up for")
    Field("ttl_s", \.timing.ttl, "seconds after which a reading is stale; null for never")
    Field("retries", \.timing.retries, "how often a failed run is tried again")
    Field("retry_delay_s", \.timing.retryDelay, "how long to wait before that")
    Field("keep_last", \.timing.keepsLast, "whether the last good reading stands while it fails")
    Field("quiet_hours", { $0.timing.quietHours.map(SensorWords.quiet) }, "when it rests")
    Field("watch", \.timing.watch, "files and folders whose change runs it")
  }
}

private struct Waking: Shaped {
  let rules: WakeRules

  static let shape = Shape<Waking> {
    Field("on", \.rules.cause, "what wakes")
    Field("ignore", { $0.rules.ignored.map(\.text) }, "places whose change does not count")
    Field("tolerance", { $0.rules.tolerances.map(Tolerance.init) }, "how far numbers may move")
    Field("settle_s", \.rules.settle, "how long a change must last")
    Field("min_interval_s", \.rules.leastInterval, "at most one change counts in this time")
    Field("flap", { $0.rules.flap.map(Flap.init) }, "when it changes too often")
  }

  struct Tolerance: Shaped {
    let tolerance: WakeRules.Tolerance

    static let shape = Shape<Tolerance> {
      Field("pointer", \.tolerance.pointer.text, "where")
      Field("band", \.tolerance.band, "by how much")
    }
  }

  struct Flap: Shaped {
    let flap: WakeRules.Flap

    static let shape = Shape<Flap> {
      Field("after", \.flap.count, "so many changes")
      Field("within_s", \.flap.within, "within so many seconds")
      Field("action", \.flap.action, "what becomes of it then")
    }
  }
}

private struct Input: Shaped {
  let input: SensorSheet.Input

  static let shape = Shape<Input> {
    Field("name", \.input.name, "its name")
    Field("description", \.input.description, "what it is")
    Field("required", \.input.isRequired, "whether the sensor runs without it")
    Field("value", \.input.value, "what it is set to")
    Field("source", \.input.source, "where that comes from")
    Field("enum", \.input.choices, "the values it may have; null for any")
    Field("pattern", \.input.pattern, "what its value must match")
  }
}

private struct Secret: Shaped {
  let secret: SensorSheet.Secret

  static let shape = Shape<Secret> {
    Field("name", \.secret.name, "its name")
    Field("optional", \.secret.isOptional, "whether the sensor runs without it")
    Field("source", \.secret.source, "where it comes from")
  }
}

private struct Program: Shaped {
  let program: SensorSheet.Program

  static let shape = Shape<Program> {
    Field("name", \.program.name, "its name")
    Field("path", \.program.path, "where it is; null when it is not there")
  }
}

/// What `sensor show` prints of a sensor that ships.
struct ShippedSensor: Shaped {
  let name: String
  let manifest: String
  let script: String

  static let shape = Shape<ShippedSensor> {
    Field.version
    Field("sensor", \.name, "its name")
    Field("shipped", always: true, "that it ships with looop")
    Field("manifest", \.manifest, "the text of its manifest")
    Field("script", \.script, "the text of its script")
  }
}
