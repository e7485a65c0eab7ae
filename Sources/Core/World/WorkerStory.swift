package import Base
internal import Screen

/// Everything the files say of one worker: its life, what it left, and its former lives.
package struct WorkerStory: Sendable {
  /// So many bytes of a report are read, and of the ends of what it printed.
  package static let reportRead = 64 << 10
  package static let endRead = 4 << 10

  package let worker: Worker
  package let isWaiting: Bool
  /// The folder it works in.
  package let workingDirectory: String
  /// The command that checks its work.
  package let check: String?
  /// Where the files of its session are.
  package let folder: String
  package let report: FileExcerpt?
  /// The end of what it said and did; of a terminal agent, what its screen shows.
  package let output: FileExcerpt?
  package let errors: FileExcerpt?
  package let questions: [Question]
  /// What it used and cost, as far as that is known; nil when the ledger has nothing of it.
  package let spend: CostReport.Row?
  /// The newest first.
  package let formerLives: [Life]
  package let problems: [LooopError]

  package struct Question: Sendable {
    package let ask: Ask
    package let answer: Answer?
    package let isDelivered: Bool
  }

  /// A life of the id that is over.
  package struct Life: Sendable {
    package let generation: String
    /// Nil when only its report is left.
    package let worker: Worker?
    /// Where its files are; nil when they are gone.
    package let folder: String?
    package let report: FileExcerpt?
  }
}

extension WorkerStory {
  /// Nil when there is no such worker.
  package static func of(_ id: Identifier, in loop: Loop) throws(LooopError) -> WorkerStory? {
    guard let worker = try loop.fleet.worker(id), let setup = try loop.fleet.setup(of: id)
    else { return nil }
    var problems: [LooopError] = []
    let redaction = loop.store.redaction
    let mailbox = try loop.mailbox.contents().redacted(by: redaction)
    problems += mailbox.problems
    let asks = mailbox.asks.filter(worker.askingLife.hasAsked)
    let files = loop.fleet.files(of: id)
    return WorkerStory(
      worker: worker,
      isWaiting: worker.isAlive && asks.contains { mailbox.answers[$0.id] == nil },
      workingDirectory: setup.workingDirectory, check: setup.check.map(redaction.text),
      folder: files.folder,
      report: FileExcerpt.noting(&problems) { () throws(LooopError) in
        try report(of: worker, in: loop.directory)?.redacted(by: redaction)
      },
      output: FileExcerpt.noting(&problems) { () throws(LooopError) in
        try output(of: worker, files, loop)?.redacted(by: redaction)
      },
      errors: FileExcerpt.noting(&problems) { () throws(LooopError) in
        try FileExcerpt.end(of: files.errors, bytes: endRead)?.redacted(by: redaction)
      },
      questions: asks.map {
        Question(
          ask: $0, answer: mailbox.answers[$0.id], isDelivered: mailbox.isDelivered($0))
      },
      spend: try spend(of: worker, in: loop.ledger),
      formerLives: try formerLives(of: worker, in: loop, &problems), problems: problems)
  }

  private static func report(
    of worker: Worker, in directory: DataDirectory
  ) throws(LooopError) -> FileExcerpt? {
    try FileExcerpt.start(
      of: directory.report(worker.id, worker.generation), bytes: reportRead)
  }

  private static func output(
    of worker: Worker, _ files: Fleet.Files, _ loop: Loop
  ) throws(LooopError) -> FileExcerpt? {
    guard worker.kind == .terminal else {
      return try FileExcerpt.end(of: files.output, bytes: endRead)
    }
    guard let size = try FileFacts.of(files.output)?.size,
      let screen = try loop.fleet.sessionScreen(of: worker.id)?.screen
    else { return nil }
    let lines = screen.lines.trimmed(of: "")
    return FileExcerpt(path: files.output, text: lines.joined(separator: "\n"), size: size)
  }

  private static func spend(
    of worker: Worker, in ledger: Ledger
  ) throws(LooopError) -> CostReport.Row? {
    let call = worker.call
    let lines = try ledger.lines(since: worker.startedAt).filter { $0.call.id == call }
    return lines.isEmpty ? nil : CostReport(lines, by: .worker).total
  }

  private static func formerLives(
    of worker: Worker, in loop: Loop, _ problems: inout [LooopError]
  ) throws(LooopError) -> [Life] {
    var lives: [Life] = []
    let redaction = loop.store.redaction
    for former in try loop.fleet.formerLives(of: worker.id, &problems) {
      lives.append(
        Life(
          generation: former.worker.generation, worker: former.worker, folder: former.folder,
          report: FileExcerpt.noting(&problems) { () throws(LooopError) in
            try report(of: former.worker, in: loop.directory)?.redacted(by: redaction)
          }))
    }
    let known = Set(lives.map(\.generation) + [worker.generation])
    for generation in try loop.fleet.reported(worker.id) where !known.contains(generation) {
      let path = loop.directory.report(worker.id, generation)
      lives.append(
        Life(
          generation: generation, worker: nil, folder: nil,
          report: FileExcerpt.noting(&problems) { () throws(LooopError) in
            try FileExcerpt.start(of: path, bytes: reportRead)?.redacted(by: redaction)
          }))
    }
    // A generation begins with the time of its start.
    return lives.sorted { $0.generation > $1.generation }
  }
}
