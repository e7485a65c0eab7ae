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
