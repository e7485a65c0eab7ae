import TestSupport
import Testing

@testable import Core

@Suite("A runner's program")
struct RunnerProgramTests {
  @Test(
    "Is missing only where no shell could mean something else by its word",
    arguments: [
      ("no-such-agent", true), ("no_such.agent-2", true), ("", false), ("sh", false),
      ("/nonexistent/agent", false), ("./agent", false), ("$AGENT", false), ("~/agent", false),
      ("{", false), ("exec", false), ("if", false), ("(agent", false), ("agent;", false),
      ("`agent`", false), ("ägent", false), ("ag*", false),
    ])
  func missing(word: String, isMissing: Bool) {
    #expect(RunnerProgram(word, searchPath: "/usr/bin:/bin").isMissing == isMissing)
  }
}
