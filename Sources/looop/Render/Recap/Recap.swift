internal import Base
internal import Core

/// What happened between two moments, for someone who was away: a pure value, which texts, pages and
/// programs read.
struct Recap {
  /// The window, in seconds since 1970.
  let since, until: Int
  /// In the order in which they ended.
  var beats: [Beat] = []
  /// In the order of their names; what served no goal comes last.
  var goals: [GoalWork] = []
  /// The living first, then the newest.
  var workers: [Life] = []
  /// The newest first.
  var reports: [Report] = []
  /// The latest first.
  var failures: [Failure] = []
  /// What waits for the human, the oldest first.
  var waiting: [Question] = []
  /// What was answered or taken back, the oldest first.
  var settled: [Question] = []
  var cost = Spent()
  /// Those that ran or woke a decision.
  var sensors: [SensorWakes] = []
  /// What could not be read and was skipped.
  var skipped: [String] = []

  /// One beat that did something, or says why it did nothing.
  struct Beat: Equatable {
    enum Outcome: String, CaseIterable, JSONWritable {
      /// A move other than `noop`.
      case acted
      /// The move was `noop`.
      case rested
      case held, skipped, failed
      /// Nothing says how it ended.
      case unfinished
    }

    var at: Int
    var outcome: Outcome
    /// The move in looop's words, why nothing was done, or what failed.
    var text = ""
    /// The folder in `runs`; nil for a beat that asked no runner.
    var run: String?
    var goal: String?
    var runner: String?
    /// US dollars; nil when unknown.
    var dollars: Double?
    var milliseconds: Int?
  }

  /// What was done for one goal.
  struct GoalWork: Equatable {
    /// Nil for what served no goal.
    let goal: String?
    var deeds: [Deed] = []
  }

  struct Deed: Equatable {
    enum Actor: String, CaseIterable, JSONWritable {
      case loop, human, worker
      /// A line of the journal beside the decisions, which names whoever it is about.
      case journal
    }

    let at: Int
    let by: Actor
    let text: String
  }

  /// One life of a worker.
  struct Life: Equatable {
    enum Health: String, CaseIterable, JSONWritable {
      case working, stuck, done, failed
      /// Ended on purpose.
      case stopped
      /// Nothing says how it ended.
      case gone
    }

    let worker: String
    let generation: String
    var goal: String?
    var runner: String?
    var kind: String?
    /// Nil when it began before what is known.
    var startedAt: Int?
    /// Who started it; nil when it began before the window.
    var startedBy: String?
    /// Nil while it lives.
    var endedAt: Int?
    var endedBy: String?
    var health = Health.working
    /// As `worker list` says it, such as `exited(0)`.
    var state = "running"
    /// Why it failed.
    var failure: String?
    /// What its check said; nil when none ran.
    var isVerified: Bool?
    /// US dollars; nil when unknown.
    var dollars: Double?
  }

  /// What a worker said at its end.
  struct Report: Equatable {
    let worker: String
    let goal: String?
    let at: Int
    let path: String
    /// The beginning of it.
    let text: String
    let isCut: Bool
    /// The web addresses in it, in their order.
    let links: [String]
  }

  /// What went wrong, once for the same again.
  struct Failure: Equatable {
    enum Kind: String, CaseIterable, JSONWritable { case call, beat, worker, sensor, loop }

    let kind: Kind
    /// The runner, the worker, the sensor.
    let subject: String
    /// The class of a call's failure, or the like; empty for none.
    let cause: String
    /// In words; someone else's are quoted in it.
    var text: String
    var firstAt, lastAt: Int
    var count = 1
  }

  /// An ask, and how long it waited or waits.
  struct Question: Equatable {
    enum State: String, CaseIterable, JSONWritable { case waiting, answered, withdrawn }

    let id: String
    let asker: String
    let kind: String
    let prompt: String
    let raisedAt: Int
    var state = State.waiting
    /// When it was answered or taken back.
    var settledAt: Int?
    var answer: String?
    /// The line that answers it; nil for what does not wait.
    var command: String?

    func waited(until: Int) -> Int { max(0, (settledAt ?? until) - raisedAt) }
  }

  struct Spent {
    var total = CostReport([], by: .runner).total
    var runners: [CostReport.Row] = []
    var goals: [CostReport.Row] = []
    /// Every day of the window in its order, also one without a call.
    var days: [Day] = []
  }

  struct Day {
    let name: String
    let total: CostReport.Row
    let runners: [CostReport.Row]

    var isEmpty: Bool { total.calls == 0 && total.dollars == 0 }
  }

  /// Whether there is anything to say beyond what waits.
  var isEmpty: Bool {
    beats.isEmpty && goals.isEmpty && workers.isEmpty && failures.isEmpty && settled.isEmpty
      && cost.total.calls == 0
  }

  func count(_ outcome: Beat.Outcome) -> Int { beats.count { $0.outcome == outcome } }
  func lives(_ health: Life.Health) -> Int { workers.count { $0.health == health } }
}

extension Int {
  /// A moment that a file gives, in the window: what lies outside, as after a jump of the clock or by a
  /// hand, counts as its nearer end.
  func within(_ first: Int, _ last: Int) -> Int { Swift.min(Swift.max(self, first), last) }
}
