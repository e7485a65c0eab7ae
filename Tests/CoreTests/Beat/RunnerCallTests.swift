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

  private static let secret = "Kq83hfXw72LpzVd95TbmRc41 and-the-rest-of-it"

  @Test(
    "Where what failed is cut within a secret, no part of the secret is told",
    arguments: ["", "x", "xxxxxxxxxxxx"], [" ", "\\n"])
  func cutErrors(before: String, between: String) throws {
    let loop = try TestLoop()
    loop.redaction = Redaction(["KEY": Self.secret])
    loop.meanwhile =
      "printf '\(before)' >&2; for i in $(seq 900); do printf '\(Self.secret)\(between)'; done >&2;"
      + " exit 1"
    guard case .failed(let failure) = loop.beat() else { throw Unexpected(what: "no failure") }
    #expect(failure.message.contains("[redacted: secret KEY]"), "\(failure.message)")
    for text in [failure.message, try loop.scratch.text("data/events.jsonl")] {
      for piece in ["Kq83", "hfXw", "72Lp", "zVd9", "5Tbm", "Rc41", "the-rest", "of-it"] {
        #expect(!text.contains(piece), "\(piece): \(text)")
      }
    }
  }

  @Test("Of the output of a command neither, nor of a check", arguments: [200, 4_000])
  func cutOutput(_ count: Int) throws {
    let secret = (0..<count).map { "\($0)-" }.joined()
    let redaction = Redaction(["KEY": secret])
    let output = Array(String(repeating: secret + " ", count: 200).utf8.suffix(14 << 10))
    let tail = redaction.tail(of: output, bytes: RunShell.tail)
    #expect(tail.allSatisfy { !$0.isNumber }, "\(tail)")
    let loop = try TestLoop()
    try loop.scratch.write("said", String(repeating: secret + " ", count: 20))
    let verdict = Verification.run(
      "cat said", environment: ["PATH": "/usr/bin:/bin"], workingDirectory: loop.scratch.path,
      children: ChildGroup(poller: Poller(), sweepsOrphans: false), redaction: redaction)
    #expect(verdict.isPassed && verdict.tail.allSatisfy { !$0.isNumber }, "\(verdict.tail)")
  }
}
