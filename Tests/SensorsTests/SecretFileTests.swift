import Base
import Core
import TestSupport
import Testing

@testable import Sensors

private let form = "Write KEY=value, one a line; names are letters, digits and '_'."
private let enclose =
  "End the value with the same quote, and use the other kind within; '\\' has no special meaning."

@Suite("The file of secrets")
struct SecretFileTests {
  @Test(
    "Lines read as names and values",
    arguments: [
      ("", [:]),
      ("\n  \n# A=b\n \t#=\n", [:]),
      ("A=b", ["A": "b"]),
      ("_a9=b\r\nC=d\r\n", ["_a9": "b", "C": "d"]),
      ("export A=b\nexport\t B=c\n  A2=e  ", ["A": "b", "B": "c", "A2": "e"]),
      ("export=d\nexported=e", ["export": "d", "exported": "e"]),
      ("A=\nB=''\nC=\"\"", ["A": "", "B": "", "C": ""]),
      ("A= b c \nB==x=\nC=a#b", ["A": "b c", "B": "=x=", "C": "a#b"]),
      ("A='b \"c\" # $d '\nB=\"it's \\n\"", ["A": "b \"c\" # $d ", "B": "it's \\n"]),
      ("A=b'c'\nB=#c", ["A": "b'c'", "B": "#c"]),
      ("A=\u{301}é\nB='\u{301}'", ["A": "\u{301}é", "B": "\u{301}"]),
    ] as [(String, [String: String])])
  func good(text: String, expected: [String: String]) throws {
    #expect(try SecretFile(Array(text.utf8), file: "s.env").values == expected)
  }

  @Test(
    "A wrong line is told by its number and how to mend it, never by what it holds",
    arguments: [
      ("A=b\nhunter2", "s.env:2: no '='", form),
      ("export hunter2", "s.env:1: no '='", form),
      ("hunter 2=b", "s.env:1: the part before '=' is not a name", form),
      ("A =hunter2", "s.env:1: the part before '=' is not a name", form),
      ("=hunter2", "s.env:1: the part before '=' is not a name", form),
      ("2A=hunter2", "s.env:1: the part before '=' is not a name", form),
      ("Ä=hunter2", "s.env:1: the part before '=' is not a name", form),
      ("A=hunter\u{0}2", "s.env:1: the value is not UTF-8 text, or has a NUL character", form),
      (
        "A=hunter2 # mine", "s.env:1: a '#' after a blank, which may be meant as a comment",
        "Put the comment on a line of its own, or the whole value in quotes."
      ),
      (
        "A='hunter2", "s.env:1: the value starts with a quote but is not enclosed by it",
        enclose
      ),
      (
        "A='", "s.env:1: the value starts with a quote but is not enclosed by it",
        enclose
      ),
      (
        "A='hunter2' # mine",
        "s.env:1: the value starts with a quote but is not enclosed by it", enclose
      ),
      (
        "A=\"hun\\\"ter2\"",
        "s.env:1: the value starts with a quote but is not enclosed by it", enclose
      ),
      (
        "A=b\n\nA=hunter2", "s.env:3: 'A' appears twice, first on line 1",
        "Delete one of the two lines."
      ),
    ])
  func wrong(text: String, message: String, hint: String) {
    let error = thrown { () throws(LooopError) in
      _ = try SecretFile(Array(text.utf8), file: "s.env")
    }
    #expect(error == LooopError(.config, code: "E_SECRETS", message, hint: hint))
  }

  @Test("A value that is not UTF-8 is refused; a comment may hold anything")
  func bytes() throws {
    let error = thrown { () throws(LooopError) in
      _ = try SecretFile(Array("#".utf8) + [0xFF] + Array("\nA=".utf8) + [0xFF], file: "s.env")
    }
    #expect(error?.message == "s.env:2: the value is not UTF-8 text, or has a NUL character")
  }

  @Test("Without a file there are no secrets, and the owner's own is read")
  func read() throws {
    let scratch = try Scratch()
    #expect(try SecretFile.read(scratch.file("secrets.env")).values == [:])
    for mode in [0o600, 0o400, 0o700] {
      let path = try scratch.write("secrets-\(mode).env", "A=b\n", mode: mode)
      #expect(try SecretFile.read(path).values == ["A": "b"])
    }
  }

  @Test(
    "A file that is open to anyone else is refused, with the command that closes it",
    arguments: [(0o640, "640"), (0o604, "604"), (0o620, "620"), (0o644, "644"), (0o601, "601")])
  func open(mode: Int, shown: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write("my secrets.env", "A=b\n", mode: mode)
    let error = thrown { () throws(LooopError) in _ = try SecretFile.read(path) }
    #expect(
      error
        == LooopError(
          .config, code: "E_SECRETS",
          "\(path) can be read by others than its owner (mode \(shown)).",
          hint: "Run: chmod 600 '\(path)'"))
  }
}
