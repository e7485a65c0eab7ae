internal import ArgumentParser
internal import Base
internal import Core

struct AskCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Ask the human and wait for the answer.",
    discussion: """
      Prints the id on standard error at once, and the answer on standard output. The same \
      question resumes the same ask until its answer was delivered. Exit 75: not answered yet; run \
      the same command again.
      """)
  static let examples = [
    Example(
      #"looop ask "Which name shall it have?" --options Dawn,Noon --wait 1s"#, exits: 75,
      at: .inside)
  ]

  @Argument(
    help: "[WORKER] [TEXT… | -]: who asks (default: $LOOOP_SESSION_ID) and what, in your words.")
  var words: [String] = []
  @Option(help: "The question, instead of TEXT.") var prompt: String?
  @OptionGroup var source: TextFile
  @Option(help: "Answers to offer, separated by commas; repeatable.") var options: [String] = []
  @Option(
    name: [.long, .customLong("ref")], help: "What it is about: a path or an address.")
  var reference: String?
  @Option(help: "Stop waiting after this long (90s, 5m, …) and exit 75.") var wait: String?
  @Option(help: "A name for the question: the same name resumes the same ask, whatever the text.")
  var key: String?
  @Flag(
    help: "Do not wait: print the id on standard output. The answer reaches the loop once you end.")
  var detach = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let (worker, text) = try question(wiring)
    let limit = try (wait ?? wiring.environment[Marks.askWait]).map(TimeLimit.moment)
    try wiring.open()
    let mailbox = wiring.loop.mailbox
    let present = try wiring.loop.fleet.worker(worker).flatMap { $0.isAlive ? $0.generation : nil }
    // What a former life left running asks as that life.
    let own = wiring.environment[Marks.session].flatMap { _ in wiring.environment[Marks.generation]
    }
    let draft = AskDraft(
      worker: worker, kind: .worker, prompt: text, options: offered, reference: reference,
      generation: own ?? present, key: key
    ).redacted(by: wiring.redaction)
    let contents = try mailbox.contents()
    let ask: Ask
    if let same = same(draft, in: contents) {
      try mailbox.confirm(same)
      ask = same
    } else {
      ask = try mailbox.raise(draft)
    }
    if let present, ask.generation == present {
      try asked(ask) { () throws(LooopError) in try mailbox.withdrawFormer(ask, contents) }
    }
    if detach {
      Console.say("\(ask.id)")
      return ExitStatusCode.ok
    }
    Console.note("\(ask.id)")
    if Console.isErrorTerminal {
      Console.note("looop: waiting for `looop answer \(ask.id) \"…\"`; Ctrl-C stops waiting.")
    }

    let watcher = FileWatcher()
    for folder in [wiring.directory.answers, wiring.directory.asks] {
      watcher.watch(folder) { $0 == ask.id.file(.record) }
    }
    let poller = Poller(permanent: [watcher])
    while true {
      watcher.acknowledge()
      let answer = try asked(ask) { () throws(LooopError) in try mailbox.answer(to: ask.id) }
      if let answer {
        // Printed before it counts as delivered: a kill in between repeats the answer and loses
        // nothing.
        try Console.deliver(
          answer.text, hint: "The answer waits: ask the same again, with an output that takes it.")
        try mailbox.markDelivered(ask.id)
        return ExitStatusCode.ok
      }
      // Throws once another life's same question took its place.
      try asked(ask) { () throws(LooopError) in _ = try mailbox.known(ask.id) }
      if let limit, limit <= Monotonic.now() {
        Console.note("\(ask.id) is not answered yet: run the same command again to keep waiting.")
        return ExitStatusCode.pending
      }
      watcher.wait(poller, until: limit)
    }
  }

  /// What is done once the question is there: it waits, though the disk fails now.
  private func asked<Result>(
    _ ask: Ask, _ step: () throws(LooopError) -> Result
  ) throws(LooopError) -> Result {
    do throws(LooopError) { return try step() } catch {
      guard ["E_READ", "E_LIST", "E_WRITE"].contains(error.code) || error.stands else {
        throw error
      }
      throw .done("The question \(ask.id)", but: error)
    }
  }

  /// What is offered, each once.
  private var offered: [String] {
    var all: [String] = []
    for list in options {
      for option in list.split(separator: ",").map({ Untrusted.oneLine(String($0)) })
      where !option.isEmpty && !all.contains(option) { all.append(option) }
    }
    return all
  }

  /// A pending or undelivered ask with the same words, from this life of the worker.
  private func same(_ draft: AskDraft, in contents: Mailbox.Contents) -> Ask? {
    contents.asks.last { ask in
      ask.id.worker == draft.worker && ask.generation == draft.generation
        && ask.kind == draft.kind && !contents.isDelivered(ask)
        && ask.isSame(as: draft.ask(id: ask.id, at: ask.raisedAt))
    }
  }

  private func question(_ wiring: Wiring) throws(LooopError) -> (Identifier, String) {
    let own = wiring.environment[Marks.session]
    var text = words
    let name = namesWorker(own) ? text.removeFirst() : own
    guard let name else {
      throw LooopError(
        .usage, code: "E_USAGE", "No worker is named, and LOOOP_SESSION_ID is not set.",
        hint: "Use `looop ask WORKER \"question\"`.")
    }
    if let own, own != name {
      throw LooopError(
        .notAllowed, code: "E_INSIDE",
        "The worker \(Untrusted.oneLine(own)) cannot ask as \(name).",
        hint: "Leave out the name: `looop ask \"question\"`.")
    }
    let worker = try Identifier.unreserved(name, "worker")
    if let prompt {
      guard text.isEmpty, source.file == nil else {
        throw LooopError(
          .usage, code: "E_USAGE", "The question is given twice, with --prompt and without.",
          hint: "Leave out one of them.")
      }
      text = [prompt]
    }
    return (worker, try Body.text(text, from: source, what: "question"))
  }

  /// Whether the first word is a worker's name. A worker may leave out its own; a name that is not its
  /// own counts as one only before a question in quotes.
  private func namesWorker(_ own: String?) -> Bool {
    guard let first = words.first else { return false }
    guard let own, prompt == nil, source.file == nil else { return true }
    if first == own { return words.count > 1 }
    return words.count == 2 && (words[1] == "-" || words[1].contains(where: \.isWhitespace))
  }
}
