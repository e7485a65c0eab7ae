internal import Base
internal import Core

/// Hears what comes back: answers asks with what counts, and says of the rest why it did not.
final class ReplyDesk {
  /// So many refusals are logged one by one in a minute; of a flood the rest is a number.
  private static let mostTold = 20
  private static let span = Duration.minutes(1)

  private let wiring: Wiring
  private let setup: NotifierSetup
  private let folder: NotifierFolder
  private var waiting: [NotifyReply.Line] = []
  /// Whether the mailbox could not be read or written: what waits is tried again after a pause.
  private var isStalled = false
  private var told = 0
  private var spanEnd = Monotonic.now()
  private var untold = 0

  init(wiring: Wiring, setup: NotifierSetup, folder: NotifierFolder) {
    self.wiring = wiring
    self.setup = setup
    self.folder = folder
  }

  var hasNews: Bool { !waiting.isEmpty && !isStalled }

  /// From a command's output: read in the next turn, as the mailbox may be in the middle of a look.
  func hear(_ line: ArraySlice<UInt8>) {
    // What a one-way command prints is for its author.
    guard setup.preset.isTwoWay else { return }
    let read = NotifyReply.read(line)
    if read != .blank { waiting.append(read) }
  }

  func work(_ receipts: [AskID: NotifyReceipt]) throws(LooopError) {
    guard !waiting.isEmpty else { return }
    isStalled = true
    var contents: Mailbox.Contents?
    var cursor: String?
    var done = 0
    defer { waiting.removeFirst(done) }
    for line in waiting {
      switch line {
      case .blank: break
      case .garbage: refuse(nil, why: "it is no reply", "")
      case .cursor(let text): cursor = text
      case .reply(let reply):
        let mailbox = if let contents { contents } else { try wiring.loop.mailbox.contents() }
        // Once it was answered, the next one comes too late.
        contents = try rule(reply, in: mailbox, receipts: receipts) ? nil : mailbox
      }
      done += 1
    }
    // After what came before it: read again, a reply is one to an answered ask.
    if let cursor {
      try AtomicFile.replace(folder.cursor, Array("\(cursor)\n".utf8), durable: false)
    }
    isStalled = false
    guard untold > 0 else { return }
    tell(nil, why: "\(untold) more lines did not count", "")
    untold = 0
  }

  /// True when it answered.
  private func rule(
    _ reply: NotifyReply, in contents: Mailbox.Contents, receipts: [AskID: NotifyReceipt]
  ) throws(LooopError) -> Bool {
    switch ReplyRuling.of(
      reply, in: contents, receipts: receipts, mayApprove: setup.preset.mayApprove)
    {
    case .refused(let id, let why):
      refuse(id, why: why, reply.answer)
      return false
    case .answer(let id):
      do throws(LooopError) {
        let mailbox = wiring.loop.mailbox
        let (text, _) = try AnswerDesk.meaning(of: reply.answer, for: try mailbox.known(id))
        try mailbox.answer(id, text, by: author, overwriting: false)
        return true
      } catch {
        // What the human said is wrong, or came too late; anything else is a fault of this machine.
        guard [.usage, .badData].contains(error.kind) else { throw error }
        refuse(id, why: error.message, reply.answer)
        return true
      }
    }
  }

  private var author: Author {
    var author = wiring.author
    (author.via, author.tty) = ("notify/\(setup.name)", nil)
    return author
  }

  private func refuse(_ id: AskID?, why: String, _ words: String) {
    if spanEnd <= .now() { (told, spanEnd) = (0, .now() + Self.span) }
    guard told < Self.mostTold else { return untold += 1 }
    told += 1
    tell(id, why: why, words)
  }

  private func tell(_ id: AskID?, why: String, _ words: String) {
    let events = wiring.loop.events
    events.append(
      "notify.refused",
      [
        "notifier": .string(setup.name.text), "ask": JSONValue(id?.text),
        "why": events.words(why), "answer": events.words(words),
      ])
  }
}
