import Testing

@testable import Base
@testable import Core

@Suite("Replies to notifications")
struct NotifyReplyTests {
  private let gate = ask("gate-1", kind: .gate)

  private func line(_ text: String) -> NotifyReply.Line { NotifyReply.read(Array(text.utf8)[...]) }

  private func ruling(
    _ reply: NotifyReply, asks: [Ask]? = nil, answered: Set<AskID> = [],
    receipts: [NotifyReceipt]? = nil, mayApprove: Bool = false
  ) -> ReplyRuling {
    var contents = Mailbox.Contents()
    contents.asks = asks ?? [ask(), gate]
    for id in answered { contents.answers[id] = Answer(text: "x", at: 1) }
    let known = receipts ?? [receipt(ask()), receipt(gate, nonce: "gat3")]
    let pairs = known.compactMap { receipt in AskID(receipt.ask).map { ($0, receipt) } }
    return .of(reply, in: contents, receipts: Dictionary(pairs) { $1 }, mayApprove: mayApprove)
  }

  private func reply(_ nonce: String, _ answer: String = "red", to ask: String? = "fix-1")
    -> NotifyReply
  {
    NotifyReply(ask: ask, nonce: nonce, answer: answer)
  }

  @Test("A line is a reply, a cursor, or nothing that counts")
  func lines() {
    #expect(
      line(#"{"ask":"fix-1","nonce":"n0nce","answer":"red","colour":1}"#) == .reply(reply("n0nce")))
    #expect(line(#"{"nonce":"n0nce","answer":"red"}"#) == .reply(reply("n0nce", to: nil)))
    #expect(line(#"{"answer":"red"}"#) == .reply(reply("", to: nil)))
    #expect(line(#"{"ask":7,"nonce":8,"answer":"red"}"#) == .reply(reply("", to: nil)))
    #expect(line(#"{"cursor":"hwQ2YpKdmg"}"#) == .cursor("hwQ2YpKdmg"))
    for text in [
      #"{"cursor":"a&b"}"#, #"{"cursor":""}"#,
      #"{"cursor":"\#(String(repeating: "a", count: 65))"}"#,
    ] {
      #expect(line(text) == .garbage)
    }
    for text in ["ok", "[]", "{", #"{"nonce":"n0nce"}"#, #""red""#, "\u{1b}[2J", #"{"answer":3}"#] {
      #expect(line(text) == .garbage)
    }
    for text in ["", "  ", "\r"] { #expect(line(text) == .blank) }
    #expect(NotifyReply.read([0xFF, 0xFE]) == .garbage)
  }

  @Test("A reply counts with the nonce of its ask, named or not")
  func counts() {
    #expect(ruling(reply("n0nce")) == .answer(ask().id))
    #expect(ruling(reply("n0nce", to: nil)) == .answer(ask().id))
  }

  @Test("Without the nonce of its ask it does not")
  func nonces() {
    #expect(ruling(reply("")) == .refused(nil, why: "it carries no nonce"))
    #expect(ruling(reply("n0nc")) == .refused(ask().id, why: "its nonce is not that of the ask"))
    #expect(ruling(reply("gat3")) == .refused(ask().id, why: "its nonce is not that of the ask"))
    #expect(ruling(reply("n", to: "who-7")) == .refused(nil, why: "its nonce is not known"))
    #expect(ruling(reply("n", to: nil)) == .refused(nil, why: "its nonce is not known"))
    #expect(ruling(reply("n0nce", to: "no id")) == .refused(nil, why: "it names no ask"))
  }

  @Test("To an answered, a withdrawn or a changed ask it does not")
  func late() {
    let id = ask().id
    #expect(
      ruling(reply("n0nce"), answered: [id]) == .refused(id, why: "the ask was answered already"))
    #expect(ruling(reply("n0nce"), asks: []) == .refused(id, why: "the ask was withdrawn"))
    var changed = ask()
    changed.prompt = "Delete all?"
    #expect(
      ruling(reply("n0nce"), asks: [changed])
        == .refused(id, why: "the question was changed after it was sent"))
  }

  @Test("A move or a cap takes a preset that may approve, and a question that was sent whole")
  func gates() {
    let yes = reply("gat3", "yes", to: "gate-1")
    guard case .refused(gate.id, let why) = ruling(yes) else {
      Issue.record("it counted")
      return
    }
    #expect(why.contains("may_approve"))
    // A no is a ruling too.
    #expect(ruling(reply("gat3", "no", to: "gate-1")) != .answer(gate.id))
    #expect(ruling(yes, mayApprove: true) == .answer(gate.id))
    var cut = receipt(gate, nonce: "gat3")
    cut.isWhole = false
    #expect(
      ruling(yes, receipts: [cut], mayApprove: true)
        == .refused(gate.id, why: "the question was too long to be sent whole"))
    for id in ["budget-1", "gate-2"] {
      let plain = ask(id, kind: .worker)
      #expect(plain.needsRuling, "\(id)")
    }
  }

  @Test("Nothing, and more than an answer holds, is no answer")
  func sizes() {
    #expect(ruling(reply("n0nce", " \n ")) == .refused(ask().id, why: "it is empty"))
    let long = String(repeating: "a", count: NotifyReply.longest + 1)
    #expect(ruling(reply("n0nce", long)) != .answer(ask().id))
    #expect(ruling(reply("n0nce", "a\u{0}b")) != .answer(ask().id))
  }
}
