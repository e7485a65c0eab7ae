import Base
import Testing

@testable import Core
@testable import looop

@Suite("How a worker is, in a word for a person")
struct WorkerHealthTests {
  private func health(
    _ state: Worker.State, wasStopped: Bool = false, isWaiting: Bool = false
  ) throws -> String {
    let worker = Worker(
      id: try Identifier("w", "worker"), generation: "g", goal: nil, kind: .headless, command: "x",
      startedAt: 0, endedAt: nil, state: state, saidDone: nil, report: nil, problem: nil,
      wasStopped: wasStopped, verification: nil)
    return WorkerRows.health(of: WorkerReport(worker: worker, isWaiting: isWaiting))
  }

  @Test("One that was ended on purpose did not fail, and one that waits is not well yet")
  func words() throws {
    #expect(try health(.running) == "ok" && health(.stuck("")) == "stuck")
    #expect(try health(.running, isWaiting: true) == "waits")
    #expect(try health(.stuck("x"), isWaiting: true) == "waits")
    #expect(
      try health(.killed(signal: 9)) == "failed"
        && health(.killed(signal: 15), wasStopped: true) == "stopped")
    #expect(try health(.exited(0)) == "done" && health(.exited(1)) == "failed")
  }

  @Test("A spent budget is answered by a line that can be pasted")
  func budget() throws {
    var ask = Ask(id: try #require(AskID("budget-1")))
    (ask.kind, ask.options) = (.budget, ["yes", "no"])
    let render = AskRender(
      contents: Mailbox.Contents(), askers: Askers(workers: [], formerLives: []), now: 0)
    let hint = render.hint(ask, Asker(standing: .loop, life: nil, isReplaced: false))
    #expect(hint.first == "    answer with: looop answer budget-1 yes")
    #expect(AskRender.options(ask) == ["#1 yes", "#2 no"])
  }
}
