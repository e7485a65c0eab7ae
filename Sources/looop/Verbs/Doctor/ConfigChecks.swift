internal import Base
internal import Core

/// The config file: whether it reads, whose it is, and what its commands are.
enum ConfigChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "config",
      [
        DoctorCheck(
          "file", looksAt: "whether it is there and can be read", probe: fileFacts, judge: file),
        DoctorCheck(
          "keys", looksAt: "keys that it has and looop does not know",
          probe: { $0.readSettings.map(\.warnings) }, judge: keys),
        DoctorCheck(
          "owner", looksAt: "who else may change it", probe: ownerFacts, judge: owner),
        DoctorCheck(
          "commands",
          looksAt:
            "placeholders that are not known, and commands that make an argument of the prompt",
          probe: commandFacts, judge: { $0.flatMap(command) }),
        DoctorCheck(
          "workdir", looksAt: "whether the folder of workers and commands is there",
          probe: workdirFacts, judge: workdir),
      ])
  }

  // MARK: file

  struct FileFacts: Equatable {
    let path: String
    var problem: LooopError?
    var exists = true
    /// Whether it says how to think and work.
    var isWired = true
  }

  private static func fileFacts(_ patient: Patient) -> FileFacts {
    var facts = FileFacts(path: patient.wiring.configFile)
    switch patient.settings {
    case .failure(let error): facts.problem = error
    case .success(nil): facts.exists = false
    case .success(let settings?): facts.isWired = settings.isWired
    }
    return facts
  }

  static func file(_ facts: FileFacts) -> [DoctorFinding] {
    if let problem = facts.problem { return [.fail(problem)] }
    if !facts.exists {
      return [
        .warn(
          "\(facts.path) is not there yet.",
          mend: "Run `looop init`: it asks which agent CLI should think and work.")
      ]
    }
    guard facts.isWired else {
      return [.fail("\(facts.path) chooses no runner.", mend: "Run `looop init`.")]
    }
    return [.ok(facts.path)]
  }

  // MARK: keys

  static func keys(_ warnings: [String]?) -> [DoctorFinding] {
    guard let warnings else { return [] }
    if warnings.isEmpty { return [.ok("all known")] }
    return warnings.map {
      .warn($0, mend: "Correct it in the file; `looop help config` lists all.")
    }
  }

  // MARK: owner

  struct OwnerFacts: Equatable {
    var problem: LooopError?
    var isChecked = true
  }

  private static func ownerFacts(_ patient: Patient) -> OwnerFacts? {
    if case .success(nil) = patient.settings { return nil }
    let wiring = patient.wiring
    return OwnerFacts(
      problem: Ownership.problem(of: wiring.configFile, wiring.sightings),
      isChecked: wiring.loop.store.isChecked)
  }

  static func owner(_ facts: OwnerFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    guard let problem = facts.problem else { return [.ok("no one but you and root can change it")] }
    guard facts.isChecked else {
      return [.info("\(problem.message) \(Ownership.override) is set, so looop goes on.")]
    }
    return [.fail(problem)]
  }

  // MARK: commands

  struct CommandFacts: Equatable {
    /// As in the config: `tick_command`.
    let key: String
    let runner: String
    let command: String
    let use: CommandProblem.Use
  }

  private static func commandFacts(_ patient: Patient) throws(LooopError) -> [CommandFacts] {
    let used = try patient.used()
    if used.isEmpty { return [] }
    let use = try RunnerUse(patient.wiring)
    var facts: [CommandFacts] = []
    for one in used {
      let (preset, name) = (one.preset, one.preset.name)
      if one.uses != ["worker"] {
        facts.append(
          CommandFacts(
            key: "tick_command", runner: name, command: use.tick(of: preset), use: .tick))
      }
      if one.uses != ["tick"] {
        let kind = try use.kind(of: preset, patient.wiring.loop.runners)
        facts.append(
          CommandFacts(
            key: "worker_command", runner: name, command: use.worker(of: preset),
            use: .worker(kind)))
      }
    }
    return facts
  }

  static func command(_ facts: CommandFacts) -> [DoctorFinding] {
    let name = "\(facts.key) of \(facts.runner)"
    if let problem = CommandProblem.of(facts.command, use: facts.use) {
      return [.fail("\(name): \(problem)", mend: CommandProblem.mend)]
    }
    guard CommandTemplate.expandsIntoArgument(facts.command) else {
      return [.ok("\(name): the prompt is not an argument")]
    }
    // A screen of its own has no other way in.
    if facts.use == .worker(.terminal) {
      return [.ok("\(name): the brief is an argument, as a terminal needs it")]
    }
    let limit = CommandTemplate.argumentLimit >> 10
    return [
      .warn(
        "\(name) makes an argument of the prompt: at most \(limit) KiB of it arrive, and every user"
          + " of this machine sees it in the list of processes.",
        mend: "Take \"$(cat \(CommandTemplate.placeholder))\" out, where the CLI reads standard"
          + " input; `looop runner show \(facts.runner)` has a command that does.")
    ]
  }

  // MARK: workdir

  struct WorkdirFacts: Equatable {
    let path: String
    let exists: Bool
  }

  private static func workdirFacts(_ patient: Patient) -> WorkdirFacts? {
    guard let settings = patient.readSettings, settings.workdir != nil else { return nil }
    let path = settings.workFolder(else: patient.wiring.workingDirectory)
    return WorkdirFacts(path: path, exists: Folder.exists(path))
  }

  static func workdir(_ facts: WorkdirFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    if facts.exists { return [.ok(facts.path)] }
    return [
      .fail(
        "There is no folder \(facts.path).", mend: "Make it, or change `workdir` in the config.")
    ]
  }
}
