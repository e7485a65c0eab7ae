internal import Base

/// What happened between two moments, for someone who was away: a pure value, which texts, pages and
/// programs read.
package struct Recap: Sendable {
  /// The window, in seconds since 1970.
  package let since, until: Int
  /// In the order in which they ended.
  package var beats: [Beat] = []
  /// In the order of their names; what served no goal comes last.
  package var goals: [GoalWork] = []
  /// The living first, then the newest.
  package var workers: [Life] = []
  /// The newest first.
  package var reports: [Report] = []
  /// The latest first.
  package var failures: [Failure] = []
  /// What waits for the human, the oldest first.
  package var waiting: [Question] = []
  /// What was answered or taken back, the oldest first.
  package var settled: [Question] = []
  package var cost = Spent()
  /// Those that ran or woke a decision.
  package var sensors: [SensorWakes] = []
  /// What could not be read and was skipped.
  package var skipped: [String] = []

  /// One beat that did something, or says why it did nothing.
  package struct Beat: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable, JSONWritable {
      /// A move other than `noop`.
      case acted
      /// The move was `noop`.
      case rested
      case held, skipped, failed
      /// Nothing says how it ended.
      case unfinished
    }

    package var at: Int
    package var outcome: Outcome
    /// The move in looop's words, why nothing was done, or what failed.
    package var text = ""
    /// The folder in `runs`; nil for a beat that asked no runner.
    package var run: String?
    package var goal: String?
    package var runner: String?
    /// US dollars; nil when unknown.
    package var dollars: Double?
    package var milliseconds: Int?
  }

  /// What was done for one goal.
  package struct GoalWork: Sendable, Equatable {
    /// Nil for what served no goal.
    package let goal: String?
    package var deeds: [Deed] = []
  }

  package struct Deed: Sendable, Equatable {
    package enum Actor: String, Sendable, CaseIterable, JSONWritable {
      case loop, human, worker
    }

    package let at: Int
    package let by: Actor
    package let text: String
  }

  /// One life of a worker.
  package struct Life: Sendable, Equatable {
    package enum Health: String, Sendable, CaseIterable, JSONWritable {
      case working, stuck, done, failed
      /// Ended on purpose.
      case stopped
      /// Nothing says how it ended.
      case gone
    }

    package let worker: String
    package let generation: String
    package var goal: String?
    package var runner: String?
    package var kind: String?
    /// Nil when it began before what is known.
    package var startedAt: Int?
    /// Who started it; nil when it began before the window.
    package var startedBy: String?
    /// Nil while it lives.
    package var endedAt: Int?
    package var endedBy: String?
    package var health = Health.working
    /// As `worker list` says it, such as `exited(0)`.
    package var state = "running"
    /// Why it failed.
    package var failure: String?
    /// What its check said; nil when none ran.
    package var isVerified: Bool?
    /// US dollars; nil when unknown.
    package var dollars: Double?
  }

  /// What a worker said at its end.
  package struct Report: Sendable, Equatable {
    package let worker: String
    package let goal: String?
    package let at: Int
    package let path: String
    /// The beginning of it.
    package let text: String
    package let isCut: Bool
    /// The web addresses in it, in their order.
    package let links: [String]
  }

  /// What went wrong, once for the same again.
  package struct Failure: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable, JSONWritable {
      case call, beat, worker, sensor, loop
    }

    package let kind: Kind
    /// The runner, the worker, the sensor.
    package let subject: String
    /// The class of a call's failure, or the like; empty for none.
    package let cause: String
    /// In words; someone else's are quoted in it.
    package var text: String
    package var firstAt, lastAt: Int
    package var count = 1
  }

  /// An ask, and how long it waited or waits.
  package struct Question: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, JSONWritable {
      case waiting, answered, withdrawn
    }

    package let id: String
    package let asker: String
    package let kind: String
    package let prompt: String
    package let raisedAt: Int
    package var state = State.waiting
    /// When it was answered or taken back.
    package var settledAt: Int?
    package var answer: String?
    /// The line that answers it; nil for what does not wait.
    package var command: String?

    package func waited(until: Int) -> Int { max(0, (settledAt ?? until) - raisedAt) }
  }

  package struct Spent: Sendable {
    package var total = CostReport([], by: .runner).total
    package var runners: [CostReport.Row] = []
    package var goals: [CostReport.Row] = []
    /// Every day of the window in its order, also one without a call.
    package var days: [Day] = []
  }

  package struct Day: Sendable {
    package let name: String
    package let total: CostReport.Row
    package let runners: [CostReport.Row]

    package var isEmpty: Bool { total.isEmpty }
  }

  /// Whether there is anything to say beyond what waits.
  package var isEmpty: Bool {
    beats.isEmpty && goals.isEmpty && workers.isEmpty && failures.isEmpty && settled.isEmpty
      && cost.total.isEmpty
  }

  package func count(_ outcome: Beat.Outcome) -> Int { beats.count { $0.outcome == outcome } }
  package func lives(_ health: Life.Health) -> Int { workers.count { $0.health == health } }
}

extension Int {
  /// A moment that a file gives, in the window: what lies outside, as after a jump of the clock or by a
  /// hand, counts as its nearer end.
  package func within(_ first: Int, _ last: Int) -> Int { Swift.min(Swift.max(self, first), last) }
}
