internal import ArgumentParser
internal import Base
internal import Core
internal import Screen

extension WorkerCommand {
  struct Log: Verb {
    static let configuration = CommandConfiguration(
      commandName: "log",
      abstract: "Print what a worker said and did; --follow goes on.",
      discussion: """
        Of a headless worker it is the transcript, of one with a screen of its own the lines that left \
        the screen and those on it. What would command your terminal is shown as an escape.
        """)
    static let examples = [
      Example("looop worker log notes", at: .worker),
      Example("looop worker log notes --raw >notes.raw", at: .worker),
    ]
    var touch: Touch { .reads }

    @Argument(help: "The worker's id.") var id: String
    @Flag(name: .shortAndLong, help: "Go on until the worker has ended, or Ctrl-C.")
    var follow = false
    @Flag(help: "Every byte as its agent printed it, secrets too; not to a terminal.")
    var raw = false
    @Flag(help: "Words alone, without sequences for a terminal.") var text = false
    @OptionGroup var place: Place

    func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
      if raw, text {
        throw LooopError(
          .usage, code: "E_USAGE", "--raw and --text exclude each other.", hint: "Use one of them.")
      }
      let worker = try wiring.knownWorker(id)
      guard !raw || !Console.isOutputTerminal else {
        throw LooopError(
          .usage, code: "E_TERMINAL",
          "--raw prints bytes that would command your terminal.",
          hint: "Send them elsewhere: looop worker log \(worker.id) --raw >\(worker.id).raw")
      }
      let following = follow ? try Following(in: wiring.directory.path) : nil
      let log = try WorkerLog(of: worker, as: form, wiring)
      if log.omitted > 0 {
        Console.note("looop: the first \(log.omitted) bytes are left out")
      }
      if let following {
        try following.run { () throws(LooopError) in try log.look() }
        if following.isOver { return ExitStatusCode.ok }
      } else {
        while Console.takesOutput, try log.read() {}
      }
      log.finish()
      if follow { Console.note("looop: \(log.ending)") }
      return ExitStatusCode.ok
    }

    private var form: WorkerLog.Form { raw ? .raw : text ? .text : .shown }
  }
}

/// A worker's log on its way to standard output.
private final class WorkerLog {
  enum Form { case shown, text, raw }

  /// As much as looop records.
  private static let most = 2 * Recording.segment

  private let wiring: Wiring
  private let worker: Worker
  private let form: Form
  private let file: FollowedFile
  private var transcript: TranscriptText
  /// Of a worker with a screen.
  private var words: TerminalWords?
  /// How it ended, once it has.
  private(set) var ending = ""

  init(of worker: Worker, as form: Form, _ wiring: Wiring) throws(LooopError) {
    self.wiring = wiring
    self.worker = worker
    self.form = form
    let files = wiring.loop.fleet.files(of: worker.id)
    let path = form == .raw && worker.kind == .headless ? files.stream : files.output
    file = try FollowedFile(
      path: path, former: Recording.older(than: path), from: .beginning(atMost: Self.most))
    transcript = TranscriptText(wiring.redaction, isWordsAlone: form == .text)
    if worker.kind == .terminal, form != .raw {
      words = TerminalWords(columns: WordScreen.columns, rows: WordScreen.rows)
    }
  }

  var omitted: Int { file.omitted }

  /// Prints what there is; true when there may be more at once.
  func read() throws(LooopError) -> Bool {
    try file.read(whileItBelongs: { () throws(LooopError) in try isSame(current()) }) { piece in
      guard Console.takesOutput else { return 0 }
      print(piece)
      return piece.count
    }
  }

  /// The same while the worker lives.
  func look() throws(LooopError) -> Following.Next {
    // Before the reading: what it wrote by then is read.
    let now = try current()
    if try read() { return .more }
    if let now, isSame(now) {
      if now.isAlive { return .rest }
      ending = "the worker \(worker.id) has ended: \(now.state.text)"
    } else {
      ending =
        "the session of the worker \(worker.id) was \(now == nil ? "removed" : "replaced by a new one")"
    }
    return .over
  }

  /// Prints what waited for more.
  func finish() {
    guard form != .raw else { return }
    if let words { show(words.rest) }
    for line in transcript.finish() { Console.say(line) }
  }

  private func current() throws(LooopError) -> Worker? {
    try wiring.loop.fleet.worker(worker.id)
  }

  private func isSame(_ other: Worker?) -> Bool { other?.generation == worker.generation }

  private func print(_ piece: ArraySlice<UInt8>) {
    if form == .raw {
      Console.put(Array(piece))
    } else if words != nil {
      show(words?.add(piece) ?? [])
    } else {
      put(transcript.add(piece))
    }
  }

  private func show(_ lines: [String]) {
    for line in lines { put(transcript.add(Array("\(line)\n".utf8)[...])) }
  }

  /// In one write.
  private func put(_ lines: [String]) {
    if !lines.isEmpty { Console.put(lines.joined(separator: "\n") + "\n") }
  }
}
