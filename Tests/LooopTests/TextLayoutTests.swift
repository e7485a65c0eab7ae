import Testing

@testable import looop

@Suite("Texts in the columns of a terminal")
struct TextLayoutTests {
  @Test(
    "Broken at blanks, nothing is left out, and every blank stays where it is seen",
    arguments: [
      ("one two three", ["one two", " three"]), ("a     b", ["a     b"]),
      ("aaaa bbbb cccc", ["aaaa", " bbbb", " cccc"]), ("aaaaaaa     b", ["aaaaaaa", "     b"]),
      ("abcdefghijkl mn", ["abcdefgh", "ijkl mn"]), ("aaaaaaaa b", ["aaaaaaaa", " b"]),
      ("        x", ["        ", "x"]), ("", [""]), ("a ああああ", ["a", " あああ", "あ"]),
    ])
  func broken(_ text: String, _ pieces: [String]) {
    let broken = TextLayout.broken(text, columns: 8)
    #expect(broken == pieces)
    #expect(broken.joined() == text)
  }

  @Test("Behind a label the further lines begin where the first does; a path stays whole")
  func labelled() {
    #expect(
      TextLayout.labelled("ok", width: 4, "see /a/very/long/path now", columns: 12) == [
        "ok  see", "    /a/very/long/path", "    now",
      ])
    #expect(TextLayout.labelled("ok", width: 4, "a b", columns: nil) == ["ok  a b"])
  }
}
