import Base
import Core
import Foundation
import TestSupport
import Testing

@Suite struct MailboxTests {
  private func draft(_ worker: String, _ prompt: String) throws -> AskDraft {
    AskDraft(worker: try Identifier(worker, "worker"), kind: .worker, prompt: prompt)
  }

  @Test func `numbers go up and are never given twice`() throws {
    let loop = try TestLoop()
    #expect(try loop.mailbox.raise(draft("w", "a")).id.text == "w-1")
    #expect(try loop.mailbox.raise(draft("w", "b")).id.text == "w-2")
    #expect(try loop.mailbox.raise(draft("w-2", "c")).id.text == "w-2-1")
    try loop.scratch.write("data/mailbox.d/w-9.ask.json", "{}")
    #expect(try loop.mailbox.raise(draft("w", "d")).id.text == "w-10")
  }

  @Test func `a hundred asks raised at once are a hundred asks`() async throws {
    let loop = try TestLoop()
    let mailbox = loop.mailbox
    let draft = try draft("w", "same")
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<100 { group.addTask { try mailbox.raise(draft).id.text } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids.count == 100)
    #expect(try mailbox.contents().asks.count == 100)
  }

  @Test func `an answer is given once, unless it is forced`() throws {
    let loop = try TestLoop()
    _ = try loop.mailbox.raise(draft("w", "?"))
    try loop.answerAsk("w-1", "first")
    #expect(throws: LooopError.self) { try loop.answerAsk("w-1", "second") }
    try loop.answerAsk("w-1", "third", overwriting: true)
    #expect(try loop.mailbox.answer(to: #require(AskID("w-1")))?.text == "third")
    #expect(throws: LooopError.self) { try loop.answerAsk("w-2", "nobody asked") }
  }

  @Test func `a worker's answer is not overwritten once the worker has it`() throws {
    let loop = try TestLoop()
    let ask = try loop.mailbox.raise(draft("w", "?"))
    try loop.answerAsk("w-1", "first")
    try loop.mailbox.markDelivered(ask.id)
    let error = #expect(throws: LooopError.self) {
      try loop.answerAsk("w-1", "too late", overwriting: true)
    }
    #expect(error?.code == "E_ASK_DELIVERED")
    // Nor is a way offered that does not lead there.
    let plain = #expect(throws: LooopError.self) { try loop.answerAsk("w-1", "too late") }
    #expect(plain == error && plain?.hint?.contains("goal write") == true)
    try loop.answerAsk("w-1", "first")
    #expect(try loop.mailbox.answer(to: ask.id)?.text == "first")
  }

  @Test func `nor is the answer of a worker of the original`() throws {
    let loop = try TestLoop()
    for id in ["w-1", "w-2"] {
      try loop.scratch.write("data/asks/\(id).json", #"{"v":1,"id":"\#(id)","prompt":"?","ts":5}"#)
    }
    // By the original, which wrote no receipts, and by looop, which writes them.
    try loop.scratch.write("data/answers/w-1.json", #"{"answer":"yes","ts":6}"#)
    try loop.answerAsk("w-2", "first")
    try loop.answerAsk("w-2", "second", overwriting: true)
    try loop.mailbox.markDelivered(#require(AskID("w-2")))
    for id in ["w-1", "w-2"] {
      let error = #expect(throws: LooopError.self) {
        try loop.answerAsk(id, "too late", overwriting: true)
      }
      #expect(error?.code == "E_ASK_DELIVERED")
    }
  }

  @Test(arguments: [Ask.Kind.gate, .setup, .pulse, .runner])
  func `what a decision has heard is not overwritten, but while its move still waits`(
    _ kind: Ask.Kind
  ) throws {
    let loop = try TestLoop()
    let id = try loop.mailbox.raise(
      AskDraft(worker: Identifier("g", "worker"), kind: kind, prompt: "?")
    ).id
    try loop.answerAsk("g-1", "no")
    try loop.mailbox.markDelivered(id, to: .loop)
    try loop.scratch.write("data/gates/g-1.json", "{}")
    try loop.answerAsk("g-1", "no, wait", overwriting: true)
    try FileManager.default.removeItem(atPath: loop.scratch.file("data/gates/g-1.json"))
    for force in [false, true] {
      let error = #expect(throws: LooopError.self) {
        try loop.answerAsk("g-1", "yes", overwriting: force)
      }
      #expect(error?.code == "E_ASK_DELIVERED")
    }
    #expect(try loop.mailbox.answer(to: id)?.text == "no, wait")
  }

  @Test func `an answer about a cap counts all day, delivered or not`() throws {
    let loop = try TestLoop()
    let id = try loop.mailbox.raise(
      AskDraft(worker: Identifier("budget", "worker"), kind: .budget, prompt: "?")
    ).id
    try loop.answerAsk("budget-1", "no")
    try loop.mailbox.markDelivered(id, to: .loop)
    let error = #expect(throws: LooopError.self) { try loop.answerAsk("budget-1", "yes") }
    #expect(error?.hint == "Use --force to overwrite the answer.")
    try loop.answerAsk("budget-1", "yes", overwriting: true)
  }

  @Test func `a broken record is named and the others are read`() throws {
    let loop = try TestLoop()
    _ = try loop.mailbox.raise(draft("w", "?"))
    try loop.scratch.write("data/asks/x-1.json", "{\n  nonsense")
    try loop.scratch.write("data/asks/y-1.json", #"{"id":"y-2","prompt":"?"}"#)
    let contents = try loop.mailbox.contents()
    #expect(contents.asks.map(\.id.text) == ["w-1"])
    #expect(
      contents.problems.map(\.message) == [
        "\(loop.directory.asks)/x-1.json:2:3: a member's name should stand here.",
        "\(loop.directory.asks)/y-1.json: its id does not match its file's name.",
      ])
  }

  @Test func `fields unknown to us are kept`() throws {
    let loop = try TestLoop()
    try loop.scratch.write(
      "data/asks/w-1.json", #"{"v":1,"id":"w-1","prompt":"?","ts":5,"colour":"red"}"#)
    #expect(try loop.mailbox.contents().asks[0].record["colour"] == "red")
  }

  @Test func `delivered pairs leave after thirty days, and nobody notices`() throws {
    let loop = try TestLoop()
    _ = try loop.mailbox.raise(draft("w", "?"))
    try loop.answerAsk("w-1", "yes")
    _ = loop.beat()
    #expect(loop.beat() == .skipped(.unchanged))
    loop.pass(29 * 86_400)
    try loop.mailbox.archiveOld()
    #expect(try loop.mailbox.contents().asks.count == 1)
    loop.pass(2 * 86_400)
    try loop.mailbox.archiveOld()
    #expect(try loop.mailbox.contents().asks.isEmpty)
    #expect(loop.beat() == .skipped(.unchanged))
    #expect(try loop.mailbox.raise(draft("w", "again")).id.text == "w-2")
  }

  @Test func `what was delivered long ago goes, and its number stays taken`() throws {
    let loop = try TestLoop()
    for number in 1...3 {
      let ask = try loop.mailbox.raise(draft("w", "which \(number)?"))
      if number < 3 {
        try loop.answerAsk(ask.id.text, "that one")
        try loop.mailbox.markDelivered(ask.id)
      } else {
        try loop.mailbox.withdraw(ask.id)
      }
    }
    // The files are of today, so it is the clock that goes on.
    loop.pass(Int(Date().timeIntervalSince1970) - loop.clock.now() + 100 * 86_400)
    try loop.mailbox.archiveOld()
    try loop.mailbox.forget(olderThan: .days(101))
    #expect(try names(loop).count == 7)
    try loop.mailbox.forget(olderThan: .days(99))
    #expect(try names(loop) == ["w-3.delivered"])
    #expect(try loop.mailbox.raise(draft("w", "again")).id.text == "w-4")
  }

  @Test func `what the original named goes as well, and its number stays taken`() throws {
    let loop = try TestLoop()
    for number in 1...2 {
      try loop.scratch.write(
        "data/asks/fix ci-\(number).json", #"{"id":"fix ci-\#(number)","prompt":"?","ts":1,"v":1}"#)
    }
    let first = try #require(AskID("fix ci-1"))
    try loop.answerAsk("fix ci-1", "yes")
    try loop.mailbox.markDelivered(first)
    try loop.mailbox.withdraw(#require(AskID("fix ci-2")))
    loop.pass(Int(Date().timeIntervalSince1970) - loop.clock.now() + 100 * 86_400)
    try loop.mailbox.archiveOld()
    #expect(
      try names(loop) == [
        "fix ci-1.answer.json", "fix ci-1.ask.json", "fix ci-1.delivered", "fix ci-2.ask.json",
      ])
    try loop.mailbox.forget(olderThan: .days(99))
    #expect(try names(loop) == ["fix ci-2.delivered"])
  }

  private func names(_ loop: TestLoop) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: loop.directory.mailbox).sorted()
  }

  @Test func `a new life's question takes back the same of former lives, and nothing else`() throws
  {
    let loop = try TestLoop()
    func raise(_ prompt: String, _ life: String?, key: String? = nil) throws -> Ask {
      var draft = try draft("w", prompt)
      (draft.generation, draft.key) = (life, key)
      return try loop.mailbox.raise(draft)
    }
    _ = try raise("Same?", "first")
    _ = try raise("Other?", "first")
    _ = try raise("Same?", "first", key: "k")
    _ = try raise("Same?", nil)
    _ = try loop.mailbox.raise(draft("v", "Same?"))
    _ = try raise("Same?", "second")
    try loop.answerAsk("w-5", "yes")
    let contents = try loop.mailbox.contents()
    let present = try raise("Same?", "third")
    try loop.mailbox.withdrawFormer(present, contents)
    let left = try loop.mailbox.contents()
    #expect(left.asks.map(\.id.text).sorted() == ["v-1", "w-2", "w-3", "w-5", "w-6"])
    #expect(left.answers.count == 1)
    let error = #expect(throws: LooopError.self) { try loop.answerAsk("w-1", "late") }
    #expect(error?.code == "E_ASK_WITHDRAWN" && error?.hint?.contains("w-6") == true)
  }

  @Test func `an answer that looop gave to the original's question is not heard yet`() throws {
    let loop = try TestLoop()
    for id in ["w-1", "w-2"] {
      try loop.scratch.write("data/asks/\(id).json", #"{"v":1,"id":"\#(id)","prompt":"?","ts":5}"#)
    }
    try loop.scratch.write("data/answers/w-1.json", #"{"answer":"yes","ts":6}"#)
    try loop.answerAsk("w-2", "no")
    let contents = try loop.mailbox.contents()
    #expect(contents.asks.map(contents.isDelivered) == [true, false])
  }

  @Test(arguments: [
    ("yes", true), (" Yes \n", true), ("y", true), ("yes.", false), ("no", false),
    ("yes, but", false), ("always", false),
  ])
  func `only a plain yes approves`(text: String, approves: Bool) throws {
    let loop = try TestLoop()
    _ = try loop.mailbox.raise(draft("w", "?"))
    try loop.answerAsk("w-1", text)
    #expect(try loop.mailbox.answer(to: #require(AskID("w-1")))?.approves == approves)
  }

  @Test(arguments: [("fix:ci", "fix:ci-1"), ("fix ci", "fix%20ci-1"), ("-x;y", "%2Dx%3By-1")])
  func `an ask of a name that the original allowed is shown and answered`(
    worker: String, id: String
  ) throws {
    let loop = try TestLoop()
    try loop.scratch.write(
      "data/asks/\(worker)-1.json",
      #"{"id":"\#(worker)-1","worker":"\#(worker)","prompt":"May I?","ts":1,"v":1}"#)
    let contents = try loop.mailbox.contents()
    #expect(contents.pending.map(\.id.text) == [id] && contents.problems == [])
    // As it is shown and as it was called.
    #expect(AskID("\(worker)-1") == AskID(id))
    try loop.answerAsk(id, "yes")
    #expect(try loop.scratch.text("data/answers/\(worker)-1.json").contains("yes"))
    #expect(try loop.mailbox.contents().pending == [])
    try loop.mailbox.markDelivered(#require(AskID(id)))
    #expect(try loop.mailbox.contents().delivered == [#require(AskID(id))])
  }

  @Test func `a file among the asks that is none is a problem`() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/asks/notes.json", "{}")
    #expect(try loop.mailbox.contents().problems.map(\.code) == ["E_ID"])
  }

  @Test func `a record of a newer looop is read, and said to be`() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/asks/foo-1.json", #"{"v":2,"prompt":"hi","ts":1}"#)
    try loop.scratch.write("data/answers/foo-1.json", #"{"v":3,"answer":"yes","ts":2}"#)
    let contents = try loop.mailbox.contents()
    #expect(contents.asks.count == 1 && contents.answers.count == 1)
    #expect(contents.problems.map(\.code) == ["E_NEWER", "E_NEWER"])
    #expect(contents.problems[0].message.contains("asks/foo-1.json was written by a newer looop"))
  }

  @Test func `what the original asked in passing was not heard by whoever asked`() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/asks/a-1.json", #"{"prompt":"?","ts":1,"detach":true}"#)
    try loop.scratch.write("data/asks/b-1.json", #"{"prompt":"?","ts":1}"#)
    for id in ["a-1", "b-1"] {
      try loop.scratch.write("data/answers/\(id).json", #"{"answer":"yes","ts":2}"#)
    }
    let contents = try loop.mailbox.contents()
    #expect(contents.asks.filter(contents.isDelivered).map(\.id.text) == ["b-1"])
  }

  @Test func `a number that the original archived is not given again`() throws {
    let loop = try TestLoop()
    try loop.scratch.write("data/asks/archive/w-4.json", "{}")
    #expect(try loop.mailbox.raise(draft("w", "?")).id.text == "w-5")
  }
}
