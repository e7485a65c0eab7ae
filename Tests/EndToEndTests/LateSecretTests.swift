import TestSupport
import Testing

/// What the log holds was redacted when it was written. A secret that became known later is redacted
/// wherever a person looks.
@Suite("a secret that became known later")
struct LateSecretTests {
  private static let secret = "tangerine-lattice-9917"

  private static let windows = [
    ["journal"], ["journal", "--json"], ["events"], ["events", "--json"], ["screenshot", "pulse"],
    ["screenshot", "pulse", "--svg"], ["watch", "--once"], ["recap"], ["recap", "--md"],
    ["recap", "--json"], ["recap", "--html"],
  ]

  /// What shows runs and what was written for them, in words and as JSON.
  private static let ofRuns = [
    ["runs", "list"], ["runs", "list", "--json"], ["runs", "show"], ["runs", "show", "--json"],
    ["state"], ["why"], ["worker", "list"], ["sensor", "list"],
  ]

  @Test("No window shows it")
  func windows() async throws {
    try await Sandbox.use { box in
      try await box.must("run", "--", "echo", "key", Self.secret)
      #expect(box.text("data/events.jsonl").contains(Self.secret))
      try box.write("data/secrets.env", "LATE=\(Self.secret)\n", mode: 0o600)
      for words in Self.windows {
        let shown = try await box.start(words).finish().out
        // Markdown escapes what is around the name.
        #expect(shown.contains("LATE"), "\(words)")
        #expect(!shown.contains(Self.secret), "\(words)")
      }
    }
  }

  @Test("No list and no sheet of a run shows it, also where it has blanks and a line ends there")
  func runs() async throws {
    let phrase = "correct horse battery staple 4242"
    try await Sandbox.use { box in
      try box.stub.moves([
        "action": "noop",
        "reason":
          "logged in to the server of the customer with the phrase \(phrase) as you said, it works",
      ])
      try await box.must("beat")
      try box.write("data/secrets.env", "LATE=\"\(phrase)\"\n", mode: 0o600)
      for words in Self.ofRuns {
        let shown = try await box.start(words).finish().out
        #expect(!shown.contains("horse") && !shown.contains("staple"), "\(words): \(shown)")
      }
    }
  }
}
