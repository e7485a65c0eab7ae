internal import Base
internal import Core

/// What the files say of the loop and of its workers, as the window shows it.
struct WatchedFleet {
  struct Session: Equatable {
    let name: SessionName
    var goal = ""
    var health = ""
    var state = ""
    var runner = ""
    var kind = ""
    /// Seconds since 1970: when it last wrote anything, was started, and ended.
    var wroteAt: Int?
    var startedAt: Int?
    var endedAt: Int?
    /// When it raised the oldest of its questions that wait.
    var askedAt: Int?
    var verify = ""
    var spent = ""
    var isAlive = true
    var trouble = Trouble.none
  }

  enum Trouble: Equatable { case none, waiting, failed }

  /// Where the loop stands at a moment, in a line: what it waits for comes nearer while no file changes.
  var headline: (_ now: Int) -> String = { _ in "" }
  /// The pulse first, then the living workers, then the ended ones.
  var sessions = [Session(name: .pulse)]
  var asks: [Ask] = []
  /// Among which those are shown.
  var asking = AskRender(contents: World().mailbox, askers: World().askers, now: 0)
  var goals: [Goal] = []
  /// What `looop why` prints in so many columns; nil where it was not asked for.
  var why: ((_ columns: Int) -> String)?
  /// Why none of this can be read now; what was read before is still shown.
  var problem: String?

  func session(_ name: SessionName) -> Session? { sessions.first { $0.name == name } }
}

extension WatchedFleet {
  /// `wrote` says when each living worker last wrote anything.
  init(
    _ report: StateReport, spending: WorkerLedger, wrote: [SessionName: Int], redaction: Redaction
  ) {
    let contents = report.world.mailbox.redacted(by: redaction)
    asking = AskRender(contents: contents, askers: report.world.askers, now: report.now)
    asks = contents.pending
    goals = report.world.goals.map { Goal(id: $0.id, body: redaction.text($0.body)) }
    let outlook = report.outlook
    headline = { now in redaction.text(Self.headline(outlook, now: now)) }
    sessions = [Self.pulse(report)]
    sessions += WorkerRows.sorted(report.world.reports).map { worker in
      Self.session(
        worker, in: contents, spent: Self.text(spending.total(ofCall: worker.worker.call)))
    }
    for index in sessions.indices { sessions[index].state = redaction.text(sessions[index].state) }
    update(wrote: wrote)
  }

  /// The living wrote again.
  mutating func update(wrote: [SessionName: Int]) {
    for index in sessions.indices where sessions[index].name != .pulse {
      sessions[index].wroteAt = wrote[sessions[index].name]
    }
  }

  private static func pulse(_ report: StateReport) -> Session {
    let outlook = report.outlook
    var pulse = Session(name: .pulse)
    pulse.state = outlook.phase.rawValue.replacing("_", with: "-")
    pulse.runner = outlook.activity?.deciding?.name ?? ""
    pulse.wroteAt = outlook.lastBeat?.at
    let own = report.world.mailbox.pending.filter { $0.kind != .worker }
    pulse.askedAt = own.map(\.raisedAt).min()
    if outlook.phase == .notAnswering { pulse.trouble = .failed }
    return pulse
  }

  private static func session(
    _ report: WorkerReport, in contents: Mailbox.Contents, spent: String
  ) -> Session {
    let worker = report.worker
    var session = Session(name: .worker(worker.id))
    session.goal = worker.goal?.text ?? ""
    session.health = report.health.rawValue
    session.state = report.state
    session.runner = worker.runner ?? ""
    session.kind = worker.kind.rawValue
    session.isAlive = worker.isAlive
    session.startedAt = worker.startedAt
    session.endedAt = worker.endedAt
    session.askedAt = contents.pending.filter(worker.hasAsked).map(\.raisedAt).min()
    session.verify = worker.verification.map { $0.isPassed ? "passed" : "failed" } ?? ""
    if session.verify.isEmpty, worker.isUnchecked { session.verify = "not run" }
    session.spent = spent
    switch report.health {
    case .failed: session.trouble = worker.wasStopped ? .none : .failed
    case .stuck: session.trouble = .waiting
    case .ok, .done: session.trouble = report.isWaiting ? .waiting : .none
    }
    return session
  }

  static func headline(_ outlook: Outlook, now: Int) -> String {
    var outlook = outlook
    outlook.now = max(outlook.now, now)
    let words = OutlookRender(outlook)
    return ([words.pulse] + [words.doings.first ?? words.reason].compactMap(\.self))
      .joined(separator: ": ")
  }

  private static func text(_ spent: CostReport.Row?) -> String {
    guard let spent else { return "" }
    if spent.dollars > 0 { return Dollars.text(spent.dollars) }
    let tokens = spent.usage.input + spent.usage.output
    return tokens > 0 ? "\(tokens) tokens" : ""
  }
}
