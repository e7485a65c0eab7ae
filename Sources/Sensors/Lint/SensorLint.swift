internal import Base
internal import Core

/// Checks a sensor's files without running anything. A new rule is a row here and one in its test.
enum SensorLint {
  struct Rule {
    typealias Hit = (text: String, place: SensorFinding.Place)

    let severity: SensorFinding.Severity
    let mend: String
    let look: @Sendable (LintedSensor) -> [Hit]

    init(
      _ severity: SensorFinding.Severity, mend: String,
      _ look: @escaping @Sendable (LintedSensor) -> [Hit]
    ) {
      self.severity = severity
      self.mend = mend
      self.look = look
    }
  }

  /// All findings, problems first.
  static func findings(of sensor: LintedSensor) -> [SensorFinding] {
    problems(of: sensor) + apply(advice, to: sensor)
  }

  static func problems(of sensor: LintedSensor) -> [SensorFinding] {
    apply(scriptProblems + manifestProblems, to: sensor)
  }

  private static func apply(_ rules: [Rule], to sensor: LintedSensor) -> [SensorFinding] {
    rules.flatMap { rule in
      rule.look(sensor).map { hit in
        SensorFinding(
          severity: rule.severity, text: hit.text, place: hit.place, mend: rule.mend)
      }
    }
  }

  // MARK: Problems

  static let scriptLimit = 64 << 10

  private static let scriptProblems: [Rule] = [
    Rule(.problem, mend: "Write a script that prints one JSON object and exits with 0.") { sensor in
      guard let script = sensor.script else { return [] }
      let isEmpty = String(decoding: script, as: UTF8.self).allSatisfy(\.isWhitespace)
      return isEmpty ? [("the script is empty", .init(sensor.scriptFile))] : []
    },
    Rule(.problem, mend: "Move the bulk into a program beside it.") { sensor in
      guard let script = sensor.script, script.count > scriptLimit else { return [] }
      let text = "the script has \(script.count) bytes, \(scriptLimit) are allowed"
      return [(text, .init(sensor.scriptFile))]
    },
    Rule(.problem, mend: "Save it as text.") { sensor in
      guard let line = line(of: { $0.contains(0) }, in: sensor.script) else { return [] }
      return [
        (
          "the script has a NUL character, which shells cannot read",
          .init(sensor.scriptFile, line: line)
        )
      ]
    },
    Rule(.problem, mend: Interpreter.withLineFeeds) { sensor in
      guard let line = line(of: { $0.last == 0x0D && $0.count > 1 }, in: sensor.script) else {
        return []
      }
      return [
        (
          "a line ends in a carriage return, which a shell reads as part of the last word",
          .init(sensor.scriptFile, line: line)
        )
      ]
    },
    Rule(.problem, mend: Interpreter.wholePath) { sensor in
      guard let interpreter = sensor.script.flatMap({ ScriptHead($0).interpreter }),
        !interpreter.hasPrefix("/")
      else { return [] }
      let shown = Untrusted.quoted(interpreter, bytes: 60)
      return [
        ("the interpreter '\(shown)' is not an absolute path", .init(sensor.scriptFile, line: 1))
      ]
    },
    Rule(.problem, mend: Interpreter.withoutMark) { sensor in
      guard let script = sensor.script, ScriptHead(script).hasByteOrderMark else { return [] }
      return [
        ("the script begins with a byte order mark (BOM)", .init(sensor.scriptFile, line: 1))
      ]
    },
  ]

  private static let manifestProblems: [Rule] = [
    Rule(.problem, mend: "List it in `secrets`: its value does not belong in a manifest.") {
      sensor in
      sensor.manifest.variables.keys.filter(isSecret).sorted().map { name in
        (
          "'\(name)' in 'run.environment' is named like a secret",
          sensor.place("run.environment.\(name)")
        )
      }
    },
    Rule(.problem, mend: "Retry less often or sooner, or run it less often.") { sensor in
      let timing = sensor.manifest.timing
      guard let every = timing.every, timing.retryDelay * timing.retries > every else { return [] }
      return [("all its retries take longer than 'every'", sensor.place("retry"))]
    },
    Rule(.problem, mend: "State its type and what it must contain: `required`, `enum`, `minimum`.")
    {
      sensor in
      guard let schema = sensor.manifest.schema else { return [] }
      let place = sensor.place("signal_schema")
      if schema.acceptsAnything { return [("every signal fits this schema", place)] }
      return schema == .nothing ? [("no signal fits this schema", place)] : []
    },
  ]

  private static func line(
    of isHit: (ArraySlice<UInt8>) -> Bool, in script: [UInt8]?
  ) -> Int? {
    script?.split(separator: 0x0A, omittingEmptySubsequences: false).firstIndex(where: isHit)
      .map { $0 + 1 }
  }

  // MARK: Advice

  private static let advice: [Rule] = [
    Rule(.advice, mend: "Set a shorter `timeout`, or a longer `every`.") { sensor in
      let manifest = sensor.manifest
      guard let every = manifest.timing.every, manifest.timeout * 2 > every else { return [] }
      let place = sensor.place(sensor.says("timeout") ? "timeout" : "every")
      return [("a run may take longer than half of 'every'", place)]
    },
    Rule(.advice, mend: "Set a `ttl`: an older reading is reported as stale.") { sensor in
      guard sensor.manifest.timing.keepsLast, sensor.manifest.timing.ttl == nil else { return [] }
      return [("while runs fail, the last good reading never expires", sensor.place("on_error"))]
    },
    Rule(.advice, mend: "Set a `ttl`, or let flap.action be `flag`.") { sensor in
      guard sensor.manifest.wake.flap?.action == .mute, sensor.manifest.timing.ttl == nil else {
        return []
      }
      return [
        ("a sensor that never stops flapping stays muted for ever", sensor.place("wake.flap"))
      ]
    },
    Rule(.advice, mend: "Remove the script, or `run.command`.") { sensor in
      guard sensor.script != nil, sensor.manifest.command != nil else { return [] }
      return [("the script is never run, 'run.command' is", sensor.place("run.command"))]
    },
    Rule(.advice, mend: "Begin the script with `set -eu`.") { sensor in
      guard let shell = sensor.shell, shell.isLong, !shell.endsAtFailure else { return [] }
      return [("the script continues after a command fails", .init(sensor.scriptFile))]
    },
    Rule(
      .advice,
      mend: "List it in `secrets`: then the script gets it, and it is removed from readings."
    ) {
      sensor in
      let declared = sensor.manifest.secrets.map(\.name)
      return uses(of: sensor) { isSecret($0) && !declared.contains($0) }
        .map { ("the secret \($0.name) is used and not declared", sensor.place($0)) }
    },
    Rule(.advice, mend: "Declare it in `inputs`.") { sensor in
      let declared = sensor.manifest.inputs.map(\.variable)
      return uses(of: sensor) { $0.hasPrefix("INPUT_") && !declared.contains($0) }
        .map { ("the input \($0.name) is used and not declared", sensor.place($0)) }
    },
    Rule(.advice, mend: "List the hosts in `network`, `*` for any.") { sensor in
      guard sensor.manifest.network.isEmpty else { return [] }
      let what = sensor.says("network") ? "says there are none" : "does not list them"
      return sensor.programs.filter(\.use.talks).map {
        ("\($0.use.shown) talks to other machines, and 'network' \(what)", $0.place)
      }
    },
    Rule(.advice, mend: "List it: where it is missing, the sensor then says so.") { sensor in
      guard sensor.says("requires.commands") else { return [] }
      let known = Set(sensor.manifest.commands).union(sensor.shell?.optionalPrograms ?? [])
      var missing: Set<String> = []
      return sensor.programs.filter {
        !known.contains($0.use.program) && missing.insert($0.use.program).inserted
      }.map { ("\($0.use.program) is used, and 'requires.commands' does not list it", $0.place) }
    },
  ]

  private static func uses(
    of sensor: LintedSensor, _ isIncluded: (String) -> Bool
  ) -> [ShellScript.Use] {
    sensor.shell?.variables.filter { isIncluded($0.name) } ?? []
  }

  private static func isSecret(_ name: String) -> Bool {
    guard name == name.uppercased(), !name.hasPrefix("INPUT_"), !name.hasPrefix("LOOOP_") else {
      return false
    }
    return ["TOKEN", "KEY", "SECRET", "PASSWORD"].contains { name.hasSuffix("_\($0)") }
  }
}
