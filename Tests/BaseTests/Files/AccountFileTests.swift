import Base
import TestSupport
import Testing

@Suite struct AccountFileTests {
  private static let text = """
    root:x:0:0:root:/root:/bin/bash
    # a comment
    +::::::
    toor:x:0:0::/:/bin/sh
    broken:x
    signed:x:+7:7::/:
    spaced name:x:8:8::/:
    ada:x:1000:1000:Ada,,,:/home/ada:/bin/sh
    grace.h-1:x:1001:1001
    """

  @Test(
    arguments: [
      (0, "root"), (1_000, "ada"), (1_001, "grace.h-1"), (7, nil), (8, nil), (2, nil), (-1, nil),
    ] as [(Int, String?)])
  func `an account's name is that of the first good line with its number`(uid: Int, name: String?)
    throws
  {
    let scratch = try Scratch()
    try scratch.write("passwd", Self.text)
    #expect(AccountFile.name(of: uid, in: scratch.file("passwd")) == name)
  }

  @Test func `without a file, and in a folder's place, there is no name`() throws {
    let scratch = try Scratch()
    #expect(AccountFile.name(of: 0, in: scratch.file("none")) == nil)
    #expect(AccountFile.name(of: 0, in: scratch.file("")) == nil)
  }

  @Test(arguments: [
    "", "a b", "x) via /dev/pts/9", "a\nb", "a\"b", String(repeating: "a", count: 65),
  ])
  func `what cannot be a name is none`(text: String) {
    #expect(AccountFile.accountName(text) == nil)
  }
}
