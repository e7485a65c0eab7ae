import Testing

@testable import Core

@Suite struct ChoiceTests {
  private static let colours = ["red", "the blue one", "Dark green", "light green", "no, wait"]

  @Test(arguments: [
    ("red", Choice.option(0)), (" RED \n", .option(0)), ("#2", .option(1)), ("blue", .option(1)),
    ("Dark green", .option(2)), ("dark GREEN", .option(2)), ("dark", .option(2)),
    ("no", .option(4)), ("No, wait", .option(4)),
    ("green", .ambiguous([2, 3])), ("#0", .missing), ("#6", .missing),
    ("#99999999999999999999", .missing),
    // Anything else is the human's own words, a number too.
    ("2", .words), ("#", .words), ("# 2", .words), ("blue or red", .words), ("gree", .words),
    ("purple", .words), ("#2 please", .words), ("", .words),
  ])
  func `an option is its text, its number or a word of its own`(text: String, expected: Choice) {
    #expect(Choice.of(text, among: Self.colours) == expected)
  }

  @Test func `without options everything is words`() {
    for text in ["#1", "yes", "red"] { #expect(Choice.of(text, among: []) == .words) }
  }

  @Test func `an option's very text comes before any reading of it`() {
    #expect(Choice.of("#2", among: ["#2", "x"]) == .option(0))
    #expect(Choice.of("now", among: ["merge now", "now"]) == .option(1))
    #expect(Choice.of("a", among: ["A", "a"]) == .option(1))
  }
}
