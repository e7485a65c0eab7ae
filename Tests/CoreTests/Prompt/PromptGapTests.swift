import Testing

@testable import Core

@Suite("What a prompt left out")
struct PromptGapTests {
  @Test("Marks are found with their section and whose text it is, in their order")
  func marks() {
    let prompt = """
      You decide.

      ## GOALS

      ### goal ship

      | Ship it.
      | [clipped: 30 more bytes]

      [left out: 2 more goals: a b]

      ## READINGS

      ### sensor ci
      status ok
      | signal: [left alone]
      [detail left out: 500 bytes]

      ## LEFT OUT

      The whole prompt was too long.

      ## NOW

      [it exited]
      """
    #expect(
      PromptGap.all(in: prompt) == [
        PromptGap(place: "GOALS, goal ship", mark: "[clipped: 30 more bytes]"),
        PromptGap(place: "GOALS", mark: "[left out: 2 more goals: a b]"),
        PromptGap(place: "READINGS, sensor ci", mark: "[detail left out: 500 bytes]"),
        PromptGap(place: "LEFT OUT", mark: "The whole prompt was too long."),
      ])
    #expect(PromptGap.all(in: "## GOALS\n\nnone\n").isEmpty)
  }
}
