internal import TestSupport
import Testing

/// The real agent CLIs against a scripted model: `make test-live`.
@Suite(
  "Live", .enabled(if: Live.mode != nil, "needs the real agent CLIs: make test-live"),
  .timeLimit(.minutes(60)))
struct LiveTests {
  private static let tally = Tally("stories", of: Cast.all.count)

  @Test("A whole story with the real agent", arguments: Cast.all)
  func story(_ cast: Cast) async throws {
    defer { Self.tally.ends() }
    let tell = Narrator(cast.description, Self.tally)
    guard let program = Live.program(cast.agent, tell) else { return }
    try await Sandbox.use(nil) { box in
      try await Story(cast, program: program, in: box, tell).play()
    }
  }
}
