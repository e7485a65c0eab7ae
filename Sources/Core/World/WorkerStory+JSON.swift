package import Base

extension WorkerStory: Shaped {
  /// As `worker show --json` prints it.
  package static let shape = Shape<WorkerStory> { field in
    field.version()
    field.part(WorkerReport.shape, { WorkerReport(worker: $0.worker, isWaiting: $0.isWaiting) })
    field("command", \.worker.command, "what was run, with `{{prompt_file}}` still in it")
    field("cwd", \.workingDirectory, "the folder it works in")
    field("check", \.check, "the command that checks its work")
    field("said_done", \.worker.saidDone, "its own word: true for a success, null for no word")
    field("report", \.report, "its report; null without one")
    field("asks", \.questions, "the questions of this life")
    field("spend", { $0.spend.map(Spend.init) }, "what it used; null when the ledger has nothing")
    field("output", \.output, "the end of what it said and did, or its screen")
    field("stderr", \.errors, "the end of its standard error")
    field("former_lives", \.formerLives, "the newest first")
    field("folder", \.folder, "where the files of its session are")
    field("problems", { $0.problems.map(\.message) }, "what could not be read")
  }

  private struct Spend: Shaped {
    let row: CostReport.Row

    static let shape = Shape<Spend> { field in
      field.part(Usage.shape, { $0.row.usage })
      field("usd", \.row.dollars, "US dollars, as far as they are known")
      field("usd_imputed", \.row.imputed, "the part of them made from tokens and prices")
      field("unknown_calls", \.row.unknownCalls, "1 when nothing says what it cost in all")
    }
  }
}

extension WorkerStory.Question: Shaped {
  package static let shape = Shape<Self> { field in
    field("id", \.ask.id, "its name")
    field("prompt", \.ask.prompt, "the question")
    field("ts", \.ask.raisedAt, "when it was raised")
    field("answer", { $0.answer?.text }, "the answer; null while there is none")
    field("answered_at", { $0.answer?.at }, "when it was given")
    field("by", { $0.answer?.by }, "who gave it")
    field("delivered", \.isDelivered, "whether it reached the worker")
  }
}

extension WorkerStory.Life: Shaped {
  package static let shape = Shape<Self> { field in
    field("generation", \.generation, "that life")
    field("state", { $0.worker?.state.text }, "how it ended; null when only its report is left")
    field("why", { $0.worker?.whyFailed() }, "why it failed, in a line")
    field("started_at", { $0.worker?.startedAt }, "when it was started")
    field("ended_at", { $0.worker?.endedAt }, "when it ended")
    field("folder", \.folder, "where its files are; null when they are gone")
    field("report", \.report, "its report; null without one")
  }
}
