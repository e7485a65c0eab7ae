import TestSupport
import Testing

/// What `why` says, in tests.
extension Sandbox {
  func whyJSON() async throws -> JSON { try await looop("why", "--json").json() }

  /// Waits until the first reason is that one.
  func why(until reason: String) async throws {
    try await Until.holds("the reason \(reason)", saw: { text("data/.activity.json") }) {
      let why = try await whyJSON()
      return why["reasons"][0]["reason"].string == reason && why["last_beat_at"].int != nil
    }
  }

  func expectWhy(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    Golden.expect(
      timelessWhy(try await must("why")), at: "golden/why/\(name).txt",
      sourceLocation: sourceLocation)
  }

  /// Without what goes by the hour or by chance.
  func timelessWhy(_ text: String) -> String {
    timeless(text).replacing(#/\b\d{8}-\d{6}(-\d+)?\b/#, with: "RUN")
      .replacing(#/(?m)^next wake    CLOCK \(in T\): .*$/#, with: "next wake    CLOCK (in T): WHAT")
      .replacing(
        #/(?m)^last beat    CLOCK \(T ago\): .*$/#, with: "last beat    CLOCK (T ago): WHAT"
      )
      .replacing(#/until MINUTE, in \d+[smhd]/#, with: "until MINUTE, in T")
      .replacing(#/"date":"[-0-9]+","weekday":"\w+"/#, with: #""date":"DAY""#)
  }

  func killPulse() async throws {
    Processes.kill(try pulse())
    try await Until.holds("the pulse's end") { try await state()["pulse_alive"] == false }
  }
}
