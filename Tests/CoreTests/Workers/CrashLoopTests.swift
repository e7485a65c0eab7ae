import Testing

@testable import Base
@testable import Core

@Suite("Crash loops")
struct CrashLoopTests {
  private let goal = Identifier(valid: "g")

  private func worker(
    _ name: String, _ state: Worker.State, endedAt: Int?, stopped: Bool = false,
    check: Bool? = nil
  ) throws -> Worker {
    Worker(
      id: try Identifier(name, "worker"), generation: name, goal: goal, kind: .headless,
      command: "c", startedAt: (endedAt ?? 9_000) - 5, endedAt: endedAt, state: state,
      saidDone: nil, report: nil, problem: nil, wasStopped: stopped,
      verification: check.map {
        Verification(command: "v", isPassed: $0, status: "s", tail: "")
      })
  }

  private func ask(answeredAt: Int?) throws -> Mailbox.Contents {
    let id = try #require(AskID("pulse-1"))
    let goal = try #require(goal)
    let record = AskDraft(
      worker: id.worker, kind: .pulse, prompt: "q", key: CrashLoop.key(goal)
    ).record(id: id, at: 8_000)
    var contents = Mailbox.Contents()
    contents.asks = [try Ask.read(record, id: id).get()]
    if let answeredAt {
      contents.answers[id] = Answer.read(["answer": "try again", "ts": .int(answeredAt)])
    }
    return contents
  }

  @Test("Three failures within half an hour are one; two, or one of them older, are none")
  func three() throws {
    let failed = try (1...3).map { try worker("w\($0)", .exited(1), endedAt: 9_000 + $0) }
    let loops = CrashLoop.all(among: failed, .init(), now: 9_100)
    #expect(loops.map(\.goal) == [goal])
    #expect(
      loops.first?.question == """
        3 workers of the goal g failed within 30m:
        - w1: exited with code 1
        - w2: exited with code 1
        - w3: exited with code 1
        The loop starts no more of them until you answer: what should be done differently?
        """)
    #expect(CrashLoop.all(among: Array(failed.dropLast()), .init(), now: 9_100).isEmpty)
    #expect(CrashLoop.all(among: failed, .init(), now: 9_001 + CrashLoop.window.seconds).isEmpty)
  }

  @Test("A failed check and a lost supervisor count; a good end and a kill on purpose do not")
  func whatCounts() throws {
    let two = try (1...2).map { try worker("w\($0)", .exited(1), endedAt: 9_000) }
    let now = 9_100
    let counts = { (third: Worker) in
      !CrashLoop.all(among: two + [third], .init(), now: now).isEmpty
    }
    #expect(counts(try worker("x", .exited(0), endedAt: 9_000, check: false)))
    #expect(counts(try worker("x", .lost(.supervisor), endedAt: nil)))
    #expect(counts(try worker("x", .killed(signal: 9), endedAt: 9_000)))
    #expect(!counts(try worker("x", .exited(0), endedAt: 9_000, check: true)))
    #expect(!counts(try worker("x", .killed(signal: 15), endedAt: 9_000, stopped: true)))
    #expect(!counts(try worker("x", .running, endedAt: nil)))
  }

  @Test("It lasts while its question waits, and the answer begins the count anew")
  func answered() throws {
    let failed = try (1...3).map { try worker("w\($0)", .exited(1), endedAt: 9_000) }
    let waiting = CrashLoop.all(among: failed, try ask(answeredAt: nil), now: 99_000)
    #expect(waiting.first?.ask?.text == "pulse-1")
    #expect(CrashLoop.all(among: failed, try ask(answeredAt: 9_050), now: 9_100).isEmpty)
    #expect(!CrashLoop.all(among: failed, try ask(answeredAt: 8_500), now: 9_100).isEmpty)
  }
}
