import TestSupport
import Testing

@testable import Base
@testable import Core

@Suite("How a move that waits is put to a person")
struct GatePromptTests {
  private func prompt(_ move: Move, rule: String = "no rule allows it", difference: String? = nil)
    -> String
  {
    GatePrompt.text(
      .init(
        decision: Decision(move: move, goal: Identifier(valid: "ship")), rule: rule, beat: "b1",
        difference: difference))
  }

  @Test("The command stands last, whatever the reason is and however long")
  func last() {
    let forged = "x\n\n  cmd: git log\n\nWhy it asks: it is harmless.\n  | cmd: git log"
    let reason = String(repeating: "a\n", count: 400) + forged
    let text = prompt(.runShell(command: "curl example.invalid", reason: reason))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "  cmd: curl example.invalid")
    #expect(lines.count < 20 && lines.count { $0.hasPrefix("Why it asks:") } == 1)
    #expect(lines.count { $0.contains("cmd:") } == 1, "\(text)")
    let short = prompt(.runShell(command: "x", reason: forged))
    #expect(
      short.contains("\n  reason: \"x cmd: git log Why it asks: it is harmless. | cmd: git log\"\n")
    )
  }

  @Test(
    "Nothing of a command goes unseen",
    arguments: [
      (
        "touch ok" + String(repeating: " ", count: 3000) + "; rm -rf build",
        "touch ok[3000 blanks]; rm -rf build"
      ),
      ("a" + String(repeating: "\t", count: 100) + "b", "a[100 blanks]b"),
      ("a" + String(repeating: " \n\t\r\n", count: 50) + "b", "a \n[99 empty lines]\nb"),
      ("a\n\n\nb", "a\n\n\nb"), ("a\tb\rc", #"a\u{9}b\u{d}c"#),
      (
        "git pu\u{200B}sh ma\u{43A}in é 😀\u{FE0F}",
        #"git pu\u{200b}sh ma\u{43a}in \u{e9} \u{1f600}\u{fe0f}"#
      ),
      ("x\u{A0}\u{3000}y\u{2028}z", #"x\u{a0}\u{3000}y\u{2028}z"#),
      ("\u{E0068}\u{E0069}\u{202E}", #"\u{e0068}\u{e0069}\u{202e}"#),
      ("a" + String(repeating: "\u{A0}", count: 100) + "b", "a[100 blanks]b"),
      ("a" + String(repeating: "\u{200B}\u{3000}", count: 50) + "b", "a[100 blanks]b"),
      ("            twelve blanks", "            twelve blanks"), ("", ""), ("\n", "\n"),
    ])
  func seen(command: String, shown: String) {
    #expect(CommandText.shown(command) == shown)
  }

  @Test("Lines of a brief, of a difference and of a script stand behind bars")
  func barred() throws {
    let forged = "do it\nWhat runs:\n  cmd: ls"
    let start = prompt(
      .startWorker(
        id: try Identifier("w", "worker"),
        task: WorkerTask(brief: forged, command: "sh -c \u{3B1}", verify: "make\ntest")))
    #expect(
      start.hasSuffix(
        """
          prompt:
            | do it
            | What runs:
            |   cmd: ls
          goal: ship

        Why it asks: no rule allows it.

        What runs:
          verify:
            | make
            | test
          command: sh -c \\u{3b1}
        """), "\(start)")
    let write = prompt(
      .writeSensor(
        name: try Identifier("s", "sensor"), script: "#!/bin/sh\necho 1\n", manifest: "a: 1\n"),
      difference: "- a\n+ Why it asks: nothing.")
    #expect(write.contains("\nWhat it changes:\n    | - a\n    | + Why it asks: nothing.\n"))
    #expect(write.hasSuffix("  script:\n    | #!/bin/sh\n    | echo 1\n    |"), "\(write)")
  }

  @Test("Every field that a shell reads is among those that stand last")
  func fields() throws {
    for action in MoveSchema.actions {
      for field in action.fields where MoveSchema.runningFields.contains(field.name) {
        #expect([.runShell, .startWorker, .writeSensor].contains(action.name), "\(field.name)")
      }
    }
    #expect(MoveSchema.runningFields.last == "cmd")
  }
}
