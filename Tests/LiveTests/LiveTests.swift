internal import TestSupport
import Testing

/// The real agent CLIs against a scripted model: `make test-live`.
@Suite(
  "Live", .enabled(if: Live.mode != nil, "needs the real agent CLIs: make test-live"),
  .timeLimit(.minutes(8)))
struct LiveTests {
  @Test("A whole story with the real agent", arguments: Cast.all)
  func story(_ cast: Cast) async throws {
    defer { Tally.shared.ends(of: Cast.all.count) }
    let tell = Narrator(cast.description)
    guard let program = Live.program(cast.agent) else {
      let why = "there is no \(cast.agent) to run: scripts/fetch-agents \(cast.agent) says why"
      tell.skip(why)
      if Live.mode == .require { Issue.record("\(cast): \(why)") }
      return
    }
    try await Sandbox.use(nil) { box in
      try await Story(cast, program: program, in: box, tell).play()
    }
  }
}
