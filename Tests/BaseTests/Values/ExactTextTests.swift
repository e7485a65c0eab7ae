import Testing

@testable import Base

@Suite struct ExactTextTests {
  @Test func utf8IsReadAsItIs() throws {
    for text in ["", "Grün\n", "\u{FFFD}", "a\u{0}b", "\u{FEFF}x"] {
      #expect(try ExactText.read(Array(text.utf8), "The goal") == text)
    }
  }

  @Test(arguments: [
    ([0xFC], "line 1, column 1 has the byte 0xFC"),
    ([0x61, 0x0A, 0xC3, 0xBC, 0xE4], "line 2, column 2 has the byte 0xE4"),
    // Cut in the middle of a character; a surrogate; longer than it need be.
    ([0x61, 0xE2, 0x82], "line 1, column 2 has the byte 0xE2"),
    ([0xED, 0xA0, 0x80], "line 1, column 1 has the byte 0xED"),
    ([0xC0, 0x80], "line 1, column 1 has the byte 0xC0"),
    // After a character that Swift's own reading could have put there.
    ([0xEF, 0xBF, 0xBD, 0xFF], "line 1, column 2 has the byte 0xFF"),
  ])
  func otherBytesAreRefusedWithTheirPlace(_ bytes: [UInt8], _ place: String) throws {
    let error = #expect(throws: LooopError.self) { try ExactText.read(bytes, "The goal") }
    #expect(error?.kind == .badData && error?.code == "E_UTF8")
    #expect(error?.message == "The goal is not UTF-8: \(place).")
    #expect(error?.hint?.contains("iconv") == true)
  }
}
