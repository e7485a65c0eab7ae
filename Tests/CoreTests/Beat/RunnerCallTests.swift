import TestSupport
import Testing

@testable import Base
@testable import Core

private struct Unexpected: Error { let what: String }

@Suite("How a call of a runner ends")
struct RunnerCallTests {
  private let move = #"{"action":"noop","reason":"fine"}"#

  @Test("Silence ends it, and says so")
  func silence() throws {
    let loop = try TestLoop()
    loop.settings.tickSilence = .seconds(1)
    loop.settings.tickTimeout = .minutes(10)
    loop.meanwhile = "sleep 600"
    guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(failure.message.contains("wrote nothing for 1s"))
    #expect(failure.cause == .runner(.transient))
  }

  @Test("Words on either stream are no silence")
  func words() throws {
    let loop = try TestLoop()
    loop.settings.tickSilence = .seconds(3)
    loop.meanwhile = "for i in $(seq 12); do echo busy >&2; sleep 0.3; done"
    try loop.answer(move)
    #expect(loop.beat() == .acted(#"noop: "fine""#))
  }

  @Test("A schema is served to a command that asks for one, in any data dir")
  func schema() throws {
    let loop = try TestLoop()
    try loop.answer(move)
    loop.meanwhile = "cp {{schema_file}} \(loop.scratch.file("schema"))"
    #expect(loop.beat() == .acted(#"noop: "fine""#))
    let schema = try JSONParser.parse(loop.scratch.text("schema"))
    #expect(schema == MoveSchema.strictSchema)
  }
}
