import Testing
import TestSupport
@Suite struct Smoke {
  @Test func aPulseRests() async throws {
    try await Sandbox.use { box in
      try await box.upAndRest()
      #expect(box.stub.calls == 1)
      print(box.beats.map(\.text), try await box.state().text)
    }
  }
}
