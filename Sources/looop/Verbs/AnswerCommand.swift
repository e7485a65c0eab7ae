internal import ArgumentParser
internal import Base
internal import Core

struct AnswerCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer an ask: unblock a worker, approve or decline a move.",
    discussion: """
      Says what the answer did: who hears it, what it approves, and when that happens. An option is \
      chosen by its number ('#2'), by its text, or by a word that no other option has; any other \
      words are an answer too. A move runs after `yes` or `y` and nothing else.
      """)
  static let examples = [
    Example("looop answer setup-1 Keep the release notes of my shop."),
    Example("looop answer setup-1 --file ship.md"),
  ]

  @Argument(help: "The ask's id, as `looop asks` shows it.") var id: String
  @Argument(help: "Your words; none, or -: from standard input.") var text: [String] = []
  @Flag(help: "Overwrite an answer that was given already.") var force = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var source: TextFile
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let id = try wiring.askID(id)
    try wiring.open()
    // Before it is typed: nothing answers an ask that is not there.
    _ = try wiring.loop.mailbox.known(id)
    let words = try Body.text(text, from: source, what: "answer", form: .reply)
    let receipt = try AnswerDesk(wiring: wiring).give(words, to: id, overwriting: force)
    if json { Console.say(json: receipt) } else { Console.say(receipt.line) }
    return ExitStatusCode.ok
  }
}

/// Puts an answer into the mailbox, and finds out what it did.
struct AnswerDesk {
  let wiring: Wiring
  /// How long to wait until whoever asked has it: a blocked `ask` has its answer within milliseconds.
  var patience = Duration.milliseconds(500)

  func give(_ words: String, to id: AskID, overwriting: Bool) throws(LooopError) -> AnswerReceipt {
    let mailbox = wiring.loop.mailbox
    let ask = try mailbox.known(id)
    let (text, option) = try Self.meaning(of: words, for: ask)
    var facts = try facts(ask)
    let caps = ask.kind == .budget ? try raisedCaps() : nil
    try mailbox.answer(id, text, by: wiring.author, overwriting: overwriting)
    do throws(LooopError) {
      try learn(&facts, of: ask, text, since: caps)
    } catch { throw .done("The answer to \(id)", but: error) }
    return AnswerReceipt(ask: ask, text: text, option: option, facts: facts)
  }

  /// What the answer did.
  private func learn(
    _ facts: inout AnswerReceipt.Facts, of ask: Ask, _ text: String, since caps: BudgetCaps?
  ) throws(LooopError) {
    let mailbox = wiring.loop.mailbox
    let id = ask.id
    // Taken up in the moment in which it was declined: it runs, and that must not be denied.
    if ask.kind == .gate, Assent.of(text) != .yes { facts.isUnderWay = try isUnderWay(id) }
    if let caps { facts.raised = try raised(since: caps) }
    if [.alive, .unknown].contains(facts.asker.standing) {
      facts.isDelivered = try awaitDelivery(of: id)
      let hearer = facts.isDelivered ? try mailbox.hearer(of: id) : nil
      facts.isHeardByLoop = hearer == Actor.loop.rawValue
    }
  }

  /// The text to store, and the number of the option when it was named by something else. Throws
  /// `E_OPTION`, and `E_NOT_A_YES` where words that are meant as a yes would decline.
  static func meaning(of words: String, for ask: Ask) throws(LooopError) -> (String, option: Int?) {
    let choice = Choice.of(words, among: ask.options)
    let isRuling = ask.kind == .gate || ask.kind == .budget
    switch choice {
    case .option(let place):
      let option = ask.options[place]
      let isTyped = Untrusted.oneLine(words).lowercased() == option.lowercased()
      // A yes is kept as it was typed.
      if isRuling, isTyped { return (words, nil) }
      return (option, isTyped ? nil : place + 1)
    case .ambiguous(let places):
      throw wrong(
        "'\(Untrusted.quoted(words, bytes: 80))' is in more than one option of \(ask.id).",
        for: ask, options: places)
    case .missing:
      throw wrong(
        "\(ask.id) has no option \(Untrusted.quoted(words, bytes: 20)).", for: ask,
        options: Array(ask.options.indices))
    case .words: break
    }
    if ask.kind == .gate, !words.isEmpty, words.allSatisfy(\.isNumber) {
      throw wrong(
        "'\(Untrusted.quoted(words, bytes: 20))' is not an option of \(ask.id).", for: ask,
        options: Array(ask.options.indices))
    }
    guard isRuling, Assent.of(words) == .nearly else { return (words, nil) }
    let (yes, no) =
      ask.kind == .gate
      ? ("approves the move", "declines, and your words reach the loop")
      : ("raises the cap", "leaves it as it is")
    throw LooopError(
      .usage, code: "E_NOT_A_YES",
      "'\(Untrusted.quoted(words, bytes: 80))' sounds like a yes, but only `yes` and `y` count as one."
        + " Nothing was stored.",
      hint: "`looop answer \(ask.id) yes` \(yes);\n  `looop answer \(ask.id) \"no, …\"` \(no).")
  }

  private static func wrong(_ message: String, for ask: Ask, options places: [Int]) -> LooopError {
    let list = places.prefix(20).map {
      "  '#\($0 + 1)'  \(Untrusted.quoted(ask.options[$0], bytes: 100))\n"
    }
    return LooopError(
      .usage, code: "E_OPTION", "\(message) Nothing was stored.",
      hint: "Its options:\n\(list.joined())  `looop answer \(ask.id) '#\((places.first ?? 0) + 1)'`"
        + " chooses one; a sentence of your own is an answer too.")
  }

  private func facts(_ ask: Ask) throws(LooopError) -> AnswerReceipt.Facts {
    let directory = wiring.directory
    let roll = try wiring.loop.fleet.roll()
    var facts = AnswerReceipt.Facts(
      asker: Askers(workers: roll.workers, formerLives: roll.formerLives).of(ask),
      isPulseUp: try DirectoryLock.isHeld(directory.lock), isPulseStopped: try isPulseStopped(),
      isPaused: try FileFacts.of(directory.paused) != nil)
    if ask.kind == .gate {
      let standing = try wiring.loop.standing(of: ask)
      facts.isMovePending = standing == .pending
      facts.isMoveChanged = standing == .changed
      facts.isUnderWay = try isUnderWay(ask.id)
      let activity = try Activity.read(directory)
      facts.isBusy = activity.deciding != nil || !activity.moves.isEmpty
    }
    if ask.kind == .runner {
      facts.runner = try wiring.loop.parking.contents().runners.first { $0.ask == ask.id }?.runner
    }
    return facts
  }

  private func isUnderWay(_ id: AskID) throws(LooopError) -> Bool {
    try FileFacts.of("\(wiring.directory.intents)/\(id).json") != nil
  }

  /// Whether a signal or a debugger stopped the process that holds the loop.
  private func isPulseStopped() throws(LooopError) -> Bool {
    try DirectoryLock.holder(wiring.directory.lock).pid.map { ProcessCondition.of($0) == .stopped }
      ?? false
  }

  // MARK: The budget

  /// Today's caps, with what the human has raised.
  private func raisedCaps() throws(LooopError) -> BudgetCaps {
    let day = LocalTime(wiring.clock.now()).dayText
    let caps = (try? wiring.settings())??.caps ?? BudgetCaps()
    return BudgetAsk.caps(caps, try wiring.loop.mailbox.contents(), day: day)
  }

  private func raised(since before: BudgetCaps) throws(LooopError) -> String? {
    let caps = try raisedCaps()
    let cap = BudgetCaps.Cap.allCases.first { caps[$0] > before[$0] }
    return cap.map { "\($0.rawValue) is raised to \($0.text(caps[$0]))" }
  }

  // MARK: Delivery

  private func awaitDelivery(of id: AskID) throws(LooopError) -> Bool {
    let watcher = FileWatcher()
    watcher.watch(wiring.directory.mailbox) { $0 == id.file(.receipt) }
    let poller = Poller(permanent: [watcher])
    let limit = Monotonic.now() + patience
    while true {
      watcher.acknowledge()
      if try wiring.loop.mailbox.isDelivered(id) { return true }
      if limit <= Monotonic.now() { return false }
      watcher.wait(poller, until: limit)
    }
  }
}
