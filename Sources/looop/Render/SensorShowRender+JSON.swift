internal import Base
internal import Core
internal import Sensors

extension SensorShowRender: Shaped {
  static let shape = Shape<SensorShowRender> { field in
    field.version()
    field("sensor", \.sensor.name, "its name")
    field("description", \.sensor.description, "what it looks at")
    field("owner", \.manifest.owner, "whom to ask about it")
    field("links", \.manifest.links, "where to read on")
    field("enabled", \.manifest.isEnabled, "whether its manifest lets it run")
    field("files", \.sheet.files, "the files it is made of")
    field("trust", \.sensor.trust, "how far its words may be believed")
    field("trust_reason", \.sheet.trustReason, "why")
    field("run", { $0.sensor.push == nil ? Running(show: $0) : nil }, "what is run, and how")
    field("push", \.pushing, "the bounds of what is pushed to it")
    field("timing", { Timing(show: $0) }, "when it runs")
    field("wake", { Waking(rules: $0.sensor.wake) }, "what of it wakes the loop")
    field("signal_from", { parts($0.sheet.signal) }, "the pointers its signal is built by")
    field("detail_from", { parts($0.sheet.detail) }, "the pointers its detail is built by")
    field("signal_schema", \.sheet.hasSchema, "whether its signal is checked")
    field("inputs", { $0.sheet.inputs.map(Input.init) }, "what can be set")
    field("secrets", { $0.sheet.secrets.map(Secret.init) }, "the secrets it names")
    field("programs", { $0.sheet.programs.map(Program.init) }, "the programs it needs")
    field("systems", \.manifest.systems, "the systems it runs on; empty for any")
    field("network", \.manifest.network, "the hosts it talks to")
    field("lacks", \.sheet.needs, "what it needs and is not there")
    field("reading", \.reading, "the last reading")
    field("failing", \.reading?.hiddenFailure, "why it fails while that reading stands")
    field(
      "flapping", { $0.flapping.map(FlappingReport.init) },
      "that it changes too often; null while it does not")
    field("watched", \.watched, "what it watches, as it is now")
    field("last_run", \.lastRun, "when it last ran")
    field(
      "running_since", \.runningSince, "when its present run began, once that takes a second")
    field("next_run", { $0.manifest.isEnabled ? $0.nextRun : nil }, "when it runs next")
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

  static let shape = Shape<Running> { field in
    field("argv", { $0.show.sheet.arguments.map($0.show.sensor.shown) }, "what is run")
    field("cwd", \.show.sheet.workingDirectory, "where")
    field("env", \.show.manifest.environment, "the environment it gets")
    field("stdin", \.show.manifest.standardInput, "what is on its standard input")
    field(
      "environment", { JSONMap($0.show.shownVariables) }, "the variables that its manifest sets")
    field("stderr", \.show.manifest.standardError, "where its standard error goes")
    field("exit_codes", \.show.manifest.exitCodes, "what its exit code means")
    field("output", \.output, "what it prints")
    field("timeout_s", \.show.manifest.timeout, "how long it may take")
    field("max_bytes", \.show.manifest.maxBytes, "how much it may print")
  }

  private var output: Manifest.Output {
    show.manifest.output ?? (show.manifest.exitCodes == .nagios ? .text : .json)
  }
}

private struct Pushing: Shaped {
  let rules: PushRules
  let waiting: Int

  static let shape = Shape<Pushing> { field in
    field("max_per_minute", \.rules.perMinute, "how many in a minute are shown one by one")
    field("keep", \.rules.kept, "how many are shown at all")
    field("waiting", \.waiting, "how many are not counted yet")
  }
}

private struct Timing: Shaped {
  let timing: SensorTiming
  let jitter: Duration
  let ageFile: String?

  init(show: SensorShowRender) {
    timing = show.sensor.timing
    ageFile = show.sensor.ageFile
    jitter = show.manifest.jitter
  }

  static let shape = Shape<Timing> { field in
    field("every_s", \.timing.every, "seconds between two runs; null for every beat")
    field("jitter_s", \.jitter, "at most so much is added")
    field("delay_s", \.timing.delay, "so much is added")
    field("catch_up", \.timing.catchesUp, "whether a missed run is made up for")
    field("ttl_s", \.timing.ttl, "seconds after which a reading is stale; null for never")
    field("age_of", \.ageFile, "the file that a reading is as old as; null for none")
    field("retries", \.timing.retries, "how often a failed run is tried again")
    field("retry_delay_s", \.timing.retryDelay, "how long to wait before that")
    field("keep_last", \.timing.keepsLast, "whether the last good reading stands while it fails")
    field("quiet_hours", { $0.timing.quietHours.map(SensorWords.quiet) }, "when it rests")
    field("watch", \.timing.watch, "files and folders whose change runs it")
  }
}

private struct Waking: Shaped {
  let rules: WakeRules

  static let shape = Shape<Waking> { field in
    field("on", \.rules.cause, "what wakes")
    field("ignore", { $0.rules.ignored.map(\.text) }, "places whose change does not count")
    field("tolerance", { $0.rules.tolerances.map(Tolerance.init) }, "how far numbers may move")
    field("settle_s", \.rules.settle, "how long a change must last")
    field("min_interval_s", \.rules.leastInterval, "at most one change counts in this time")
    field("flap", { $0.rules.flap.map(Flap.init) }, "when it changes too often")
  }

  struct Tolerance: Shaped {
    let tolerance: WakeRules.Tolerance

    static let shape = Shape<Tolerance> { field in
      field("pointer", \.tolerance.pointer.text, "where")
      field("band", \.tolerance.band, "by how much")
    }
  }

  struct Flap: Shaped {
    let flap: WakeRules.Flap

    static let shape = Shape<Flap> { field in
      field("after", \.flap.count, "so many changes")
      field("within_s", \.flap.within, "within so many seconds")
      field("action", \.flap.action, "what becomes of it then")
    }
  }
}

private struct FlappingReport: Shaped {
  let flapping: Flapping

  static let shape = Shape<FlappingReport> { field in
    field(
      "rule", \.flapping.rule, "what says so: `idle`, decisions for nothing; `manifest`, wake.flap")
    field(
      "count", \.flapping.count, "how many decisions it woke for nothing, or how often it changed")
    field(
      "until", \.flapping.until,
      "until when its changes alone wake no decision; by `manifest`, when it is calm again")
  }
}

private struct Input: Shaped {
  let input: SensorSheet.Input

  static let shape = Shape<Input> { field in
    field("name", \.input.name, "its name")
    field("description", \.input.description, "what it is")
    field("required", \.input.isRequired, "whether the sensor runs without it")
    field("value", \.input.value, "what it is set to")
    field("source", \.input.source, "where that comes from")
    field("enum", \.input.choices, "the values it may have; null for any")
    field("pattern", \.input.pattern, "what its value must match")
  }
}

private struct Secret: Shaped {
  let secret: SensorSheet.Secret

  static let shape = Shape<Secret> { field in
    field("name", \.secret.name, "its name")
    field("optional", \.secret.isOptional, "whether the sensor runs without it")
    field("source", \.secret.source, "where it comes from")
  }
}

private struct Program: Shaped {
  let program: SensorSheet.Program

  static let shape = Shape<Program> { field in
    field("name", \.program.name, "its name")
    field("path", \.program.path, "where it is; null when it is not there")
  }
}

/// What `sensor show` prints of a sensor that ships.
struct ShippedSensor: Shaped {
  let name: String
  let manifest: String
  let script: String

  static let shape = Shape<ShippedSensor> { field in
    field.version()
    field("sensor", \.name, "its name")
    field("shipped", always: true, "that it ships with looop")
    field("manifest", \.manifest, "the text of its manifest")
    field("script", \.script, "the text of its script")
  }
}
