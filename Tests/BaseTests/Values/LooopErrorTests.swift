import Testing

@testable import Base

@Suite struct LooopErrorTests {
  @Test func aMessageIsOneLineWhateverItNames() {
    let error = LooopError(.badData, code: "E_READ", "Cannot read a\nlooop: all is well  b.")
    #expect(error.message == #"Cannot read a\u{a}looop: all is well  b."#)
    let list = LooopError(.config, code: "E_MANIFEST", lines: ["one", "t\nwo"])
    #expect(list.message == "one\nt\\u{a}wo")
  }

  @Test func withKeepsTheRest() {
    let list = LooopError(.config, code: "E_MANIFEST", lines: ["one", "two"], hint: "Mend it.")
    let other = list.with(kind: .badData)
    #expect(other.kind == .badData && other.message == list.message && other.hint == list.hint)
    #expect(list.with(hint: "Read it.").hint == "Read it.")
    #expect(list.with(hint: "Read it.").kind == .config)
  }
}
