import TestSupport
import Testing

@testable import Base
@testable import Core
@testable import Runners

@Suite("What the words of a failure mean")
struct FailureTextTests {
  @Test(
    "A network that is away passes by itself",
    arguments: [
      "Error: getaddrinfo ENOTFOUND api.example.com", "getaddrinfo EAI_AGAIN api.example.com",
      "read ECONNRESET", "curl: (6) Could not resolve host: api.example.com",
      "Temporary failure in name resolution", "connect ETIMEDOUT 10.0.0.1:443",
      "Network is unreachable", "No route to host",
    ])
  func network(words: String) throws {
    let outcome = try Recording(runner: "custom", name: "")
      .play([], exit: .exited(1), stderr: words).outcome
    #expect(outcome == .failed(RunnerFailure(.transient, words), Usage()))
  }

  @Test(
    "A system that is short of something for a moment passes, whatever code the shell ends with",
    arguments: [
      (126, "sh: 1: agent: Text file busy"), (2, "sh: 1: Cannot fork"),
      (
        127,
        "sh: error while loading shared libraries: libc.so.6: cannot open shared object file: Error 24"
      ),
      (1, "Error: EMFILE: too many open files, open '/x'"),
      (254, "bash: fork: retry: Resource temporarily unavailable"),
      (126, "sh: 1: agent: Cannot allocate memory"), (1, "cat: /x: Input/output error"),
    ])
  func shortage(code: Int, words: String) throws {
    let outcome = try Recording(runner: "custom", name: "")
      .play([], exit: .exited(code), stderr: words).outcome
    #expect(outcome == .failed(RunnerFailure(.transient, words), Usage()))
  }

  @Test(
    "What the system refuses is a fault of the set-up, and words that nothing knows are unknown",
    arguments: [
      (126, "sh: 1: agent: Permission denied", RunnerFailure.Class.config),
      (126, "sh: 1: agent: Exec format error", .config),
      (127, "sh: 1: agent: not found", .config), (3, "boom: the cache was cold", .config),
    ])
  func setUp(code: Int, words: String, failureClass: RunnerFailure.Class) throws {
    let outcome = try Recording(runner: "custom", name: "")
      .play([], exit: .exited(code), stderr: words).outcome
    guard case .failed(let failure, _) = outcome else { throw CancellationError() }
    #expect(failure.failureClass == failureClass && failure.message.contains(words))
    #expect(failure.isGuess == (code == 3))
  }

  @Test(
    "A run that crashed or failed in unknown words is a guess, whatever it printed before",
    arguments: ["claude", "codex", "custom", "opencode", "pi"],
    [
      (ProcessOutcome.exited(3), "boom", true), (.exited(3), "", true), (.signalled(11), "", true),
      (.exited(139), "", true), (.signalled(11), "Error: connection refused", false),
      (.exited(3), "Error: connection refused", false), (.interrupted, "boom", false),
      (.timedOut, "boom", false),
    ])
  func guesses(runner: String, run: (exit: ProcessOutcome, stderr: String, isGuess: Bool)) throws {
    for lines in [[], ["Welcome to the agent"]] {
      let outcome = try Recording(runner: runner, name: "")
        .play(lines.map { Array($0.utf8) }, exit: run.exit, stderr: run.stderr).outcome
      guard case .failed(let failure, _) = outcome else { throw CancellationError() }
      #expect(failure.isGuess == run.isGuess, "\(lines) \(failure)")
    }
  }

  @Test("A good exit without a move is no guess")
  func prose() throws {
    for lines in [[], ["I looked, and all is well."]] {
      let outcome = try Recording(runner: "custom", name: "")
        .play(lines.map { Array($0.utf8) }, exit: .exited(0), stderr: "boom").outcome
      if case .failed(let failure, _) = outcome { #expect(!failure.isGuess) }
    }
  }

  @Test("The start of a text ends between characters, with a mark by which half a secret is found")
  func start() {
    #expect(FailureText.start("añb".utf8, bytes: 4) == "añb")
    #expect(FailureText.start("añb".utf8, bytes: 3) == "a…")
    #expect(FailureText.start("añb".utf8, bytes: 2) == "a…")
    #expect(FailureText.start(String(repeating: "x", count: 1 << 15)).hasSuffix("x…"))
    let line = StreamLine.words(Array(String(repeating: "w", count: 2_000).utf8)[...])
    #expect(line?.hasSuffix("w…") == true)
  }

  @Test("An error of many megabytes is understood by its start")
  func longError() throws {
    let texts = [1 << 18, 1 << 20].map {
      ($0, "429 rate limit, try again in 7s " + String(repeating: "status of it ", count: $0))
    }
    let text = Dictionary(uniqueKeysWithValues: texts)
    Growth.expectConstant("an error", size: 1 << 20) { count in
      for _ in 0..<40 {
        let text = text[count] ?? ""
        #expect(FailureText.failureClass(of: text) == .quota)
        #expect(StatedWait.span(in: text) == .seconds(7))
        #expect(FailureText.line(text).utf8.count < 500)
      }
    }
  }
}
