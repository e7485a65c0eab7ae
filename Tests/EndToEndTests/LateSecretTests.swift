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
}
