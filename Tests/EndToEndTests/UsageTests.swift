import TestSupport
import Testing

/// What looop says of a line that it cannot read: one voice, whoever noticed it.
@Suite("Wrong lines")
struct UsageTests {
  /// Typed in this order; the golden file has what each is answered with.
  private static let lines: [[String]] = [
    ["state", "--bogus"], ["asks", "--jsn"], ["up", "-x"], ["state", "now"], ["up", "a", "b"],
    ["goal", "show"], ["goal", "show", "a", "b"], ["goal", "write"], ["kill"], ["answer"],
    ["goal", "write", "g", "-one", "two"], ["answer", "setup-1", "--forse", "yes"],
    ["worker", "start"], ["worker", "start", "w", "x", "--goal"], ["cost", "--by"],
    ["cost", "--days", "many"], ["cost", "--by", "runer"], ["cost", "--json=yes"],
    ["journal", "-n"], ["playbook", "show", "--json"], ["goal"], ["goal", "--json"], ["worker"],
    ["run"], ["run", "--bogus", "ls"], ["sensor", "add"], ["runner", "replay", "claude"],
    ["push"], ["--data-dir", "x", "state"], ["-v"], ["start"], ["stop"], ["logs"], ["ps"],
    ["status"], ["ls"], ["rm"], ["edit"], ["list"], ["show"], ["help", "start"],
    ["worker", "ps"], ["worker", "logs"], ["goal", "rm", "x"], ["sensor", "create", "x"],
    ["runner", "use", "claude"], ["asks", "ls"], ["statee"], ["goal", "wrte"],
  ]

  @Test("Each is answered with what is wrong and how to mend it, and exits with 64")
  func text() async throws {
    try await Sandbox.use(nil) { box in
      var said = ""
      for words in Self.lines {
        let result = try await box.start(words).finish()
        #expect(result.code == 64 && result.out.isEmpty, "\(words)")
        said += "$ looop \(words.joined(separator: " "))\n\(result.err)\n"
      }
      Golden.expect(said, at: "golden/errors/usage.txt")
      #expect(!box.exists("data"))
    }
  }

  @Test("It is one error with a hint, the same as text and as JSON, and all of it looop's own")
  func json() async throws {
    try await Sandbox.use(nil) { box in
      // `run` passes on what follows its command, and three lines have a --json already.
      for words in Self.lines where !words.contains(where: { $0 == "run" || $0.contains("json") }) {
        let text = try await box.start(words).finish()
        let result = try await box.start(words + ["--json"]).finish()
        #expect(result.code == 64 && result.out.isEmpty, "\(words)")
        let error = try JSON(result.err)["error"]
        #expect(
          ["E_USAGE", "E_VERB", "E_ID"].contains(error["code"].string), "\(words): \(result.err)")
        let message = try #require(error["message"].string)
        #expect(error["hint"].string?.isEmpty == false)
        #expect(text.err.hasPrefix("looop: ") && text.err.contains(".\n  "), "\(text.err)")
        for foreign in ["Error:", "Usage:", "USAGE", "See '", "rgument"] {
          #expect(!text.err.contains(foreign), "\(words): \(text.err)")
        }
        #expect(message.hasSuffix("."), "\(words): \(message)")
      }
    }
  }
}
