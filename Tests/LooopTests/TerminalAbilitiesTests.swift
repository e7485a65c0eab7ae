import Testing

@testable import looop

@Suite("What a terminal can do")
struct TerminalAbilitiesTests {
  private static func abilities(
    _ environment: [String: String], input: Bool = true, output: Bool = true
  ) -> [Bool] {
    let abilities = TerminalAbilities(
      environment, isInputTerminal: input, isOutputTerminal: output)
    return [abilities.placesCursor, abilities.hasWindow, abilities.hasColors]
  }

  @Test("TERM and NO_COLOR decide, and what the streams are")
  func table() {
    let term = ["TERM": "xterm"]
    #expect(Self.abilities(term) == [true, true, true])
    #expect(Self.abilities(term, input: false) == [true, false, true])
    #expect(Self.abilities(term, output: false) == [false, false, false])
    for dumb in [[:], ["TERM": ""], ["TERM": "dumb"]] {
      #expect(Self.abilities(dumb) == [false, false, false])
    }
    #expect(Self.abilities(["TERM": "xterm", "NO_COLOR": "1"]) == [true, true, false])
    #expect(Self.abilities(["TERM": "xterm", "NO_COLOR": ""]) == [true, true, true])
  }
}
