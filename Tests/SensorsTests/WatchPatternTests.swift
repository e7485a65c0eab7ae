import Testing

@testable import Sensors

@Suite("Paths of watch")
struct WatchPatternTests {
  @Test(
    "A path has the values of its variables in it, and is none where one has no value",
    arguments: [
      ("a/b", "a/b"), ("$HOME/a", "/home/me/a"), ("${HOME}a", "/home/mea"), ("$INPUT_REPO", "r p"),
      ("/x/$INPUT_REPO/${INPUT_REPO}.log", "/x/r p/r p.log"), ("$INPUT_NONE/a", nil),
      ("a/$INPUT_EMPTY", nil),
    ])
  func path(text: String, expected: String?) throws {
    let values = ["HOME": "/home/me", "INPUT_REPO": "r p", "INPUT_EMPTY": ""]
    #expect(try WatchPattern(text).path(values) == expected)
  }

  @Test(
    "A dollar sign without a variable's name is refused", arguments: ["$", "a$/b", "${a", "$1"])
  func wrong(text: String) {
    #expect(throws: WatchPattern.Problem.self) { try WatchPattern(text) }
  }
}
