internal import Base
internal import Core

/// The pulse that is up, beside this shell.
enum PulseChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "pulse",
      [
        DoctorCheck(
          "up", looksAt: "whether a pulse is up, and answers", probe: upFacts, judge: up),
        DoctorCheck(
          "version", looksAt: "whether it runs the looop that you call", probe: versionFacts,
          judge: version),
        DoctorCheck(
          "programs", looksAt: "programs that this shell finds and the pulse's PATH does not",
          probe: programFacts, judge: programs),
        DoctorCheck(
          "variables",
          looksAt:
            "variables that runners are given and that the pulse has otherwise than this shell",
          probe: variableFacts, judge: variables),
      ])
  }

  static let restart = "Run `looop down --keep-workers`, then `looop up` in this shell."

  // MARK: up

  struct UpFacts: Equatable {
    enum Holder: Equatable {
      case none, unsigned, hidden
      case pulse(ProcessCondition?)
      case beat
      /// A program that is not looop's, or is of another loop.
      case another(String)
    }

    let holder: Holder
    var pid: Int32 = 0
    var isNew = false
  }

  private static func upFacts(_ patient: Patient) throws(LooopError) -> UpFacts {
    switch try patient.holder.get() {
    case .none: return UpFacts(holder: .none, isNew: patient.isNew)
    case .unsigned: return UpFacts(holder: .unsigned)
    case .hidden: return UpFacts(holder: .hidden)
    case .process(let seen):
      if let program = LoopProcess.otherProgram(seen.pid, than: patient.directory.path) {
        return UpFacts(holder: .another(program), pid: seen.pid)
      }
      let isBeat = LoopProcess.role(of: seen.pid) == .beat
      return UpFacts(holder: isBeat ? .beat : .pulse(seen.condition), pid: seen.pid)
    }
  }

  static func up(_ facts: UpFacts) -> [DoctorFinding] {
    let pid = "(pid \(facts.pid))"
    switch facts.holder {
    case .none where facts.isNew: return [.info("not up; nothing is set up yet")]
    case .none: return [.warn("Not up: nothing is sensed or decided.", mend: "Run `looop up`.")]
    case .unsigned: return [.info("about to start, or to end")]
    case .hidden:
      return [.info("up, in a container or on another machine: more is not known from here")]
    case .beat: return [.info("not up; `looop beat` \(pid) holds the loop")]
    case .another(let program):
      return [
        .fail(
          "\(program) \(pid) holds the loop's lock, and is no process of this loop.",
          mend: "`ps -fp \(facts.pid)` shows what it is, `kill \(facts.pid)` ends it.")
      ]
    case .pulse(.stopped):
      return [
        .fail("Stopped by a signal \(pid).", mend: "`kill -CONT \(facts.pid)` lets it go on.")
      ]
    case .pulse(.waitingForDevice):
      return [
        .warn(
          "Up \(pid), and waits for a disk or a network's file system.",
          mend: "Look whether that answers; no signal reaches the pulse before.")
      ]
    case .pulse: return [.ok("up \(pid)")]
    }
  }

  // MARK: version

  struct VersionFacts: Equatable {
    /// Nil where /proc does not say.
    let runsThisProgram: Bool?
    var program: String?
    var version: String?
  }

  private static func versionFacts(_ patient: Patient) -> VersionFacts? {
    guard let pulse = patient.pulse else { return nil }
    var facts = VersionFacts(runsThisProgram: pulse.runsThisProgram, program: pulse.program)
    // Only what is looop's knows the verb.
    if facts.runsThisProgram == false, let program = pulse.startable,
      LoopProcess.role(of: pulse.pid) != nil
    {
      facts.version = ProgramProbe.looopVersion(
        of: program, patient.environment, by: patient.children)
    }
    return facts
  }

  static func version(_ facts: VersionFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    guard let runsThisProgram = facts.runsThisProgram else {
      return [.info("not known: /proc does not show its program to you")]
    }
    if runsThisProgram { return [.ok("this very program, \(Version.text)")] }
    let version = facts.version.map { "looop \($0)" } ?? "another looop"
    let place = facts.program.map { " (\($0))" } ?? ""
    return [
      .warn("It runs \(version)\(place), and this is \(Version.text).", mend: restart)
    ]
  }

  // MARK: programs

  struct ProgramFacts: Equatable {
    struct Program: Equatable {
      let name: String
      let here: String?
      let there: String?
    }

    /// Nil where /proc does not say.
    let programs: [Program]?
    var isSamePath = true
  }

  private static func programFacts(_ patient: Patient) -> ProgramFacts? {
    guard let pulse = patient.pulse else { return nil }
    guard let environment = pulse.environment else { return ProgramFacts(programs: nil) }
    let (here, there) = (patient.environment["PATH"], environment["PATH"])
    return ProgramFacts(
      programs: NeededPrograms.of(patient).map { name in
        ProgramFacts.Program(
          name: name, here: Executable.find(name, path: here),
          there: Executable.find(name, path: there))
      },
      isSamePath: here == there)
  }

  static func programs(_ facts: ProgramFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    guard let programs = facts.programs else {
      return [.info("not known: /proc does not show its environment to you")]
    }
    var findings: [DoctorFinding] = programs.compactMap { program in
      guard let here = program.here else { return nil }
      guard let there = program.there else {
        return .fail(
          "The pulse does not find \(program.name), which is \(here) here: its PATH lacks that folder.",
          mend: "\(restart) In a service, set PATH in its unit (docs/service.md).")
      }
      guard here != there else { return nil }
      return .warn(
        "\(program.name) is \(here) here, and \(there) to the pulse.",
        mend: "If that is not meant: \(restart)")
    }
    if findings.isEmpty {
      findings.append(
        .ok(facts.isSamePath ? "the same PATH as here" : "another PATH, and it finds all it needs"))
    }
    return findings
  }

  // MARK: variables

  struct VariableFacts: Equatable {
    /// Names only. Set here, and not there.
    let missing: [String]
    let differing: [String]
  }

  private static func variableFacts(_ patient: Patient) throws(LooopError) -> VariableFacts? {
    guard let there = patient.pulse?.environment else { return nil }
    let here = patient.environment
    var names = ["HOME", "TZ", Marks.config, "XDG_CONFIG_HOME", Ownership.override]
    names += try patient.used().flatMap(\.preset.passEnvironment)
    names += patient.readSettings?.passEnvironment ?? []
    let set = VariableNames.matching(names, in: here)
    return VariableFacts(
      missing: set.filter { there[$0] == nil },
      differing: set.filter { name in there[name].map { $0 != here[name] } ?? false })
  }

  static func variables(_ facts: VariableFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    var findings: [DoctorFinding] = []
    if !facts.missing.isEmpty {
      findings.append(
        .warn(
          "Set here, and not in the pulse: \(facts.missing.joined(separator: " ")).", mend: restart)
      )
    }
    if !facts.differing.isEmpty {
      findings.append(
        .warn(
          "Of another value in the pulse: \(facts.differing.joined(separator: " ")).",
          mend: "If that is not meant: \(restart)"))
    }
    return findings.isEmpty ? [.ok("as here, all that runners are given")] : findings
  }
}
