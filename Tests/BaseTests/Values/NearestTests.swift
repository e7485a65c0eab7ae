import Testing

@testable import Base

@Suite("The nearest word")
struct NearestTests {
  @Test(
    "A typing error is near: a letter too many, one missing, one wrong, two swapped",
    arguments: [
      ("statee", "state"), ("stat", "state"), ("stste", "state"), ("satte", "state"),
      ("STATE", "state"), ("setup1", "setup-1"), ("ab", "abc"), ("G", "g"),
    ])
  func near(_ word: String, _ meant: String) {
    #expect(Nearest.match(word, in: ["zebra", meant, "quite other"]) == meant)
  }

  @Test(
    "A word of which all is wrong, or more than a third, is near to nothing",
    arguments: [("x", "g"), ("", "g"), ("xyz", "abc"), ("goal", "state"), ("sta", "statement")])
  func far(_ word: String, _ other: String) {
    #expect(Nearest.match(word, in: [other]) == nil)
  }

  @Test("Of two the nearer one; of the same distance the first")
  func best() {
    #expect(Nearest.match("notes", in: ["notess", "note", "notes"]) == "notes")
    #expect(Nearest.match("noteb", in: ["notes", "notec"]) == "notes")
  }
}
