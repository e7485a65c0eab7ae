import Testing

@testable import Base
@testable import Core

@Suite("Why a worker failed")
struct WorkerFailureTests {
  private static func worker(
    _ state: Worker.State, saidDone: Bool? = nil, report: String? = nil, problem: String? = nil,
    stopped: Bool = false, check: (isPassed: Bool, tail: String)? = nil,
    ending: WorkerEnding? = nil
  ) throws -> Worker {
    var worker = Worker(
      id: try Identifier("w", "worker"), generation: "g", goal: nil, kind: .headless, command: "c",
      startedAt: 1, endedAt: 2, state: state, saidDone: saidDone, report: report, problem: problem,
      wasStopped: stopped,
      verification: check.map {
        Verification(
          command: "v", isPassed: $0.isPassed, status: "exited with code 1", tail: $0.tail)
      })
    worker.ending = ending
    return worker
  }

  @Test("Every way to fail has its own line")
  func reasons() throws {
    let cases: [(Worker, String?)] = try [
      (Self.worker(.running), nil),
      (Self.worker(.stuck("a line")), nil),
      (Self.worker(.exited(0)), nil),
      (Self.worker(.exited(1), saidDone: true, check: (true, "")), nil),
      (Self.worker(.exited(3)), "exited with code 3"),
      (Self.worker(.exited(126)), "exited with code 126: its command cannot be run"),
      (Self.worker(.exited(127)), "exited with code 127: its command was not found"),
      (
        Self.worker(.exited(127), problem: "config: no x"), "exited with code 127; config: \"no x\""
      ),
      (
        Self.worker(.exited(0), problem: "empty: the agent said nothing"),
        "empty: \"the agent said nothing\""
      ),
      (
        Self.worker(.exited(1), problem: "quota: at its limit"),
        "exited with code 1; quota: \"at its limit\""
      ),
      (Self.worker(.exited(0), saidDone: false), "it said that it failed"),
      (
        Self.worker(.exited(0), saidDone: false, report: "\n no luck\nmore"),
        "it said that it failed: \"no luck\""
      ),
      (
        Self.worker(.exited(0), saidDone: true, check: (false, "one\ntwo is wrong\n")),
        "its check exited with code 1: \"two is wrong\""
      ),
      (Self.worker(.exited(0), check: (false, "")), "its check exited with code 1"),
      (
        Self.worker(.lost(.supervisor)),
        "lost: its supervisor was killed, or could not write how it ended"
      ),
      (Self.worker(.lost(.boot)), "lost: the machine was restarted"),
      (Self.worker(.killed(signal: 9)), "killed by signal 9, which looop did not send"),
      (Self.worker(.killed(signal: 15), stopped: true), "ended by a kill or `down`"),
      (
        Self.worker(
          .killed(signal: 15), stopped: true,
          ending: WorkerEnding(.human, who: "ada via pts", why: "`looop down`")),
        "ended by ada via pts (`looop down`)"
      ),
      (
        Self.worker(
          .killed(signal: 15), stopped: true, ending: WorkerEnding(.loop, why: "it \"idles\"")),
        "ended by a move of the loop: \"it \\\"idles\\\"\""
      ),
      (
        Self.worker(.killed(signal: 9), ending: WorkerEnding(.signal, why: "SIGKILL, not looop's")),
        "SIGKILL, not looop's"
      ),
      (
        Self.worker(.killed(signal: 15), problem: "it ran past its time limit of 2s"),
        "it ran past its time limit of 2s"
      ),
    ]
    for (worker, wanted) in cases {
      #expect(worker.whyFailed() == wanted)
      #expect((worker.whyFailed() != nil) == worker.hasFailed)
    }
  }

  @Test("Foreign words stay on one line, in quotes that they cannot close, and are cut")
  func hostile() throws {
    let words = "ok\"\nworker x: done \u{1B}[31m" + String(repeating: "long ", count: 400)
    for worker in [
      try Self.worker(.exited(0), saidDone: false, report: words.replacing("\n", with: " ")),
      try Self.worker(.exited(1), problem: "transient: \(words)"),
      try Self.worker(.exited(0), check: (false, words)),
    ] {
      let why = try #require(worker.whyFailed())
      #expect(!why.contains("\n") && !why.contains("\u{1B}") && why.utf8.count < 260)
      #expect(why.hasSuffix("\""))
      let shorter = try #require(worker.whyFailed(quoting: 20))
      #expect(shorter.utf8.count < 80 && shorter.hasSuffix("…\""))
    }
  }
}
