import Base
import Testing

@testable import Core

@Suite("What an offline replay compares")
struct OfflineResultTests {
  @Test("A secret that became known since is no difference, on whichever side it is plain")
  func lateSecret() {
    let redaction = Redaction(["TOKEN": "s3cret-word"])
    var result = OfflineResult(run: "r", redacting: redaction)
    let texts = ["bad s3cret-word", "bad [redacted: secret TOKEN]"]
    for step in OfflineResult.Step.allCases {
      result.compare(step, "text", was: texts[0], now: texts[1], why: "w")
      result.compare(step, "text", was: texts[1], now: texts[0], why: "w")
    }
    #expect(result.verdict == .same)
    result.compare(.outcome, "text", was: "bad s3cret-word", now: "good s3cret-word", why: "w")
    #expect(result.differences.map(\.was) == ["bad [redacted: secret TOKEN]"])
    #expect(result.differences.map(\.now) == ["good [redacted: secret TOKEN]"])
  }
}
