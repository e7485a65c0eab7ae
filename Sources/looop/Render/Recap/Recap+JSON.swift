internal import Base
internal import Core

extension Recap {
  /// In the words that the other verbs have for events and runs.
  init(_ source: RecapSource) {
    self.init(source, Wording(event: EventRender.text, run: RunRows.outcome))
  }
}

/// What `recap` prints for programs.
extension Recap: Shaped {
  static let shape = Shape<Recap> { field in
    field.version()
    field("since", \.since, "the first moment that counts")
    field("until", \.until, "when this was read")
    field("goals", \.goals, "what was done, by the goal it served")
    field("rested", { $0.count(.rested) }, "decisions that there was nothing to do")
    field("beats", \.beats, "what each beat came to, the oldest first")
    field("workers", \.workers, "the lives of workers: the living first, then the newest")
    field("reports", \.reports, "what workers said at their ends")
    field("failures", \.failures, "what went wrong, the latest first; the same again is counted")
    field("waiting", \.waiting, "the asks that wait for you, the oldest first")
    field("settled", \.settled, "the asks that were answered or withdrawn")
    field("cost", \.cost, "what was spent")
    field("sensors", { $0.sensors.map(SensorRow.init) }, "sensors that ran or woke a decision")
    field("skipped", \.skipped, "what could not be read, in words")
  }

  struct SensorRow: Shaped {
    let row: SensorWakes

    static let shape = Shape<SensorRow> { field in
      field("name", \.row.sensor, "the sensor's name")
      field("runs", \.row.runs, "how often it ran under a pulse; null when that was not counted")
      field("wakes", \.row.wakes, "decisions that it woke, alone or with others")
      field("calls", \.row.calls, "the calls of these decisions")
      field(
        "usd", { Dollars.rounded($0.row.dollars) },
        "US dollars of these calls, as far as they are known")
      field("unknown_calls", \.row.unknownCalls, "calls of which nothing says what they cost")
    }
  }
}

extension Recap.Beat: Shaped {
  static let shape = Shape<Recap.Beat> { field in
    field("at", { $0.at }, "when it ended")
    field("outcome", { $0.outcome }, "what became of it; `rested`: its move was `noop`")
    field("text", { $0.text }, "the move in words, why nothing was done, or what failed")
    field(optional: "run", { $0.run }, "its folder in `runs`")
    field(optional: "goal", { $0.goal }, "the goal it served")
    field(optional: "runner", { $0.runner }, "the preset that was asked")
    field(
      optional: "usd", { $0.dollars.map(Dollars.rounded) }, "US dollars, as far as they are known")
    field(optional: "took_ms", { $0.milliseconds }, "how long its calls took")
  }
}

extension Recap.GoalWork: Shaped {
  static let shape = Shape<Recap.GoalWork> { field in
    field("goal", \.goal, "the goal; null for what served none")
    field("deeds", \.deeds, "what was done, the oldest first")
  }
}

extension Recap.Deed: Shaped {
  static let shape = Shape<Recap.Deed> { field in
    field("at", \.at, "when")
    field("by", \.by, "who did it")
    field("text", \.text, "the same in words")
  }
}

extension Recap.Life: Shaped {
  static let shape = Shape<Recap.Life> { field in
    field("worker", \.worker, "its id")
    field("generation", \.generation, "one life of that id")
    field(optional: "goal", { $0.goal }, "the goal it served")
    field(optional: "runner", { $0.runner }, "the preset that it ran with")
    field(optional: "kind", { $0.kind }, "how its agent ran")
    field("started_at", { $0.startedAt }, "when it started; null when that is not known")
    field(optional: "started_by", { $0.startedBy }, "who started it, within this time")
    field("ended_at", { $0.endedAt }, "when it ended; null while it lives")
    field(optional: "ended_by", { $0.endedBy }, "who or what ended it")
    field("health", { $0.health }, "how it went")
    field("state", { $0.state }, "as `worker list` says it")
    field(optional: "failure", { $0.failure }, "why it failed, in a line")
    field(optional: "verified", { $0.isVerified }, "whether its check passed")
    field("usd", { $0.dollars.map(Dollars.rounded) }, "US dollars; null when unknown")
  }
}

extension Recap.Report: Shaped {
  static let shape = Shape<Recap.Report> { field in
    field("worker", \.worker, "the worker")
    field("goal", \.goal, "the goal it served")
    field("at", \.at, "when it ended")
    field("path", \.path, "the file")
    field("text", \.text, "the beginning of it")
    field("cut", \.isCut, "whether the file has more")
    field("links", \.links, "the web addresses in it")
  }
}

extension Recap.Failure: Shaped {
  static let shape = Shape<Recap.Failure> { field in
    field("kind", { $0.kind }, "what failed")
    field("subject", { $0.subject }, "the runner, worker or sensor; empty for the loop itself")
    field("cause", { $0.cause }, "the class of the failure")
    field("text", { $0.text }, "in words")
    field("first_at", { $0.firstAt }, "when it failed first")
    field("last_at", { $0.lastAt }, "when it failed last")
    field("count", { $0.count }, "how often")
  }
}

extension Recap.Question: Shaped {
  static let shape = Shape<Recap.Question> { field in
    field("id", { $0.id }, "its name")
    field("asker", { $0.asker }, "who asked")
    field("kind", { $0.kind }, "what for")
    field("prompt", { $0.prompt }, "the question")
    field("raised_at", { $0.raisedAt }, "when it was raised")
    field("state", { $0.state }, "what became of it")
    field("settled_at", { $0.settledAt }, "when it was answered or withdrawn; null while it waits")
    field(optional: "answer", { $0.answer }, "the answer")
    field(optional: "command", { $0.command }, "the line that answers it")
  }
}

extension Recap.Spent: Shaped {
  static let shape = Shape<Recap.Spent> { field in
    field("total", { CostSheet.Row(row: $0.total) }, "all of it")
    field("runners", { $0.runners.map(CostSheet.Row.init) }, "by runner, the dearest first")
    field("goals", { $0.goals.map(CostSheet.Row.init) }, "by goal, the dearest first; `-`: none")
    field("days", \.days, "by local day")
  }
}

extension Recap.Day: Shaped {
  static let shape = Shape<Recap.Day> { field in
    field("day", \.name, "the local day")
    field("total", { CostSheet.Row(row: $0.total) }, "all of it")
    field("runners", { $0.runners.map(CostSheet.Row.init) }, "by runner")
  }
}
