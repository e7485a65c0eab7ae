internal import Base
internal import Core

/// The agent CLIs that the config uses, without a call.
enum RunnerChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "runners",
      [
        DoctorCheck(
          "presets", looksAt: "preset files of your own that do not read", probe: presetFacts,
          judge: presets),
        DoctorCheck(
          "program",
          looksAt:
            "the CLIs that the config uses: found, in a version that works, and whether that has hooks",
          probe: programFacts, judge: { $0.flatMap(program) }),
        DoctorCheck(
          "login", looksAt: "keys and login files, as far as they show without a call",
          probe: loginFacts, judge: { $0.flatMap(login) }),
        DoctorCheck(
          "parked", looksAt: "runners that rest, and until when", probe: parkedFacts, judge: parked),
      ])
  }

  // MARK: presets

  struct BrokenPreset: Equatable {
    let error: LooopError
    let isUsed: Bool
  }

  private static func presetFacts(_ patient: Patient) throws(LooopError) -> [BrokenPreset] {
    let settings = patient.readSettings
    let named = [settings?.runner, settings?.fallbackRunner]
    var broken: [BrokenPreset] = []
    for case .broken(let name, let error) in try patient.wiring.loop.runners.entries() {
      broken.append(BrokenPreset(error: error, isUsed: named.contains(name)))
    }
    for case let name? in named where !broken.contains(where: \.isUsed) {
      // One that does not exist.
      do throws(LooopError) {
        _ = try patient.wiring.loop.runners.preset(named: name)
      } catch { broken.append(BrokenPreset(error: error, isUsed: true)) }
    }
    return broken
  }

  static func presets(_ broken: [BrokenPreset]) -> [DoctorFinding] {
    broken.map { $0.isUsed ? .fail($0.error) : .warn($0.error) }
  }

  // MARK: program

  struct ProgramFacts: Equatable {
    let runner: String
    let uses: [String]
    /// As `runner test` makes them.
    let checks: [RunnerCheck]
    /// The versions it works with, in words.
    let need: String?
    /// The versions that have hooks; nil where that is not known.
    let hooks: VersionNeed?
  }

  private static func programFacts(_ patient: Patient) throws(LooopError) -> [ProgramFacts] {
    let used = try patient.used()
    if used.isEmpty { return [] }
    let use = try RunnerUse(patient.wiring)
    return used.map { one in
      let checkup = RunnerCheckup(
        preset: one.preset, use: use, wiring: patient.wiring, children: patient.children)
      return ProgramFacts(
        runner: one.preset.name, uses: one.uses,
        checks: checkup.presence() + checkup.commandPrograms(), need: one.preset.needs?.text,
        hooks: one.preset.hooks)
    }
  }

  static func program(_ facts: ProgramFacts) -> [DoctorFinding] {
    let role = "\(facts.runner) (\(facts.uses.joined(separator: ", ")))"
    let version = facts.checks.first { $0.name == "version" && $0.status == .ok }
    return facts.checks.map { check in
      let subject = "\(role): "
      switch check.status {
      case .failed:
        return .fail(subject + check.text, mend: check.mend ?? "`looop runner test` says more.")
      case .unchecked:
        return .warn(
          "\(subject)its version is not known: \(check.text)",
          mend: "`looop runner test \(facts.runner) --live` tries it with one call.")
      case .ok:
        guard check.name == "version" else { return .ok(subject + check.text) }
        let need = facts.need.map { "needs \($0)" } ?? "the oldest that works is not known"
        return .ok("\(subject)\(check.text) (\(need))")
      }
    } + (version.map { [hooks(facts, $0.text)] } ?? [])
  }

  /// looop sets no hooks yet: what is known of them is for whoever plans with them.
  private static func hooks(_ facts: ProgramFacts, _ line: String) -> DoctorFinding {
    let number = ProgramProbe.number(in: line).flatMap(ProgramVersion.init)
    guard let hooks = facts.hooks, let number else {
      return .info("\(facts.runner): not known whether its hooks can rule a worker")
    }
    return number < hooks.least
      ? .info("\(facts.runner): hooks that can rule a worker are known of \(hooks.text) only")
      : .info("\(facts.runner): its hooks can rule a worker; this looop sets none yet")
  }

  // MARK: login

  struct LoginFacts: Equatable {
    let runner: String
    /// Whether its preset says what would show one.
    let hasSigns: Bool
    /// Names of variables and paths, never what they hold.
    let seen: [String]
  }

  private static func loginFacts(_ patient: Patient) throws(LooopError) -> [LoginFacts] {
    try patient.used().filter { !$0.preset.binary.isEmpty || !$0.preset.login.isEmpty }
      .map { one in
        LoginFacts(
          runner: one.preset.name, hasSigns: !one.preset.login.isEmpty,
          seen: LoginSigns.seen(one.preset.login, in: patient.environment))
      }
  }

  static func login(_ facts: LoginFacts) -> [DoctorFinding] {
    let name = facts.runner
    if let sign = facts.seen.first {
      return [.ok("\(name): \(sign) is there; whether it is valid only a call shows")]
    }
    guard facts.hasSigns else {
      return [.info("\(name): not known, its preset does not say what would show a login")]
    }
    return [
      .warn(
        "\(name): no login is seen, neither a key nor a file.",
        mend: "`looop runner show \(name)` says how to log in; `looop runner test \(name) --live`"
          + " tries it with one call.")
    ]
  }

  // MARK: parked

  /// Nil where no runner is chosen.
  private static func parkedFacts(_ patient: Patient) throws(LooopError) -> [ParkedRunner]? {
    let used = try patient.used()
    guard let settings = patient.readSettings, !used.isEmpty else { return nil }
    var parked: [ParkedRunner] = []
    for one in used {
      let lot = patient.wiring.loop.parking
      if let rest = try lot.holding(one.preset, settings, isPulse: false) { parked.append(rest) }
    }
    return parked
  }

  static func parked(_ runners: [ParkedRunner]?) -> [DoctorFinding] {
    guard let runners else { return [] }
    if runners.isEmpty { return [.ok("none")] }
    return runners.map { parked in
      let unpark = "`looop runner unpark \(parked.runner)`"
      let mend =
        parked.ask.map { "Mend that, then `looop answer \($0) mended`, or \(unpark)." }
        ?? "Wait, or \(unpark)."
      return .fail("\(parked.text).", mend: mend)
    }
  }
}
