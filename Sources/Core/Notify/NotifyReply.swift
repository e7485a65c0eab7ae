internal import Base

/// One line that came back from a notify command or its listener.
package struct NotifyReply: Sendable, Equatable {
  package var ask: String?
  package var nonce: String
  package var answer: String

  package enum Line: Sendable, Equatable {
    case reply(NotifyReply)
    /// How far the listener has read.
    case cursor(String)
    case blank
    case garbage
  }

  /// How long an answer may be, in bytes.
  static let longest = 16 << 10
  private static let cursorBytes = 64

  /// `{"ask":…,"nonce":…,"answer":…}`, or `{"cursor":…}`.
  package static func read(_ line: ArraySlice<UInt8>) -> Line {
    guard line.contains(where: { $0 > 0x20 }) else { return .blank }
    guard let object = try? JSONParser.parseObject(Array(line)) else { return .garbage }
    if let cursor = object["cursor"]?.string {
      return isCursor(cursor) ? .cursor(cursor) : .garbage
    }
    guard let answer = object["answer"]?.string else { return .garbage }
    return .reply(
      NotifyReply(
        ask: object["ask"]?.string, nonce: object["nonce"]?.string ?? "", answer: answer))
  }

  /// It becomes a part of a request: letters, digits and little else.
  package static func isCursor(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= cursorBytes
      && text.utf8.allSatisfy { $0.isNameByte || "-.:".utf8.contains($0) }
  }
}

/// Whether a reply counts: a pure function of it, the mailbox and the receipts.
package enum ReplyRuling: Sendable, Equatable {
  case answer(AskID)
  case refused(AskID?, why: String)

  package static func of(
    _ reply: NotifyReply, in contents: Mailbox.Contents, receipts: [AskID: NotifyReceipt],
    mayApprove: Bool
  ) -> ReplyRuling {
    guard !reply.nonce.isEmpty else { return .refused(nil, why: "it carries no nonce") }
    let named = reply.ask.flatMap { AskID($0) }
    if reply.ask != nil, named == nil { return .refused(nil, why: "it names no ask") }
    guard
      let found = receipts.first(where: { id, receipt in
        receipt.nonce == reply.nonce && (named == nil || id == named)
      })
    else {
      let isKnown = named.map { receipts[$0] != nil } == true
      return .refused(
        isKnown ? named : nil,
        why: isKnown ? "its nonce is not that of the ask" : "its nonce is not known")
    }
    let (id, receipt) = (found.key, found.value)
    func refused(_ why: String) -> ReplyRuling { .refused(id, why: why) }
    guard let ask = contents.asks.first(where: { $0.id == id }) else {
      return refused("the ask was withdrawn")
    }
    // A record that cannot be read is an answer too.
    guard contents.answers[id] == nil else { return refused("the ask was answered already") }
    guard NotifyMessage.digest(of: ask) == receipt.shown else {
      return refused("the question was changed after it was sent")
    }
    if ask.needsRuling {
      guard mayApprove else {
        return refused("this notifier may not approve (`may_approve` in its preset)")
      }
      guard receipt.isWhole else { return refused("the question was too long to be sent whole") }
    }
    guard reply.answer.contains(where: { !$0.isWhitespace }) else { return refused("it is empty") }
    guard reply.answer.utf8.count <= NotifyReply.longest, !reply.answer.utf8.contains(0) else {
      return refused("its words are too long, or hold a NUL")
    }
    return .answer(id)
  }
}
