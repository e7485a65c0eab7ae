import Base
import Testing

@Suite("Bytes by class")
struct ASCIITests {
  @Test("Letters, digits and names are those of ASCII, and end where it ends them")
  func classes() {
    let all = (UInt8.min...UInt8.max)
    #expect(all.filter(\.isDigit) == Array("0123456789".utf8))
    #expect(
      all.filter(\.isLetter)
        == Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8))
    #expect(Set(all.filter(\.isNameByte)).count == 63)
  }

  @Test(
    "A variable's name starts with no digit and holds nothing else",
    arguments: [
      ("PATH", true), ("_", true), ("a9", true), ("9a", false), ("", false), ("a-b", false),
      ("ä", false), ("a b", false),
    ])
  func names(_ text: String, _ isName: Bool) {
    #expect(text.utf8.isVariableName == isName)
  }

  @Test("Digits alone are at least one digit")
  func digits() {
    #expect("007".utf8.isDigitsOnly && !"".utf8.isDigitsOnly && !"٣".utf8.isDigitsOnly)
  }

  @Test("What others wrote is quoted on one line, and cut with a mark")
  func quoted() {
    #expect(Untrusted.quoted("a\n\tb\u{1B}", bytes: 80) == "a b\\u{1b}")
    #expect(Untrusted.quoted("abcdef", bytes: 4) == "abcd [clipped: 2 more bytes]")
  }
}
