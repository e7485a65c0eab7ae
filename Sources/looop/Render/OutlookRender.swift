internal import Base
internal import Core

/// Where the loop stands, in words.
struct OutlookRender {
  let outlook: Outlook

  init(_ outlook: Outlook) { self.outlook = outlook }

  private var now: Int { outlook.now }

  // MARK: Is it up

  var pulse: String {
    let paused = outlook.isPaused ? ", paused (`looop resume`)" : ""
    switch outlook.holder {
    case _ where !outlook.isHolderKnown: return "not known: its lock cannot be read"
    case .free where !outlook.isWired: return "down: \(noRunner)" + paused
    case .free: return down + paused
    case .unsigned: return "starting" + paused
    case .hidden: return "up, in a container or on a machine that cannot be seen from here" + paused
    case .process(let pid):
      return "up (pid \(pid))" + paused + (notAnswering.map { ", NOT ANSWERING: \($0)" } ?? "")
    }
  }

  let noRunner = "no runner is chosen yet, so `looop init` comes first"

  var down: String {
    outlook.configProblem == nil
      ? "down\(lost) (start it with `looop up`)"
      : "down\(lost), and its config cannot be read (mend that, then `looop up`)"
  }

  private var lost: String {
    guard outlook.isPulseLost else { return "" }
    // One whose last word could not be written looks like one that was killed.
    let unwritten = outlook.writeProblem == nil ? "" : ", could not write that it ended"
    return ": the last one was killed\(unwritten), or a fault ended it"
  }

  /// Why a pulse counts as one that does not answer, and what to do; nil when it answers.
  var notAnswering: String? {
    let mend = "`looop down`, then `looop up`"
    switch outlook.silence {
    case nil: return nil
    case .stopped:
      let goesOn = outlook.pid.map { ", or `kill -CONT \($0)`" } ?? ""
      return "a signal stopped it; \(mend)\(goesOn)"
    case .overdue(let since, let condition):
      let what =
        switch condition {
        case .waitingForDevice: "; it waits for a disk or a file system"
        case .running: "; it is busy"
        case .sleeping, .stopped, nil: ""
        }
      return "it was to wake \(ago(since))\(what); \(mend)"
    }
  }

  // MARK: What it does

  /// What goes on, one line for each.
  var doings: [String] {
    guard let activity = outlook.activity, outlook.holder != .free else { return [] }
    func line(_ what: String, _ entry: Activity.Entry) -> String {
      Untrusted.clipped(Untrusted.oneLine(what), bytes: 200)
        + " for \(Duration.seconds(max(now - entry.since, 0)).text)"
    }
    return (activity.deciding.map { [line("asking \($0.name)", $0)] } ?? [])
      + activity.moves.map { line($0.name, $0) }
      + activity.sensors.map { sensor in
        let wait = activity.awaited.contains(sensor.name) ? ", and a decision waits for it" : ""
        return line("the sensor \(sensor.name) runs", sensor) + wait
      }
  }

  /// Why it decides nothing now; nil while it does what `doings` say, and when it is down.
  var reason: String? {
    switch outlook.phase {
    case .uninitialised, .down, .starting, .notAnswering, .deciding, .carryingOut, .sensing,
      .waitingForSensors:
      nil
    case .unknown where !outlook.isHolderKnown: "not known: see the problems below"
    case .unknown where outlook.holder == .hidden:
      "not known: the process that holds the loop cannot be seen from here"
    case .unknown where outlook.activity == nil:
      "not known: the process that holds the loop says nothing of itself, as `looop beat` does"
    case .unknown where outlook.configProblem != nil:
      "the config cannot be read, so the pulse goes on by its former one"
        + (outlook.lastBeat.map { "; its last beat: \(Self.text($0.beat))" } ?? "")
    case .unknown: "not known: see the problems below"
    case .stopping: "stopping"
    case .blocked: outlook.blocker.map(Self.clause)
    case .paused: "paused: nothing is decided until `looop resume`"
    case .backoff, .unsettled, .parked, .budget: rule.map(clause)
    case .flapping, .idle: rule.map { "idle: \(clause($0))" }
    case .settingUp: settingUp
    case .due: due
    }
  }

  /// The rule by which the next beat decides nothing.
  private var rule: Verdict.Skip? {
    if case .skip(let rule)? = outlook.verdict { rule } else { nil }
  }

  let settingUp = "nothing to do yet: answer setup-1, write a goal or edit the PLAYBOOK"

  /// Why it decides nothing though there is something to decide on.
  var wait: String? {
    switch outlook.phase {
    case .blocked: outlook.blocker.map(whole)
    case .backoff, .parked, .budget: reason
    default: nil
    }
  }

  /// A problem and what mends it.
  static func line(_ problem: LooopError) -> String {
    Untrusted.oneLine(problem.message + (problem.hint.map { " \($0)" } ?? ""))
  }

  var due: String {
    if case .runApproved(let pending)? = outlook.verdict { return "about to run \(pending.ask)" }
    return "about to decide\(changes)"
  }

  private var changes: String {
    let names = outlook.changes.prefix(3).map { Untrusted.oneLine(RunWake.spoken($0.text)) }
    guard !names.isEmpty else { return "" }
    let more = outlook.changes.count - names.count
    return " on \(names.joined(separator: ", "))" + (more > 0 ? " and \(more) more" : "")
  }

  // MARK: What was, and what comes

  private static let beatBytes = 200

  /// Whether `lastBeat` has all that was said of it.
  static func isWhole(_ beat: Activity.Beat) -> Bool { beat.text.utf8.count <= beatBytes }

  var lastBeat: String? {
    outlook.lastBeat.map { last in
      "\(ago(last.at)): \(Self.text(last.beat))"
    }
  }

  private static func text(_ beat: Activity.Beat) -> String {
    let words = Untrusted.quoted(beat.text, bytes: beatBytes)
    return beat.outcome + (words.isEmpty ? "" : ": \(words)")
  }

  var nextWake: String? {
    outlook.nextWake.map { "\(moment($0.at)): \(OutlookRender.text($0.reason))" }
  }

  static func text(_ reason: Outlook.WakeReason) -> String {
    switch reason {
    case .verdict: "to decide again"
    case .sensors(let names):
      (names.count == 1 ? "the sensor " : "the sensors ")
        + names.prefix(3).map(\.text).joined(separator: ", ")
        + (names.count > 3 ? " and \(names.count - 3) more" : "")
    case .aged: "to decide on an unchanged world (`noop_ttl`)"
    case .resync: "a routine look at its files"
    }
  }

  // MARK: With what

  var spent: [CostRender.Spent] {
    guard let money = outlook.money else { return [] }
    return BudgetCaps.Cap.allCases.map {
      CostRender.Spent($0, money.spending, of: money.caps, now: now)
    }
  }

  var today: String? {
    guard outlook.money != nil else { return nil }
    func amount(_ cap: BudgetCaps.Cap) -> String? {
      guard let spent = spent.first(where: { $0.cap == cap }) else { return nil }
      let isMoney = cap == .dollarsPerDay
      let amount = isMoney ? Dollars.text(spent.amount) : "\(Int(spent.amount))"
      let limit = isMoney ? Dollars.text(spent.limit) : "\(Int(spent.limit))"
      return spent.limit > 0 ? "\(amount) of \(limit)" : amount
    }
    var parts = [amount(.callsPerDay).map { "\($0) calls" }, amount(.dollarsPerDay)]
    if outlook.money?.caps.tokensPerDay ?? 0 > 0 {
      parts.append(amount(.tokensPerDay).map { "\($0) tokens" })
    }
    if outlook.money?.caps.callsPerHour ?? 0 > 0 {
      parts.append(amount(.callsPerHour).map { "\($0) calls in the last hour" })
    }
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  var runner: String? {
    guard let first = outlook.runners.first else { return nil }
    let others = outlook.runners.dropFirst()
    guard let runner = outlook.runner else {
      return outlook.runners.joined(separator: " and ") + (others.isEmpty ? " is" : " are")
        + " parked"
    }
    if runner != first { return "\(runner), since \(first) is parked" }
    return ([first] + others.map { "\($0) while it is parked" }).joined(separator: ", ")
  }

  /// What is approved and has not begun, one line for each.
  var approved: [String] {
    outlook.approved.map { move in
      let needs = move.needs.map { "`looop \($0.rawValue)`" }.joined(separator: " and ")
      let when = needs.isEmpty ? "runs next" : "waits for \(needs)"
      return "\(move.ask) \(when): "
        + Untrusted.clipped(Untrusted.oneLine(move.move), bytes: 160)
    }
  }

  var writeProblem: String? {
    outlook.writeProblem.map { problem in
      let old = outlook.holder == .free ? "" : " What stands here may be out of date."
      return Untrusted.oneLine(problem.message + (problem.hint.map { " \($0)" } ?? "") + old)
    }
  }

  var ownerProblem: String? {
    outlook.ownerProblem.map(Self.line)
  }

  /// All of it, as `state` lists it.
  var facts: [(label: String, text: String)] {
    let own: [(label: String, text: String?)] =
      [("pulse", pulse), ("write", writeProblem), ("owner", ownerProblem)]
      + doings.map { ("now", $0) } + [("now", reason)] + approved.map { ("approved", $0) }
      + [("beat", lastBeat), ("next", nextWake), ("today", today), ("runner", runner)]
    return own.compactMap { fact in fact.text.map { (fact.label, $0) } }
  }

  // MARK: Times

  /// As in "14:03:10 (in 25s)".
  func moment(_ at: Int) -> String {
    "\(clock(at)) (\(at > now ? "in \(Duration.seconds(at - now).text)" : "now"))"
  }

  /// As in "14:03:10 (25s ago)".
  func ago(_ at: Int) -> String {
    "\(clock(at)) (\(MomentText.age(at, now: now)))"
  }

  private func clock(_ at: Int) -> String {
    let time = LocalTime(at)
    return time.dayText == LocalTime(now).dayText
      ? time.timeText : "\(time.dayText) \(time.timeText)"
  }
}

extension Outlook: Shaped {
  static let shape = Shape<Outlook> { field in
    field("phase", \.phase, "where the loop stands, in a word")
    field("pid", { $0.pid.map(Int.init) }, "the process that holds the loop")
    field(
      "not_answering", { $0.words.notAnswering }, "why the pulse counts as hanging, and the mend")
    field("because", { $0.words.reason }, "why it decides nothing now")
    field("until", \.until, "until when, where time alone ends that")
    field("changes", { $0.changes.map(\.text) }, "the items that a decision is still to be made on")
    field("approved", \.approved, "moves with your yes that have not begun")
    field("last_beat_at", { $0.lastBeat?.at }, "when the last beat ended")
    field("last_beat", { $0.lastBeat?.beat }, "what came of it")
    field("next_wake_at", { $0.nextWake?.at }, "when the pulse wakes by itself")
    field("next_wake_for", { $0.nextWake.map { OutlookRender.text($0.reason) } }, "what for")
    field("runner", \.runner, "the runner that would be asked now; null when none can be")
    field("runners", \.runners, "the config's runner, then its fallback")
    field(
      "budget", { outlook in JSONMap(outlook.words.spent.map { ($0.cap.rawValue, $0) }) },
      "what is spent of each cap; empty when the config cannot be read")
    field("cannot_write", { $0.words.writeProblem }, "why no file can be written")
    field(
      "owner", { $0.words.ownerProblem },
      "who else may change this data dir, or whose it is, and the mend; nothing is decided meanwhile"
    )
  }

  fileprivate var words: OutlookRender { OutlookRender(self) }
}

extension Outlook.ApprovedMove: Shaped {
  static let shape = Shape<Self> { field in
    field("ask", \.ask, "the ask that you answered")
    field("move", \.move, "the move, as the journal will have it")
    field("needs", \.needs, "the verbs without which it does not run")
  }
}
