import Base
import TestSupport
import Testing

@testable import Sensors

@Suite("The secrets that a process knows")
struct SecretBookTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func book(_ environment: [String: String] = [:]) -> SecretBook {
    SecretBook(path: scratch.file("secrets.env"), environment: environment)
  }

  private func write(_ text: String) throws {
    try AtomicFile.replace(scratch.file("secrets.env"), text.utf8)
  }

  @Test("The file counts as it is now")
  func file() throws {
    let book = book()
    #expect(book.redaction.text("hunter2-old hunter2-new") == "hunter2-old hunter2-new")
    try write("A=hunter2-old\n")
    #expect(book.redaction.text("hunter2-old hunter2-new") == "[redacted: secret A] hunter2-new")
    try write("A=hunter2-newer\n")
    #expect(book.redaction.text("hunter2-old hunter2-newer") == "hunter2-old [redacted: secret A]")
  }

  @Test("A line that is wrong hides no other line, and a mode that is wrong hides none")
  func broken() throws {
    try scratch.write(
      "secrets.env", "no line\nA=hunter2-a\nB='open\nC=hunter2-c\n", mode: 0o644)
    #expect(
      book().redaction.text("hunter2-a hunter2-c") == "[redacted: secret A] [redacted: secret C]")
  }

  @Test("What a sensor is given counts, and what the environment holds under such a name")
  func environment() {
    let book = book([
      "MY_API_TOKEN": "t0ken-of-mine", "SSH_KEY": "/home/ada/.ssh/id", "DEBUG_TOKEN": "enabled",
      "LOOOP_KEY": "looop-0wn-key", "MODE": "pr0duction", "DB_PASSWORD": "short",
    ])
    let text = "t0ken-of-mine /home/ada/.ssh/id enabled looop-0wn-key pr0duction short given-0ne"
    #expect(book.redaction.text(text) == "[redacted: secret MY_API_TOKEN]" + text.dropFirst(13))
    book.declare(["GIVEN": "given-0ne"])
    #expect(book.redaction.text("a given-0ne") == "a [redacted: secret GIVEN]")
  }
}
