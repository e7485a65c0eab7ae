internal import Base
internal import Core

/// Sends notifications, several beside each other: a receipt before each and after it.
final class NotifierSends {
  /// At most so many at once.
  static let width = 4

  private let wiring: Wiring
  private let setup: NotifierSetup
  private let folder: NotifierFolder
  private let receipts: Receipts
  private let children: ChildGroup
  /// Gets each line that a command prints.
  private let hear: (ArraySlice<UInt8>) -> Void
  /// The asks that are being sent.
  private(set) var busy: Set<AskID> = []
  /// Receipts as this process knows them.
  private(set) var known: [AskID: NotifyReceipt] = [:]
  /// Those whose last state is not on the disk.
  private var unwritten: Set<AskID> = []
  private var hasLearned = false
  var status: NotifierStatus
  /// Whether a send ended since this was last set to false.
  var hasNews = false
  private(set) var failures = 0

  init(
    wiring: Wiring, setup: NotifierSetup, folder: NotifierFolder, children: ChildGroup,
    status: NotifierStatus, hear: @escaping (ArraySlice<UInt8>) -> Void
  ) {
    self.wiring = wiring
    self.setup = setup
    self.folder = folder
    self.children = children
    self.status = status
    self.hear = hear
    receipts = Receipts(wiring.loop.store, of: setup.name)
  }

  private var now: Int { wiring.clock.now() }
  private var events: EventLog { wiring.loop.events }

  /// Learns what was sent of `asks`: at first from the disk, since afterwards only this process sends. What a
  /// process that is gone had begun is marked, and said once.
  func learn(_ asks: [Ask]) throws(LooopError) {
    if !hasLearned { try learnFirst(asks) }
    let ids = Set(asks.map(\.id))
    for id in known.keys where !ids.contains(id) && !busy.contains(id) {
      known[id] = nil
      unwritten.remove(id)
    }
    for id in unwritten { if let receipt = known[id] { keep(receipt, of: id) } }
  }

  private func learnFirst(_ asks: [Ask]) throws(LooopError) {
    try receipts.tidy(keeping: Set(asks.map(\.id)))
    for ask in asks where known[ask.id] == nil {
      guard var receipt = try receipts.receipt(of: ask.id) else { continue }
      let open = receipt.interrupt()
      known[ask.id] = receipt
      guard !open.isEmpty else { continue }
      keep(receipt, of: ask.id)
      for level in open {
        events.append(
          "notify.interrupted",
          ["ask": .string(ask.id.text), "notifier": .string(setup.name.text), "level": .int(level)])
      }
    }
    hasLearned = true
  }

  /// What is on the disk may be behind what is known: it is written again at the next look.
  private func keep(_ receipt: NotifyReceipt, of id: AskID) {
    do throws(LooopError) {
      try receipts.write(receipt, of: id)
      unwritten.remove(id)
    } catch {
      unwritten.insert(id)
      status.failed("its receipt could not be written: \(error.message)", at: now)
    }
  }

  /// Nothing is sent without a receipt on the disk.
  func begin(_ due: NotifyPlan.Due, _ ask: Ask) {
    guard busy.count < Self.width else { return }
    let former = known[ask.id]
    var receipt = former ?? receipts.blank(of: ask.id)
    let shown = ask.redacted(by: wiring.loop.store.redaction)
    let digest = NotifyMessage.digest(of: ask)
    // Buttons of a former question must not answer this one.
    if receipt.shown != digest, former != nil { receipt.nonce = Receipts.nonce() }
    let message = NotifyMessage(
      shown, due, in: setup.frame(wiring), nonce: receipt.nonce, now: now)
    (receipt.shown, receipt.isWhole) = (digest, message.isWhole)
    receipt.begin(due.level, at: now)
    let file = folder.message(ask.id)
    do throws(LooopError) {
      try AtomicFile.replace(file, JSONWriter.line(message.json), durable: false)
      try receipts.write(receipt, of: ask.id)
    } catch {
      Folder.remove(file)
      // Nothing was sent; the pause of a failure keeps a full disk from being tried without end.
      receipt.fail(due.level, at: now, error.message, isDoubtful: false)
      known[ask.id] = receipt
      fail(due, error.message)
      return
    }
    known[ask.id] = receipt
    busy.insert(ask.id)
    var lines = LineSplitter(limit: 64 << 10)
    children.start(
      [setup.sending(file, in: folder, wiring)],
      onOutput: { [hear] chunk in
        lines.add(chunk, hear)
        return .open
      },
      whenEnded: { [self] results in
        lines.finish(hear)
        Folder.remove(file)
        busy.remove(ask.id)
        hasNews = true
        if let result = results.first { end(due, result) }
      })
  }

  private func end(_ due: NotifyPlan.Due, _ result: CommandResult) {
    guard var receipt = known[due.ask] else { return }
    if result.status.isSuccess {
      receipt.succeed(due.level, at: now)
      status.succeeded(at: now)
      var fields = fields(due)
      if due.isRepeat { fields["repeated"] = true }
      events.append("notify.sent", fields)
    } else {
      let words = Self.words(result, wiring)
      receipt.fail(due.level, at: now, words, isDoubtful: Self.isDoubtful(result.status))
      fail(due, words)
    }
    known[due.ask] = receipt
    keep(receipt, of: due.ask)
  }

  private func fail(_ due: NotifyPlan.Due, _ words: String) {
    failures += 1
    status.failed(words, at: now)
    var fields = fields(due)
    fields["message"] = events.words(words)
    events.append("notify.failed", fields)
  }

  private func fields(_ due: NotifyPlan.Due) -> JSONObject {
    [
      "ask": .string(due.ask.text), "notifier": .string(setup.name.text),
      "level": .int(due.level), "attempt": .int(due.attempt),
    ]
  }

  /// Whether it may have arrived although it did not end well: whatever was ended in the middle.
  private static func isDoubtful(_ status: ProcessOutcome) -> Bool {
    switch status {
    case .exited, .notStarted: false
    case .signalled, .timedOut, .silent, .oversized, .interrupted: true
    }
  }

  /// How it ended, with the end of what it said on standard error.
  static func words(_ result: CommandResult, _ wiring: Wiring) -> String {
    let said = Untrusted.oneLine(result.errors(wiring.loop.store.redaction))
    let tail = said.isEmpty ? "" : ": \(Untrusted.quoted(said, bytes: 300))"
    return result.status.text + tail
  }
}
