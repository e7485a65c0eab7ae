internal import Base
internal import Core

/// What `why` prints, read once.
struct WhyReport {
  let state: StateReport
  let explanation: Explanation
  let problems: [LooopError]

  init(_ wiring: Wiring, _ state: StateReport) {
    self.state = state
    var problems: [LooopError] = []
    explanation = Explanation.read(
      wiring.loop, state.standing.given, for: state.outlook, noting: &problems)
    self.problems = (state.problems + problems).uniqued
  }

  var outlook: Outlook { explanation.outlook }
  var words: OutlookRender { OutlookRender(outlook) }
}

extension WhyReport: Shaped {
  static let shape = Shape<WhyReport> { field in
    field.version()
    field("answer", \.answer, "the first line: what goes on, or the first reason why nothing does")
    field("phase", \.outlook.phase, "where the loop stands, as `state` has it")
    field("reasons", \.reasons, "everything that keeps it from deciding, the first reason first")
    field("sensors", \.sensors, "the sensors that fail, or of which no change wakes the loop now")
    field("waits", \.waits, "what waits for you, or for what you are to look at")
    field(
      "changed_items", \.explanation.changedItems,
      "how many items differ since the last decision; null where that is not known")
    field("changes", \.explanation.changes, "where the first of them differ")
    field("next_wake_at", { $0.outlook.nextWake?.at }, "when the pulse wakes by itself")
    field(
      "next_wake_for", { $0.outlook.nextWake.map { OutlookRender.text($0.reason) } }, "what for")
    field("last_beat_at", { $0.outlook.lastBeat?.at }, "when the last beat ended")
    field("last_beat", { $0.outlook.lastBeat?.beat }, "what came of it")
    field(
      "last_run", { $0.explanation.lastRun.value.map(RunRow.init) },
      "the newest run that asked for a decision, as `runs list` has it")
    field(
      "left_out", \.explanation.gaps, "what its prompt left out; null where that is not known")
    field(
      "problems", { $0.problems.map(OutlookRender.line) },
      "what is wrong with its files, and what mends it")
    field("data_dir", \.state.dataDirectory, "where all of this is kept")
  }

  var answer: String { WhyRender(self).answer }

  private var reasons: [Reason] {
    explanation.reasons.map { Reason(code: .init($0), text: words.clause($0), until: $0.until) }
  }

  private var sensors: [Sensor] {
    explanation.standstills.map { Sensor(standstill: $0, now: state.now) }
  }

  private var waits: [WhyHold] { explanation.holds.map(WhyHold.init) }
}

extension WhyReport {
  /// One reason why nothing is decided.
  struct Reason: Shaped {
    enum Code: String, CaseIterable, JSONWritable {
      case uninitialised, down, starting, unknown
      case notAnswering = "not_answering"
      case stopping, owners, unreadable, disk, paused, unchanged
      case settingUp = "setting_up"
      case flapping, backoff, unsettled, parked, budget
      case waitingForSensors = "waiting_for_sensors"
      case superseded
    }

    let code: Code
    let text: String
    let until: Int?

    static let shape = Shape<Reason> { field in
      field("reason", \.code, "the reason in a word")
      field("text", \.text, "the same in words, with what ends it")
      field("until", \.until, "until when, where time alone ends it")
    }
  }

  /// A sensor that fails, or of which no change wakes the loop now.
  struct Sensor: Shaped {
    let standstill: Explanation.Standstill
    let now: Int

    static let shape = Shape<Sensor> { field in
      field("sensor", \.standstill.name.text, "the sensor's name")
      field("text", \.text, "why it fails, or why no change of it counts now")
      field("until", \.until, "until when, where time alone ends that")
    }

    var text: String {
      switch standstill.cause {
      case .rules(let reason, let sensor): WakeRender.why(reason, sensor, now: now)
      case .flapping(let flapping): SensorWords.why(flapping, now)
      case .failing(let problem):
        "fails: \(Untrusted.quoted(problem, bytes: 300)); `looop sensor run \(standstill.name)` tries it"
      case .broken(let problem): "broken: \(Untrusted.quoted(problem.message, bytes: 300))"
      case .disabled: "switched off; `looop sensor enable \(standstill.name)` switches it on"
      }
    }

    private var until: Int? {
      switch standstill.cause {
      case .rules(let reason, _): reason.until
      case .flapping(let flapping): flapping.until
      case .failing, .broken, .disabled: nil
      }
    }
  }
}

extension WhyReport.Reason.Code {
  init(_ reason: Explanation.Reason) {
    self =
      switch reason {
      case .pulse(.uninitialised): .uninitialised
      case .pulse(.down): .down
      case .pulse(.starting): .starting
      case .pulse(.notAnswering): .notAnswering
      case .pulse(.stopping): .stopping
      case .pulse: .unknown
      case .blocked(.owners): .owners
      case .blocked(.unread): .unreadable
      case .blocked(.disk): .disk
      case .rule(let rule): Self(rule)
      }
  }

  private init(_ rule: Verdict.Skip) {
    self =
      switch rule {
      case .unchanged: .unchanged
      case .settingUp: .settingUp
      case .flapping: .flapping
      case .paused: .paused
      case .backoff: .backoff
      case .unsettled: .unsettled
      case .parked: .parked
      case .budget: .budget
      case .sensing: .waitingForSensors
      case .stopping: .stopping
      case .superseded: .superseded
      }
  }
}

extension Explanation.Reason {
  fileprivate var until: Int? { if case .rule(let rule) = self { rule.until } else { nil } }
}

extension PromptGap: Shaped {
  static let shape = Shape<PromptGap> { field in
    field("place", \.place, "the section, and whose text of it")
    field("mark", \.mark, "the prompt's mark; one that says `clipped` may be of the text itself")
  }
}
