import Base
import Testing

@Suite("Names of the original")
struct OriginalIdentifierTests {
  @Test(
    "Each is written so that it is safe everywhere, and leads back to its file",
    arguments: [
      ("fix", "fix"), ("fix:ci", "fix:ci"), ("a@b+c,d", "a@b+c,d"), ("fix ci", "fix%20ci"),
      ("-rf", "%2Drf"), ("$(x)`y`", "%24%28x%29%60y%60"), ("100%", "100%25"), ("a%20b", "a%2520b"),
      ("x;rm -rf ~", "x%3Brm%20-rf%20%7E"), ("é", "%C3%A9"), ("a\nb", "a%0Ab"),
    ])
  func written(name: String, text: String) throws {
    let identifier = try #require(Identifier(original: name))
    #expect(identifier.text == text)
    #expect(identifier.originalName == name)
    let safe = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "._-:@+,%".utf8.contains(byte)
    }
    #expect(safe)
    #expect(Identifier(writtenOriginal: text) == identifier)
  }

  @Test(
    "What cannot be a part of a file's name is none",
    arguments: ["", ".", "..", ".x", "a/b", "a\0b"])
  func refused(name: String) { #expect(Identifier(original: name) == nil) }

  @Test(
    "Only one way to write a name is one", arguments: ["a%2", "a%zz", "%61", "a b", "%2f..", "%2e"])
  func spellings(text: String) { #expect(Identifier(writtenOriginal: text) == nil) }
}
