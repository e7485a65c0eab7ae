import Base
import Testing

@testable import Core
@testable import looop

/// What `doctor` says of what it found: each judgment with something healthy and something broken.
@Suite("The judgments of doctor")
struct DoctorJudgmentTests {
  private static let error = LooopError(.config, code: "E_X", "It is broken.", hint: "Mend it.")

  /// `fail: text -> mend`, for one that is compared whole.
  private func said(_ findings: [DoctorFinding]) -> [String] {
    findings.map { finding in
      "\(finding.status.rawValue): \(finding.text)" + (finding.mend.map { " -> \($0)" } ?? "")
    }
  }

  private func statuses(_ findings: [DoctorFinding]) -> [DoctorFinding.Status] {
    findings.map(\.status)
  }

  @Test("A failure is said in its own words, with its own mend")
  func failure() {
    #expect(said([.fail(Self.error)]) == ["fail: It is broken. -> Mend it."])
    let bare = LooopError(.failed, code: "E_X", "No way.")
    #expect(DoctorFinding.fail(bare, about: "x").text == "x: No way.")
    #expect(DoctorFinding.fail(bare).mend?.isEmpty == false)
  }

  // MARK: Config

  @Test("The config: missing, broken, without a runner, with odd keys, open to others")
  func config() {
    typealias Facts = ConfigChecks.FileFacts
    #expect(statuses(ConfigChecks.file(Facts(path: "/c"))) == [.ok])
    #expect(statuses(ConfigChecks.file(Facts(path: "/c", exists: false))) == [.warn])
    #expect(statuses(ConfigChecks.file(Facts(path: "/c", isWired: false))) == [.fail])
    #expect(
      said(ConfigChecks.file(Facts(path: "/c", problem: Self.error)))
        == ["fail: It is broken. -> Mend it."])
    #expect(ConfigChecks.keys(nil) == [] && statuses(ConfigChecks.keys([])) == [.ok])
    #expect(statuses(ConfigChecks.keys(["a", "b"])) == [.warn, .warn])
    #expect(ConfigChecks.owner(nil) == [])
    #expect(statuses(ConfigChecks.owner(.init())) == [.ok])
    #expect(statuses(ConfigChecks.owner(.init(problem: Self.error))) == [.fail])
    #expect(statuses(ConfigChecks.owner(.init(problem: Self.error, isChecked: false))) == [.info])
    #expect(statuses(ConfigChecks.workdir(.init(path: "/w", exists: true))) == [.ok])
    #expect(statuses(ConfigChecks.workdir(.init(path: "/w", exists: false))) == [.fail])
  }

  @Test(
    "A command that makes an argument of the prompt warns, unless it is a terminal's",
    arguments: [
      ("x -p", CommandProblem.Use.tick, DoctorFinding.Status.ok),
      ("x {{prompt_file}}", .tick, .ok),
      ("x \"$(cat {{prompt_file}})\"", .tick, .warn),
      ("x \"$(<{{prompt_file}})\"", .worker(.headless), .warn),
      ("x \"`cat {{prompt_file}}`\"", .worker(.terminal), .ok),
      ("x {{model}}", .tick, .fail), ("", .tick, .fail), ("x", .worker(.terminal), .fail),
    ])
  func command(_ command: String, _ use: CommandProblem.Use, _ status: DoctorFinding.Status) {
    let facts = ConfigChecks.CommandFacts(
      key: "tick_command", runner: "heron", command: command, use: use)
    #expect(statuses(ConfigChecks.command(facts)) == [status])
  }

  // MARK: Runners

  private func program(
    _ checks: [RunnerCheck], need: String? = nil, hooks: String? = nil
  ) -> [String] {
    said(
      RunnerChecks.program(
        .init(
          runner: "heron", uses: ["tick"], checks: checks, need: need,
          hooks: hooks.flatMap(VersionNeed.init))))
  }

  @Test("A program: missing, too old, of an unknown version; and its hooks")
  func program() {
    let found = RunnerCheck("program", is: .ok, "/bin/heron")
    let version = RunnerCheck("version", is: .ok, "heron 1.3")
    #expect(
      program([found, version])
        == [
          "ok: heron (tick): /bin/heron",
          "ok: heron (tick): heron 1.3 (the oldest that works is not known)",
          "info: heron: not known whether its hooks can rule a worker",
        ])
    #expect(
      program([version], need: ">=1.2", hooks: ">=1.3")
        == [
          "ok: heron (tick): heron 1.3 (needs >=1.2)",
          "info: heron: its hooks can rule a worker; this looop sets none yet",
        ])
    #expect(
      program([version], hooks: ">=1.4").last
        == "info: heron: hooks that can rule a worker are known of >=1.4 only")
    #expect(
      program([RunnerCheck("program", is: .failed, "Gone.", mend: "Get it.")])
        == ["fail: heron (tick): Gone. -> Get it."])
    #expect(
      program([RunnerCheck("version", is: .unchecked, "`heron --version` timed out.")])[0]
        .hasPrefix("warn: heron (tick): its version is not known: `heron --version` timed out."))
  }

  @Test("A login is seen, not seen, or not known; a parked runner fails")
  func login() {
    func login(_ seen: [String], signs: Bool = true) -> [DoctorFinding.Status] {
      statuses(RunnerChecks.login(.init(runner: "heron", hasSigns: signs, seen: seen)))
    }
    #expect(login(["HERON_KEY"]) == [.ok] && login([]) == [.warn])
    #expect(login([], signs: false) == [.info])
    var parked = ParkedRunner.blank
    (parked.runner, parked.reason, parked.message) = ("heron", .quota, "too much")
    parked.until = 86_400
    #expect(RunnerChecks.parked(nil) == [] && statuses(RunnerChecks.parked([])) == [.ok])
    #expect(
      said(RunnerChecks.parked([parked]))[0].hasSuffix(
        "(quota: too much). -> Wait, or `looop runner unpark heron`."))
    let broken = [true, false].map { RunnerChecks.BrokenPreset(error: Self.error, isUsed: $0) }
    #expect(statuses(RunnerChecks.presets(broken)) == [.fail, .warn])
  }

  @Test("Signs of a login are found by name, by pattern and by path, never by an empty value")
  func signs() {
    let environment = ["HERON_KEY": "", "CRANE_A": "x", "HOME": "/", "ODD": "/etc"]
    #expect(
      LoginSigns.seen(
        ["HERON_KEY", "CRANE_*", "~/etc/passwd", "$ODD/passwd", "$NONE/passwd", "/no/such"],
        in: environment) == ["CRANE_A", "~/etc/passwd", "$ODD/passwd"])
    #expect(LoginSigns.path("$NONE/x", environment) == nil)
    #expect(LoginSigns.path("$ODD/x/y", environment) == "/etc/x/y")
  }

  // MARK: The data dir

  @Test("The data dir: not there, broken, others', open to looks, not to be written")
  func data() {
    #expect(statuses(DataChecks.folder(.init(path: "/d"))) == [.ok])
    #expect(statuses(DataChecks.folder(.init(path: "/d", exists: false))) == [.info])
    #expect(statuses(DataChecks.folder(.init(path: "/d", problem: Self.error))) == [.fail])
    #expect(DataChecks.owner(nil) == [])
    #expect(statuses(DataChecks.owner(.init(path: "/d", mode: 0o700))) == [.ok])
    #expect(
      said(DataChecks.owner(.init(path: "/d x", mode: 0o755)))[0].hasSuffix(
        "-> chmod 700 '/d x'"))
    #expect(
      statuses(DataChecks.owner(.init(path: "/d", mode: 0o755, canBeEntered: false))) == [.ok])
    #expect(
      statuses(DataChecks.owner(.init(path: "/d", mode: 0o700, problem: Self.error))) == [.fail])
    #expect(
      statuses(DataChecks.owner(.init(path: "/d", mode: 0o777, isChecked: false))) == [.info])
    #expect(DataChecks.writing(nil) == [])
    #expect(statuses(DataChecks.writing(.init(problem: Self.error))) == [.fail])
    #expect(statuses(DataChecks.writing(.init(trial: .refused(Self.error)))) == [.fail])
    #expect(statuses(DataChecks.writing(.init(trial: .written))) == [.ok])
    #expect(statuses(DataChecks.writing(.init())) == [.ok])
  }

  private func system(
    _ home: FileSystemFacts.Home = .disk, isReadOnly: Bool = false, free: Int = 1 << 40,
    nodes: Int = 1 << 30
  ) -> FileSystemFacts {
    FileSystemFacts(
      name: "fs", home: home, isReadOnly: isReadOnly, room: (1 << 41, free),
      nodes: (1 << 31, nodes))
  }

  @Test("The disk: of this machine, of a network, in memory, read-only, full")
  func disk() {
    #expect(statuses(DataChecks.disk(system())) == [.ok])
    #expect(statuses(DataChecks.disk(system(.network))) == [.warn])
    #expect(statuses(DataChecks.disk(system(.memory))) == [.warn])
    #expect(statuses(DataChecks.disk(system(.unknown))) == [.info])
    #expect(statuses(DataChecks.disk(system(isReadOnly: true))) == [.fail])
    #expect(statuses(DataChecks.room(system())) == [.ok])
    #expect(statuses(DataChecks.room(system(free: 100 << 20))) == [.warn])
    #expect(statuses(DataChecks.room(system(free: 1 << 20))) == [.fail])
    #expect(statuses(DataChecks.room(system(nodes: 500))) == [.warn])
    #expect(statuses(DataChecks.room(system(nodes: 5))) == [.fail])
    let uncounted = FileSystemFacts(
      name: "fs", home: .disk, room: (1 << 41, 1 << 40), nodes: (0, 0))
    #expect(statuses(DataChecks.room(uncounted)) == [.ok])
    let silent = FileSystemFacts(name: "fs", home: .disk, room: (0, 0), nodes: (0, 0))
    #expect(statuses(DataChecks.room(silent)) == [.info])
  }

  @Test("The size names the largest parts first")
  func size() {
    let parts = [("a", 5), ("b", 7_000), ("c", 0), ("d", 6), ("e", 4), ("f", 7_000)].map {
      (name: $0.0, size: FolderSize(bytes: $0.1, files: 1))
    }
    #expect(
      said(DataChecks.size(.init(parts: parts)))
        == ["ok: 14 kB in 6 files: b 7.0 kB, f 7.0 kB, d 6 B, a 5 B"])
    let odd = [(name: "a", size: FolderSize(bytes: 1, files: 1, unseen: 2))]
    #expect(statuses(DataChecks.size(.init(parts: odd))) == [.warn])
    #expect(DataChecks.size(nil) == [])
  }

  @Test("What keeps every beat from deciding fails, what is read all the same warns")
  func content() {
    #expect(DataChecks.content(nil) == [])
    #expect(statuses(DataChecks.content(.init())) == [.ok])
    #expect(
      statuses(DataChecks.content(.init(blocking: [Self.error, Self.error], other: [Self.error])))
        == [.fail, .warn])
  }

  @Test("A sensor whose last run failed is named")
  func failingSensors() {
    #expect(SensorChecks.runs([]) == [])
    #expect(
      said(SensorChecks.runs([.init(sensor: "disk", problem: "no df")]))
        == ["warn: disk fails: no df -> `looop sensor run disk` tries it and shows what it prints."]
    )
  }

  // MARK: Secrets, sensors, budget

  @Test("Secrets that others can read fail, with the command that mends it")
  func secrets() {
    #expect(statuses(SecretChecks.file(.init(path: "/s", mode: nil))) == [.ok])
    #expect(statuses(SecretChecks.file(.init(path: "/s", mode: 0o600))) == [.ok])
    #expect(
      said(SecretChecks.file(.init(path: "/s", mode: 0o604)))
        == ["fail: /s can be read by others (mode 604). -> chmod 600 /s"])
    #expect(
      statuses(SecretChecks.file(.init(path: "/s", mode: 0o600, problem: Self.error))) == [.fail])
  }

  @Test("Sensors: none, fine, broken, in want of something")
  func sensors() {
    #expect(statuses(SensorChecks.lint([])) == [.info])
    let fine = SensorChecks.LintFacts(sensor: "a", problems: [])
    #expect(said(SensorChecks.lint([fine])) == ["ok: 1 sensor, without a problem"])
    let broken = SensorChecks.LintFacts(sensor: "b", problems: ["b.sh:1: odd", "more"])
    #expect(
      said(SensorChecks.lint([fine, broken]))
        == ["fail: b: b.sh:1: odd (and 1 more) -> `looop sensor lint b` says how to mend each."])
    #expect(SensorChecks.needs(.init(sensor: "a", needs: [])) == [])
    #expect(statuses(SensorChecks.needs(.init(sensor: "a", needs: ["x", "y"]))) == [.fail, .fail])
  }

  @Test("A spent budget fails, and names its ask")
  func budget() throws {
    #expect(BudgetChecks.caps(nil) == [])
    #expect(statuses(BudgetChecks.caps(.init())) == [.ok])
    let spent = Budget.Spent(until: 90_000, cap: .callsPerDay, limit: 1)
    let ask = AskID("budget-1")
    let text = said(BudgetChecks.caps(.init(spent: spent, ask: ask)))[0]
    #expect(text.hasPrefix("fail: the cap of 1 call a day is reached: no call before "))
    #expect(text.contains("`looop answer budget-1 yes`"))
    #expect(
      said(BudgetChecks.caps(.init(spent: spent, ask: ask, isAnswered: true)))[0].contains(
        "`looop answer budget-1 yes --force`"))
    #expect(
      said(BudgetChecks.caps(.init(spent: spent)))[0].hasSuffix(
        "Wait, or raise `budget` in the config."))
  }

  @Test("Every warning and failure has a mend")
  func mends() {
    // By their types: neither can be made without one.
    #expect(DoctorFinding.warn("x", mend: "y").mend == "y")
    #expect(DoctorFinding.ok("x").mend == nil)
  }
}
