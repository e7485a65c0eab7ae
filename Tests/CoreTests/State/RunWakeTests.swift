import Core
import Testing

@Suite("What woke a run")
struct RunWakeTests {
  @Test(
    "A line has someone else's words in quotes, and says where there are none",
    arguments: [
      (
        "reading/ci", "/signal/state", #""green""#, #""red""#,
        #"/signal/state from "green" to "red""#
      ),
      ("reading/ci", "", "1", "2", "as a whole from 1 to 2"),
      ("goal/g", nil, "go 1 to go 2", "go \"3\"", #"from "go 1 to go 2" to "go \"3\"""#),
      ("answer/setup-1", nil, nil, "go", #"to "go""#),
      ("goal/g", nil, "", "x", #"from (nothing) to "x""#),
    ] as [(String, String?, String?, String?, String)])
  func line(_ item: String, _ pointer: String?, _ from: String?, _ to: String?, _ words: String) {
    let change = RunWake.Change(item: item, kind: "changed", pointer: pointer, from: from, to: to)
    #expect(change.line == "changed: \(item): \(words)")
  }
}
