internal import Base
internal import Core
internal import Runners

/// What can be checked of a runner without a call.
struct RunnerCheckup {
  let preset: RunnerPreset
  let use: RunnerUse
  let wiring: Wiring
  let children: ChildGroup

  func run() throws(LooopError) -> [RunnerCheck] {
    var checks = presence() + flagChecks()
    checks.append(adapterCheck())
    checks += try commandChecks()
    if !preset.passEnvironment.isEmpty { checks.append(variablesCheck()) }
    if let parked = try wiring.loop.parking.holding(preset, use.settings, isPulse: false) {
      checks.append(
        RunnerCheck(
          "parked", is: .failed, parked.text + ".",
          mend: "Wait, or run `looop runner unpark \(preset.name)`."))
    }
    return checks
  }

  /// Whether its program is there, and in a version that it works with.
  func presence() -> [RunnerCheck] {
    let program = wiring.program(preset.binary)
    return [programCheck(program)] + (program.map { [versionCheck($0)] } ?? [])
  }

  /// What its commands need, where that is missing and is not its own program.
  func commandPrograms() -> [RunnerCheck] {
    [CommandForm.Role.tick, .worker].compactMap { role in
      missing(role, but: .program(preset.binary)).map {
        RunnerCheck("program", is: .failed, "\(role.rawValue)_command: \($0)", mend: mend(role))
      }
    }
  }

  private var environment: [String: String] {
    preset.environment(of: wiring.loop.store.childEnvironment)
  }

  private func programCheck(_ program: String?) -> RunnerCheck {
    if preset.binary.isEmpty { return RunnerCheck("program", is: .ok, "not needed") }
    if let program { return RunnerCheck("program", is: .ok, program) }
    return RunnerCheck(
      "program", is: .failed, "There is no '\(preset.binary)' on PATH.",
      mend: preset.installHint.isEmpty
        ? "Install it, or put its folder on PATH." : preset.installHint)
  }

  private func versionCheck(_ program: String) -> RunnerCheck {
    let result = children.run(ProgramProbe.version(program, of: preset, environment))
    guard let line = ProgramProbe.versionLine(result, wiring.redaction) else {
      let shown =
        preset.versionCommand.isEmpty ? "\(preset.binary) --version" : preset.versionCommand
      let need = preset.needs.map { " The preset needs \($0.text)." } ?? ""
      return RunnerCheck(
        "version", is: .unchecked, "`\(Untrusted.oneLine(shown))` \(result.status.text).\(need)")
    }
    if let problem = versionProblem(line) { return problem }
    guard !preset.testedWith.isEmpty else { return RunnerCheck("version", is: .ok, line) }
    let isTried = ProgramProbe.number(in: line).map(preset.testedWith.contains) ?? false
    return RunnerCheck(
      "version", is: .ok,
      line + (isTried ? "" : "; the preset was tested with \(preset.testedWith)"))
  }

  /// What is wrong with a version, and with a command that is not for it; nil when all is well.
  private func versionProblem(_ line: String) -> RunnerCheck? {
    guard let version = ProgramProbe.number(in: line).flatMap(ProgramVersion.init) else {
      return nil
    }
    if let need = preset.needs, version < need.least {
      return RunnerCheck(
        "version", is: .failed, "\(line) is too old: the preset needs \(need.text).",
        mend: preset.installHint.isEmpty ? "Install a newer one." : preset.installHint)
    }
    let fit = preset.fit(for: version)
    guard let older = preset.older,
      use.tick(of: preset) != fit.tickCommand && use.tick(of: preset) == preset.tickCommand
        || use.worker(of: preset) != fit.workerCommand
          && use.worker(of: preset) == preset.workerCommand
    else { return nil }
    return RunnerCheck(
      "version", is: .failed,
      "\(line) is older than \(older.below.text), for which the commands are.",
      mend: "Run `looop init --runner \(preset.name)`: it writes those for older ones.")
  }

  // MARK: Flags

  /// Both commands often start the same program the same way: ask it once.
  private func flagChecks() -> [RunnerCheck] {
    var asked: [(words: [String], result: CommandResult)] = []
    return [("tick", use.tick(of: preset)), ("worker", use.worker(of: preset))].compactMap {
      name, command in
      guard !preset.binary.isEmpty, !command.isEmpty else { return nil }
      let check = "\(name) flags"
      let words = CommandWords(command)
      guard words.program == preset.binary, let program = wiring.program(words.path) else {
        return RunnerCheck(
          check, is: .unchecked, "The command does not start with an installed \(preset.binary).")
      }
      let flags = CommandFlags(words)
      let question = ProgramProbe.help(of: program, subcommand: flags.subcommand, environment)
      let known = asked.first { $0.words == question.arguments }?.result
      let result = known ?? children.run(question)
      asked.append((question.arguments, result))
      return flagCheck(check, flags, in: result)
    }
  }

  private func flagCheck(
    _ name: String, _ flags: CommandFlags, in result: CommandResult
  ) -> RunnerCheck {
    let shown = ([preset.binary, flags.subcommand].compactMap { $0 } + ["--help"])
      .joined(separator: " ")
    guard result.status.isSuccess, !result.output.isEmpty else {
      return RunnerCheck(name, is: .unchecked, "`\(shown)` \(result.status.text).")
    }
    let help = String(decoding: result.output, as: UTF8.self)
    let missing = flags.unknown(to: help)
    guard !missing.isEmpty else {
      return RunnerCheck(name, is: .ok, "`\(shown)` lists \(flags.flags.joined(separator: " "))")
    }
    let cut = flags.cut(missing, in: help)
    let gone = missing.filter { !cut.contains($0) }
    guard !gone.isEmpty else {
      return RunnerCheck(
        name, is: .unchecked, "`\(shown)` cuts its lines, maybe at \(cut.joined(separator: " ")).")
    }
    guard !flags.mayBeOfSubcommand(gone, in: help) else {
      return RunnerCheck(
        name, is: .unchecked,
        "`\(shown)` does not list \(gone.joined(separator: " ")), which may belong to a subcommand"
          + " that runs by default.")
    }
    return RunnerCheck(
      name, is: .failed, "`\(shown)` does not list \(gone.joined(separator: " ")).",
      mend:
        "It was removed or is hidden: take it out of the command, or check with --live.")
  }

  // MARK: What looop itself reads

  private func adapterCheck() -> RunnerCheck {
    do throws(LooopError) {
      _ = try wiring.loop.runners.runner(for: preset)
      return RunnerCheck("adapter", is: .ok, preset.adapter)
    } catch {
      return RunnerCheck("adapter", is: .failed, error.message, mend: error.hint)
    }
  }

  private func commandChecks() throws(LooopError) -> [RunnerCheck] {
    let kind = try use.kind(of: preset, wiring.loop.runners)
    let commands: [(CommandForm.Role, String, CommandProblem.Use)] = [
      (.tick, use.tick(of: preset), .tick), (.worker, use.worker(of: preset), .worker(kind)),
    ]
    return commands.map { role, command, kind in
      guard
        let problem = CommandProblem.of(command, use: kind) ?? missing(role)
      else {
        return RunnerCheck(role.rawValue, is: .ok, Untrusted.oneLine(command))
      }
      return RunnerCheck(role.rawValue, is: .failed, problem, mend: mend(role))
    }
  }

  private func mend(_ role: CommandForm.Role) -> String {
    // A preset whose file cannot be looked for has a line of its own.
    let own = (try? wiring.loop.runners.file(ofPreset: preset.name)) ?? nil
    let place = use.isConfigured(role, of: preset) ? wiring.configFile : own
    return place.map { "Fix \(role.rawValue)_command in \($0)." }
      ?? "Run `looop init` and set a \(role.rawValue) command."
  }

  /// What a command needs and does not find, in one sentence.
  private func missing(_ role: CommandForm.Role, but known: CommandNeed? = nil) -> String? {
    let isTick = role == .tick
    let command = isTick ? use.tick(of: preset) : use.worker(of: preset)
    return wiring.missing(command, as: role, use.settings, but: known)
  }

  private func variablesCheck() -> RunnerCheck {
    let set = VariableNames.matching(preset.passEnvironment, in: wiring.environment)
    let unset = preset.passEnvironment.filter {
      VariableNames.matching([$0], in: wiring.environment).isEmpty
    }
    let parts = [("set: ", set), ("not set: ", unset)].filter { !$0.1.isEmpty }
      .map { $0.0 + $0.1.joined(separator: " ") }
    return RunnerCheck("variables", is: .ok, parts.joined(separator: "; "))
  }
}
