import Base
import Testing

@testable import looop

/// What `doctor` says of the pulse and of the machine.
@Suite("The judgments of doctor: pulse and machine")
struct DoctorMachineTests {
  private static let error = LooopError(.config, code: "E_X", "It is broken.", hint: "Mend it.")

  private func statuses(_ findings: [DoctorFinding]) -> [DoctorFinding.Status] {
    findings.map(\.status)
  }

  // MARK: The pulse

  @Test("The pulse: down, new, hidden, stopped, waiting for a disk, not looop at all")
  func up() {
    typealias Facts = PulseChecks.UpFacts
    for (facts, status) in [
      (Facts(holder: .pulse(.sleeping), pid: 7), DoctorFinding.Status.ok),
      (Facts(holder: .pulse(nil), pid: 7), .ok), (Facts(holder: .none), .warn),
      (Facts(holder: .none, isNew: true), .info), (Facts(holder: .unsigned), .info),
      (Facts(holder: .hidden), .info), (Facts(holder: .beat, pid: 7), .info),
      (Facts(holder: .pulse(.stopped), pid: 7), .fail),
      (Facts(holder: .pulse(.waitingForDevice), pid: 7), .warn),
      (Facts(holder: .another("vi"), pid: 7), .fail),
    ] {
      #expect(statuses(PulseChecks.up(facts)) == [status], "\(facts)")
    }
  }

  @Test("A pulse of another version, with another PATH, or with other variables")
  func pulse() {
    #expect(PulseChecks.version(nil) == [])
    #expect(statuses(PulseChecks.version(.init(runsThisProgram: true))) == [.ok])
    #expect(statuses(PulseChecks.version(.init(runsThisProgram: nil))) == [.info])
    let other = PulseChecks.VersionFacts(runsThisProgram: false, program: "/l", version: "1.0")
    #expect(
      PulseChecks.version(other)[0].text.hasPrefix("It runs looop 1.0 (/l), and this is "))
    typealias Program = PulseChecks.ProgramFacts.Program
    func programs(_ programs: Program...) -> [DoctorFinding.Status] {
      statuses(PulseChecks.programs(.init(programs: programs)))
    }
    #expect(programs(Program(name: "x", here: "/x", there: "/x")) == [.ok])
    #expect(programs(Program(name: "x", here: "/x", there: nil)) == [.fail])
    #expect(programs(Program(name: "x", here: "/x", there: "/y")) == [.warn])
    // What is not found here either is no difference.
    #expect(programs(Program(name: "x", here: nil, there: nil)) == [.ok])
    #expect(statuses(PulseChecks.programs(.init(programs: nil))) == [.info])
    #expect(PulseChecks.programs(nil) == [] && PulseChecks.variables(nil) == [])
    #expect(statuses(PulseChecks.variables(.init(missing: [], differing: []))) == [.ok])
    #expect(
      statuses(PulseChecks.variables(.init(missing: ["A"], differing: ["B"]))) == [.warn, .warn])
  }

  // MARK: The machine

  @Test("Clock, limits, service, tools, processes")
  func machine() {
    typealias Records = ClockChecks.RecordFacts
    #expect(statuses(ClockChecks.records(Records(now: 1_000, event: 1_050))) == [.ok])
    #expect(statuses(ClockChecks.records(Records(now: 1_000, event: 1_061))) == [.warn])
    #expect(statuses(ClockChecks.records(Records(now: 1_000, ledger: 2_000))) == [.warn])
    #expect(statuses(ClockChecks.zone(.init(problem: Self.error))) == [.warn])
    #expect(statuses(LimitChecks.files(.init(here: 1_024, most: nil, pulse: nil))) == [.ok])
    #expect(statuses(LimitChecks.files(.init(here: nil, most: nil, pulse: 64))) == [.warn])
    #expect(statuses(LimitChecks.files(.init(here: 20, most: 40, pulse: nil))) == [.warn])
    var limits = SystemLimits()
    #expect(statuses(LimitChecks.watches(limits)) == [.ok])
    (limits.watchers, limits.watches) = (4, 100_000)
    #expect(statuses(LimitChecks.watches(limits)) == [.warn])
    limits.watchProblem = 24
    #expect(statuses(LimitChecks.watches(limits)) == [.fail])
    #expect(LimitChecks.box(limits)[0].text.contains("no Landlock and no filters"))
    (limits.landlock, limits.hasCallFilters) = (7, true)
    #expect(LimitChecks.box(limits)[0].text.contains("Landlock 7 and filters of system calls"))
    #expect(statuses(ServiceChecks.variables(.init(hasSystemd: false))) == [.info])
    #expect(statuses(ServiceChecks.variables(.init())) == [.ok])
    #expect(
      ServiceChecks.variables(.init(folders: ["/h/bin"], names: ["K"]))[0].text
        == "A user service would lack on PATH /h/bin, and the variables K.")
    #expect(ServiceChecks.linger(nil) == [])
    #expect(statuses(ServiceChecks.linger(.init(isOn: true))) == [.ok])
    #expect(statuses(ServiceChecks.linger(.init(isOn: false))) == [.info])
    #expect(statuses(ToolChecks.sh(.init(path: nil))) == [.fail])
    #expect(statuses(ToolChecks.git(.init(path: nil))) == [.warn])
    #expect(statuses(ToolChecks.tmux(.init(path: nil))) == [.info])
    #expect(statuses(LooopChecks.processes(nil)) == [.ok])
    #expect(statuses(LooopChecks.processes(Self.error)) == [.warn])
  }
}
