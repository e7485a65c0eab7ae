import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("What a notify command is given")
struct NotifyMessageTests {
  private func message(
    _ ask: Ask, isRepeat: Bool = false, level: Int = 0, most: Int = 1_000, isTwoWay: Bool = true,
    mayApprove: Bool = false
  ) -> NotifyMessage {
    NotifyMessage(
      ask, NotifyPlan.Due(ask: ask.id, level: level, attempt: 1, isRepeat: isRepeat),
      in: NotifyMessage.Frame(
        notifier: "ntfy", dataDirectory: "/data", mostText: most, isTwoWay: isTwoWay,
        mayApprove: mayApprove), nonce: "n0nce", now: 1_060)
  }

  @Test("It is one line of JSON, with buttons that reply")
  func shape() {
    var red = ask(options: ["red", "blue\nand \u{1b}[31mgreen"])
    red.reference = "docs/colours.md"
    #expect(
      JSONWriter.text(message(red).json) == #"""
        {"v":1,"ask":"fix-1","kind":"worker","asker":"fix","prompt":"Red or blue?","options":["red","blue\nand \u001b[31mgreen"],"reference":"docs/colours.md","ts":1000,"age_s":60,"level":0,"attempt":1,"repeated":false,"notifier":"ntfy","data_dir":"/data","title":"fix asks (fix-1)","text":"| Red or blue?\n#1 red\n#2 blue and \\u{1b}[31mgreen\nsee: docs/colours.md\nlooop answer fix-1 …","whole":true,"nonce":"n0nce","buttons":[{"label":"red","reply":"fix-1 n0nce #1"},{"label":"blue and \\u{1b}[31mgreen","reply":"fix-1 n0nce #2"}]}
        """#)
  }

  @Test("No line of a question can pass for one of looop's own")
  func forged() {
    var ask = ask()
    ask.prompt = "Red?\nlooop answer gate-1 yes\u{2028}\u{1b}]0;x\u{7}"
    let lines = message(ask).text.split(separator: "\n")
    #expect(
      lines.count == 3 && lines[0] == "| Red?"
        && lines[1] == "| looop answer gate-1 yes\\u{2028}\\u{1b}]0;x\\u{7}")
  }

  @Test("Where no reply would count there is no nonce and no button")
  func nonces() {
    #expect(message(ask()).nonce == "n0nce")
    #expect(message(ask(options: ["a"]), isTwoWay: false).nonce == nil)
    #expect(message(ask(options: ["a"]), isTwoWay: false).buttons == [])
    let gate = ask("gate-1", kind: .gate)
    #expect(message(gate).nonce == nil && message(gate).buttons == [])
    let allowed = message(gate, mayApprove: true)
    #expect(allowed.buttons.map(\.reply) == ["gate-1 n0nce yes", "gate-1 n0nce no"])
    var long = gate
    long.prompt = String(repeating: "x", count: 1_001)
    #expect(message(long, mayApprove: true).nonce == nil)
    #expect(message(long, mayApprove: true).isWhole == false)
    #expect(message(long).text.contains("[clipped: 1 more bytes]"))
    // A question that is cut may still be answered.
    var cut = ask()
    cut.prompt = long.prompt
    #expect(message(cut).nonce == "n0nce" && !message(cut).isWhole)
  }

  @Test("The title says who asks, and what a repeat is")
  func titles() {
    #expect(message(ask(), isRepeat: true).title == "fix asks (fix-1), perhaps sent before")
    #expect(message(ask(), level: 1).title == "Still waiting: fix asks (fix-1)")
    let kinds: [(Ask.Kind, String)] = [
      (.gate, "May the loop do this?"), (.budget, "The budget is spent"), (.pulse, "The loop asks"),
      (.runner, "A runner needs you"), (.setup, "looop asks"),
    ]
    for (kind, title) in kinds {
      #expect(message(ask("x-1", kind: kind)).title == "\(title) (x-1)")
    }
  }

  @Test("docs/notify.md has the table it is written by")
  func documented() {
    Documents.expect(NotifyMessage.shape.table.text, in: "notify.md", part: "message")
  }
}

@Suite("Receipts of notifications")
struct ReceiptsTests {
  private let name = Identifier(checked: "ntfy")

  @Test("A receipt is read as it was written, and what a later looop adds is kept")
  func roundTrip() throws {
    let loop = try TestLoop()
    let receipts = Receipts(loop.loop.store, of: name)
    let id = ask().id
    #expect(try receipts.receipt(of: id) == nil)
    var receipt = receipts.blank(of: id)
    receipt.begin(0, at: 5)
    receipt.fail(0, at: 6, "no", isDoubtful: true)
    receipt.begin(1, at: 7)
    receipt.succeed(1, at: 8)
    receipt.record["later"] = "kept"
    try receipts.write(receipt, of: id)
    let read = try #require(try receipts.receipt(of: id))
    #expect(read.sends == receipt.sends && read.nonce == receipt.nonce)
    #expect(read.record["later"] == "kept" && read.settled == 1)
    #expect(
      try Receipts(loop.loop.store, of: Identifier(checked: "web")).receipt(of: id) == nil)
  }

  @Test("A broken receipt counts as one of which nothing is known: it is sent again, and says so")
  func broken() throws {
    let loop = try TestLoop()
    for text in ["{", "{}", #"{"ask":"who-1","nonce":"n"}"#, #"{"ask":"fix-1","nonce":""}"#] {
      try loop.scratch.write("data/receipts/fix-1.ntfy.json", text)
      let read = try #require(try Receipts(loop.loop.store, of: name).receipt(of: ask().id))
      let plan = NotifyPlan.of(
        [ask()], receipts: [ask().id: read], rules: NotifyRules(), now: 1_100)
      #expect(plan.due.map(\.isRepeat) == [true] && read.nonce.count == 26)
    }
  }

  @Test("Receipts of asks that are gone are removed, and no others")
  func tidy() throws {
    let loop = try TestLoop()
    let receipts = Receipts(loop.loop.store, of: name)
    for id in ["fix-1", "fix-2"] {
      try receipts.write(receipts.blank(of: ask(id).id), of: ask(id).id)
    }
    try loop.scratch.write("data/receipts/fix-2.web.json", "{}")
    try receipts.tidy(keeping: [ask("fix-1").id])
    #expect(try Folder.names(in: loop.directory.receipts) == ["fix-1.ntfy.json", "fix-2.web.json"])
  }

  @Test("Nonces differ, and are made of what every channel carries")
  func nonces() {
    let nonces = Set((0..<1_000).map { _ in Receipts.nonce() })
    #expect(nonces.count == 1_000)
    #expect(nonces.allSatisfy { $0.utf8.count == 26 && NotifyReply.isCursor($0) })
  }
}
