import Foundation
import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("Where the loop stands")
struct OutlookTests {
  private let now = Outlook.testNow

  private func outlook(_ change: (inout Outlook) -> Void = { _ in }) -> Outlook {
    .idle(change)
  }

  private func skip(_ reason: Verdict.Skip) -> Outlook { outlook { $0.verdict = .skip(reason) } }

  private let parked = ParkedRunner(
    runner: "r", reason: .quota, message: "429", since: 900, until: 1_795_000_100, ask: nil,
    wiring: "w", surroundings: "", strikes: 1)

  @Test("Without a holder it is down, and before a runner is chosen init comes first")
  func down() {
    #expect(outlook { $0.holder = .free }.phase == .down)
    #expect(
      outlook {
        $0.holder = .free
        $0.isWired = false
      }.phase == .uninitialised)
    // A pulse that is up keeps its former settings.
    #expect(outlook { $0.isWired = false }.phase == .idle)
    #expect(outlook { $0.holder = .unsigned }.phase == .starting)
    #expect(outlook { $0.activity = nil }.phase == .unknown)
    #expect(outlook { $0.verdict = nil }.phase == .unknown)
  }

  @Test("What it does comes before why it does nothing")
  func doing() {
    let entry = Activity.Entry("x", since: now)
    #expect(outlook { $0.activity?.deciding = entry }.phase == .deciding)
    #expect(outlook { $0.activity?.moves = [entry] }.phase == .carryingOut)
    #expect(
      outlook {
        $0.activity?.moves = [entry]
        $0.isPaused = true
      }.phase == .carryingOut)
    #expect(outlook { $0.activity?.sensors = [entry] }.phase == .sensing)
    #expect(outlook { $0.activity?.isStopping = true }.phase == .stopping)
    #expect(
      outlook {
        $0.activity?.sensors = [entry]
        $0.isPaused = true
      }.phase == .paused)
  }

  @Test("Each reason not to decide has its phase, and its end where time alone ends it")
  func reasons() throws {
    let spent = Budget.Spent(until: now + 9, cap: .callsPerDay, limit: 5)
    let sensor = try Identifier("s", "sensor")
    let table: [(Verdict.Skip, Outlook.Phase, Int?)] = [
      (.unchanged, .idle, nil), (.settingUp, .settingUp, nil), (.paused, .paused, nil),
      (.flapping(until: now + 1), .flapping, now + 1),
      (.backoff(until: now + 2), .backoff, now + 2),
      (.unsettled(until: now + 3), .unsettled, now + 3), (.parked(parked), .parked, parked.until),
      (.budget(spent), .budget, now + 9), (.sensing([sensor]), .waitingForSensors, nil),
    ]
    for (reason, phase, until) in table {
      #expect(skip(reason).phase == phase && skip(reason).until == until, "\(reason)")
    }
    #expect(outlook { $0.verdict = .decide }.phase == .due)
    #expect(outlook { $0.hasDecided = false }.phase == .settingUp)
    // What would keep it from deciding is no reason while it is down.
    #expect(
      outlook {
        $0.holder = .free
        $0.verdict = .skip(.backoff(until: now + 2))
      }.until == nil)
  }

  @Test(
    "What fails every beat comes before what a beat would do, and concerns this user's loop alone")
  func blocked() {
    let problem = AtomicFile.failure("read", "/d/PLAYBOOK.md", errno: 13)
    let blockers: [((inout Outlook) -> Void, Outlook.Blocker)] = [
      ({ $0.ownerProblem = problem }, .owners), ({ $0.unreadProblem = problem }, .unread(problem)),
      ({ $0.writeProblem = problem }, .disk),
    ]
    for (block, blocker) in blockers {
      for verdict in [Verdict.decide, .skip(.unchanged), .skip(.backoff(until: now + 9))] {
        let blocked = outlook {
          block(&$0)
          $0.verdict = verdict
        }
        #expect(blocked.phase == .blocked && blocked.blocker == blocker && blocked.until == nil)
      }
      #expect(
        outlook {
          block(&$0)
          $0.holder = .free
        }.phase == .down)
      #expect(
        outlook {
          block(&$0)
          $0.activity?.deciding = Activity.Entry("x", since: now)
        }.phase == .deciding)
      let foreign = outlook {
        block(&$0)
        $0.isForeign = true
      }
      // Another user's loop may read what this one cannot.
      let phase: Outlook.Phase = foreign.unreadProblem == nil ? .idle : .unknown
      #expect(foreign.phase == phase && foreign.blocker == nil)
    }
    #expect(outlook { $0.isHolderKnown = false }.phase == .unknown)
  }

  @Test("A stopped pulse does not answer, and neither does one that is late by more than a margin")
  func silence() {
    #expect(outlook { $0.condition = .stopped }.silence == .stopped)
    let late = now - Outlook.margin.seconds
    #expect(outlook { $0.wakesAt = late }.silence == nil)
    let overdue = outlook { $0.wakesAt = late - 1 }
    #expect(overdue.silence == .overdue(since: late - 1, .sleeping))
    #expect(overdue.phase == .notAnswering && overdue.nextWake == nil)
    #expect(
      outlook {
        $0.wakesAt = late - 1
        $0.activity?.isStopping = true
      }.silence == nil)
    // It could not say when it wakes.
    #expect(
      outlook {
        $0.wakesAt = late - 1
        $0.writeProblem = AtomicFile.failure("write to", "/d", errno: 28)
      }.silence == nil)
    // The time is another process's.
    #expect(
      outlook {
        $0.wakesAt = late - 1
        $0.activity = nil
      }.silence == nil)
    #expect(outlook { $0.wakesAt = nil }.nextWake == nil)
  }
}

@Suite("Where the loop stands, read from its files")
struct OutlookReadTests {
  private func read(_ loop: TestLoop, _ problems: inout [LooopError]) throws -> Outlook {
    let open = loop.loop
    let state = try loop.state
    let world = try WorldLoader(open).load(readings: open.snapshots.all().readings, state: state)
    return Outlook.read(
      open,
      Outlook.Given(
        world: world, state: state, sensors: try open.sensors.entries(), settings: loop.settings,
        isWired: true, isNew: false), noting: &problems)
  }

  private func read(_ loop: TestLoop) throws -> Outlook {
    var problems: [LooopError] = []
    let outlook = try read(loop, &problems)
    #expect(problems.isEmpty)
    return outlook
  }

  /// What a beat makes of the same files.
  private func expectAsTheBeat(_ loop: TestLoop) throws {
    let verdict = try read(loop).verdict
    guard case .skipped(let reason) = loop.beat() else {
      Issue.record("it decided where the outlook said \(verdict as Any)")
      return
    }
    #expect(verdict == .skip(reason))
  }

  @Test("It says of every reason not to decide what the next beat says")
  func asTheBeat() throws {
    let loop = try TestLoop()
    #expect(try read(loop).verdict == .decide)
    _ = loop.beat()
    try expectAsTheBeat(loop)
    try loop.goals.write(Identifier("g", "goal"), "One.")
    #expect(try read(loop).changes.map(\.text) == ["goal/g"])
    try loop.answer("failure transient")
    _ = loop.beat()
    try expectAsTheBeat(loop)
    loop.pass(3_600)
    _ = try AtomicFile.publishNew(loop.directory.paused, Array("{}".utf8))
    try expectAsTheBeat(loop)
    _ = try AtomicFile.delete(loop.directory.paused)
    loop.settings.caps.callsPerDay = 1
    try expectAsTheBeat(loop)
    loop.settings.caps.callsPerDay = 500
    try loop.answer("failure quota 600")
    _ = loop.beat()
    let parked = try read(loop)
    #expect(parked.runner == nil && parked.runners == ["stub"])
    try expectAsTheBeat(loop)
  }

  @Test(
    "What cannot be read blocks the outlook as it fails the beat, and its mend is forgotten trouble"
  )
  func unread() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    try loop.goals.write(Identifier("g", "goal"), "One.")
    _ = loop.beat()
    #expect(try read(loop).verdict == .skip(.unchanged))
    let goal = "\(loop.directory.goals)/g.md"
    let away = loop.scratch.file("g.md")
    try FileManager.default.moveItem(atPath: goal, toPath: away)
    // A link that leads in a circle cannot be read; one that leads nowhere is away.
    for target in ["g.md", "../nowhere.md"] {
      try FileManager.default.createSymbolicLink(atPath: goal, withDestinationPath: target)
      let outlook = try read(loop)
      guard case .unread(let problem)? = outlook.blocker else {
        Issue.record("\(target): \(outlook.blocker as Any)")
        continue
      }
      guard case .failed(let failure) = loop.beat() else {
        Issue.record("the beat did not fail")
        continue
      }
      #expect(failure.message == problem.description)
      #expect(try loop.state.lastFailure == "state: \(failure.message)")
      #expect(try loop.goals.contents().goals.map(\.id.text) == [])
      try FileManager.default.removeItem(atPath: goal)
    }
    try FileManager.default.moveItem(atPath: away, toPath: goal)
    #expect(try loop.state.failures == 2)
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(try loop.state.lastFailure == nil && loop.state.failures == 0)
    #expect(try read(loop).blocker == nil)
  }

  @Test("A failure of the runner stays for the next decision, whatever a beat reads meanwhile")
  func failureStays() throws {
    let loop = try TestLoop()
    try loop.answer("failure transient")
    _ = loop.beat()
    let failure = try #require(try loop.state.lastFailure)
    guard case .skipped(.backoff) = loop.beat() else {
      Issue.record("no backoff")
      return
    }
    #expect(try loop.state.lastFailure == failure && loop.state.failures == 1)
  }

  @Test("It writes nothing, and a probe leaves nothing behind")
  func writesNothing() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    let before = try loop.files()
    _ = try read(loop)
    #expect(try loop.files() == before)
    #expect(
      try Folder.entries(of: loop.directory.lockFolder)?.contains { $0.hasPrefix(".tmp") } == false)
  }

  @Test("An approved move waits for what the human has to do first, and none that declined")
  func approved() throws {
    let loop = try TestLoop()
    try loop.answer(#"{"action":"run_shell","cmd":"touch x","reason":"r"}"#)
    _ = loop.beat()
    #expect(try read(loop).approved.isEmpty)
    _ = try AtomicFile.publishNew(loop.directory.paused, Array("{}".utf8))
    try loop.answerAsk("gate-1", "yes")
    let move = try #require(try read(loop).approved.first)
    #expect(move.ask.text == "gate-1" && move.needs == [.up, .resume])
    #expect(move.move.hasPrefix("run_shell \"touch x\""))
    _ = try AtomicFile.delete(loop.directory.paused)
    #expect(try read(loop).approved.map(\.needs) == [[.up]])
    _ = loop.beat()
    #expect(try read(loop).approved.isEmpty)
  }

  @Test("What a process says of itself counts only while it holds the lock")
  func holder() throws {
    let loop = try TestLoop()
    var report = ActivityReport(loop.directory)
    report.wakes(at: loop.clock.now() + 30)
    report.ended(Activity.Beat("acted", "x"), at: loop.clock.now() - 5)
    report.say(Activity())
    var outlook = try read(loop)
    #expect(outlook.holder == .free && outlook.activity == nil && outlook.nextWake == nil)
    #expect(outlook.lastBeat == .init(at: loop.clock.now() - 5, beat: .init("acted", "x")))
    let lock = try #require(try DirectoryLock.acquire(loop.directory.lock))
    #expect(try read(loop).holder == .unsigned)
    try lock.sign(loop.directory.lock)
    outlook = try read(loop)
    #expect(outlook.pid == getpid() && outlook.phase == .due)
    #expect(outlook.nextWake == .init(at: loop.clock.now() + 30, reason: .resync))
    loop.pass(30 + Outlook.margin.seconds + 1)
    #expect(try read(loop).phase == .notAnswering)
    // Another one's word.
    try AtomicFile.replace(
      loop.directory.activity, Array(#"{"pid":1,"deciding":null,"sensors":[],"moves":[]}"#.utf8))
    #expect(try read(loop).phase == .unknown)
    withExtendedLifetime(lock) {}
  }

  @Test("It names the sensor that the pulse wakes for")
  func wakesForSensor() throws {
    let loop = try TestLoop()
    var sensor = try StubSensor("clock")
    sensor.every = .seconds(30)
    loop.sensors = [sensor]
    _ = loop.beat()
    let lock = try #require(try DirectoryLock.acquire(loop.directory.lock))
    try lock.sign(loop.directory.lock)
    var report = ActivityReport(loop.directory)
    report.say(Activity())
    report.wakes(at: loop.clock.now() + 30)
    #expect(try read(loop).nextWake?.reason == .sensors([sensor.name]))
    report.wakes(at: loop.clock.now() + 20)
    #expect(try read(loop).nextWake?.reason == .resync)
    withExtendedLifetime(lock) {}
  }

  @Test("A ledger that cannot be read leaves the money unknown, and is a problem")
  func unreadable() throws {
    let loop = try TestLoop()
    _ = loop.beat()
    Folder.remove(loop.directory.ledger)
    try AtomicFile.replace(loop.directory.ledger, Array("no folder".utf8))
    var problems: [LooopError] = []
    let outlook = try read(loop, &problems)
    #expect(outlook.money == nil && !problems.isEmpty && outlook.verdict == .skip(.unchanged))
  }

  @Test("A report that says the same again writes nothing, and a beat only sets the file's time")
  func report() throws {
    let loop = try TestLoop()
    let path = loop.directory.activity
    var report = ActivityReport(loop.directory)
    report.ended(Activity.Beat("skipped", "x"), at: 1_000)
    report.say(Activity())
    let first = try #require(try FileFacts.of(path))
    #expect(first.modified == 1_000)
    report.ended(Activity.Beat("skipped", "x"), at: 2_000)
    report.say(Activity())
    let second = try #require(try FileFacts.of(path))
    #expect(second.modified == 2_000 && second.inode == first.inode)
    // A later pulse goes on from what the former one said.
    var next = ActivityReport(loop.directory)
    next.say(Activity(moves: [Activity.Entry("m", since: 1)]))
    #expect(try Activity.last(loop.directory)?.activity.beat == Activity.Beat("skipped", "x"))
    #expect(try Activity.last(loop.directory)?.beatAt == 2_000)
  }
}
