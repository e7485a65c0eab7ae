import ModelServer
import TestSupport
import Testing

@Suite("The scripted model's hands")
struct HandsTests {
  private static let running = "Process running with session ID 7\nOutput:\nask w-1\n"

  @Test("Each result is a finished step")
  func finished() {
    let turn = Turn(results: ["one", "two"])
    for hands in [Hands.claude, .codex, .codexProgram] {
      let progress = hands.progress(turn)
      #expect(progress.finished == ["one", "two"] && progress.waiting == nil)
    }
  }

  @Test("A step that still runs is polled, for as long as it takes, and counts once")
  func polled() {
    let waiting = Hands.codex.progress(Turn(results: ["one", Self.running]))
    #expect(waiting.finished == ["one"])
    #expect(
      waiting.waiting
        == .call(
          "write_stdin", ["session_id": 7, "chars": "", "yield_time_ms": 86_400_000]))
    let over = Hands.codex.progress(
      Turn(results: ["one", Self.running, Self.running, "nine"]))
    #expect(over.finished == ["one", Self.running + Self.running + "nine"])
    #expect(over.waiting == nil)
  }

  @Test("A command of any characters stands as it is in a program")
  func program() {
    guard case .program("exec", let source) = Hands.codexProgram.run("echo \"a\\n'\"") else {
      Issue.record("no program")
      return
    }
    #expect(source.contains(#"cmd: "echo \"a\\n'\"","#))
  }
}
