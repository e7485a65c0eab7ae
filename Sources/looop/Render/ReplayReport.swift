internal import Base
internal import Core

/// One kept decision that was put again.
struct ReplayedRun {
  /// What today's gate says of both moves; nil without a move.
  struct Rulings {
    let was: String?
    let now: String?
  }

  let run: RunRecord
  let comparison: MoveComparison
  let rulings: Rulings
  let said: ReplayCall.Answer
  let runner: String

  /// Whether another call would fail as this one did.
  var isVain: Bool {
    if case .failed(let failure, _) = said.outcome { failure.rests } else { false }
  }
}

/// What `replay` prints for programs.
struct ReplayReport: Shaped {
  enum Stop: String, CaseIterable, JSONWritable {
    case calls, budget, failures, signal
  }

  let runner: String
  let hasPlaybook: Bool
  private(set) var runs: [ReplayedRow] = []
  private(set) var cost = Cost.unknown
  var notAsked = 0
  /// Why the others were not asked.
  var stop: Stop?

  init(runner: String, hasPlaybook: Bool) {
    self.runner = runner
    self.hasPlaybook = hasPlaybook
  }

  mutating func add(_ replayed: ReplayedRun) {
    runs.append(ReplayedRow(replayed))
    cost = cost + replayed.said.cost
  }

  mutating func skip(_ run: RunRecord, because why: String) {
    runs.append(ReplayedRow(run, skippedBecause: why))
  }

  var asked: Int { runs.count { $0.change != nil } }
  var skipped: Int { runs.count - asked }
  var failed: Int { runs.count { $0.change == .failed } }
  var changed: Int { runs.count { $0.change == .changed } }

  static let shape = Shape<ReplayReport> { field in
    field.version()
    field("runner", \.runner, "the preset that was asked")
    field("new_playbook", \.hasPlaybook, "whether the prompt had another PLAYBOOK")
    field("runs", \.runs, "the decisions, the newest first")
    field("asked", \.asked, "calls that were made")
    field("changed", \.changed, "decisions that would differ")
    field("failed", \.failed, "calls that failed")
    field("skipped", \.skipped, "runs that cannot be replayed")
    field("not_asked", \.notAsked, "decisions that were left out")
    field(
      optional: "stopped_by", \.stop,
      "why: `calls` (as many as you allowed), `budget`, `failures` or `signal`")
    field.part(Cost.shape, \.cost)
  }
}

/// One run of that report.
struct ReplayedRow: Shaped {
  let id: String
  let startedAt: Int
  private(set) var change: MoveComparison.Change?
  private var replayed: ReplayedRun?
  private var obstacle: String?

  init(_ replayed: ReplayedRun) {
    id = replayed.run.name
    startedAt = replayed.run.startedAt
    change = replayed.comparison.change
    self.replayed = replayed
  }

  init(_ run: RunRecord, skippedBecause obstacle: String) {
    id = run.name
    startedAt = run.startedAt
    self.obstacle = obstacle
  }

  static let shape = Shape<ReplayedRow> { field in
    field("id", \.id, "the run")
    field("started_at", \.startedAt, "when it began")
    field(
      optional: "change", { $0.change },
      "`same`, `words` (the same act with other words for it), `changed` or `failed`")
    field(optional: "was", { $0.replayed?.comparison.was }, "the recorded answer")
    field(optional: "now", { $0.replayed?.comparison.now }, "the new answer")
    field(
      optional: "fields", { $0.replayed?.comparison.fields }, "the fields in which the moves differ"
    )
    field(optional: "ruling_was", { $0.replayed?.rulings.was }, "today's ruling of the old move")
    field(optional: "ruling_now", { $0.replayed?.rulings.now }, "today's ruling of the new move")
    field(
      optional: "took_ms", { $0.replayed?.said.duration.milliseconds }, "how long the call took")
    field(optional: "path", { $0.replayed?.said.folder }, "what was asked and answered")
    field(optional: "skipped", { $0.obstacle }, "why it cannot be replayed")
  }
}

extension MoveComparison.Field: Shaped {
  static let shape = Shape<MoveComparison.Field> { field in
    field("field", \.name, "the field of the move")
    field("was", \.was, "what it was; null for nothing")
    field("now", \.now, "what it is; null for nothing")
  }
}
