import TestSupport
import Testing

@testable import Base

@Suite("Text from others, made safe to show")
struct UntrustedTests {
  @Test(
    "What moves a cursor, colours or reorders is made visible",
    arguments: [
      ("plain\n\ttext é 😀", "plain\n\ttext é 😀"), ("\u{1B}[31mred", "\\u{1b}[31mred"),
      ("a\rb", "a\\u{d}b"),
      ("a\r\nb", "a\\u{d}\nb"), ("\u{0}\u{7}\u{8}\u{7F}", "\\u{0}\\u{7}\\u{8}\\u{7f}"),
      ("\u{9B}31m", "\\u{9b}31m"),
      ("\u{202E}abc\u{2066}", "\\u{202e}abc\\u{2066}"),
      ("a\u{2028}b\u{2029}c", "a\\u{2028}b\\u{2029}c"),
      ("\u{FEFF}x\u{E0041}", "\\u{feff}x\\u{e0041}"), ("", ""),
      ("a\u{200B}b\u{AD}c\u{2060}", "a\\u{200b}b\\u{ad}c\\u{2060}"),
      ("\u{115F}\u{3164}\u{FFA0}\u{180E}", "\\u{115f}\\u{3164}\\u{ffa0}\\u{180e}"),
      ("x\u{FE01}y\u{E0100}", "x\\u{fe01}y\\u{e0100}"), ("a\u{FFF9}b", "a\\u{fff9}b"),
      // One such mark makes an emoji; two, or one after a letter, are a text of their own.
      ("❤\u{FE0F} ☁\u{FE0F}", "❤\u{FE0F} ☁\u{FE0F}"), ("1\u{FE0F}\u{20E3}", "1\u{FE0F}\u{20E3}"),
      ("❤\u{FE0F}\u{FE0F}", "❤\u{FE0F}\\u{fe0f}"), ("a\u{FE0F}1\u{FE0F}", "a\\u{fe0f}1\\u{fe0f}"),
    ])
  func visible(_ text: String, _ expected: String) {
    #expect(Untrusted.visible(text) == expected)
  }

  @Test(
    "One line stays one line",
    arguments: [
      ("a\nb", "a b"), ("  a \t\n\n b  ", "a b"), ("a\r\nb", "a\\u{d} b"), ("\n\n", ""),
      ("a\u{2028}b", "a\\u{2028}b"),
      ("a\u{85}b\u{B}c", "a\\u{85}b\\u{b}c"),
      ("a\u{A0}\u{3000}\u{2003}\u{2800} b", "a b"),
    ])
  func oneLine(_ text: String, _ expected: String) {
    #expect(Untrusted.oneLine(text) == expected)
  }

  @Test(
    "A clipped text says how much is missing",
    arguments: [
      ("abc", 3, "abc"), ("abcd", 3, "abc\n[clipped: 1 more bytes]"), ("", 0, ""),
      ("a", 0, "\n[clipped: 1 more bytes]"),
      ("éé", 3, "é\n[clipped: 2 more bytes]"), ("😀", 3, "\n[clipped: 4 more bytes]"),
    ])
  func clips(_ text: String, _ limit: Int, _ expected: String) {
    #expect(Untrusted.clipped(text, bytes: limit) == expected)
  }

  @Test("The table of invisible characters is Unicode's, as far as the standard library knows it")
  func ignorable() {
    var bounds: [UInt32] = []
    var isInside = false
    for value in UInt32(0)...0x10FFFF {
      let isOne = Unicode.Scalar(value)?.properties.isDefaultIgnorableCodePoint ?? false
      if isOne != isInside { bounds.append(value) }
      isInside = isOne
    }
    #expect(HiddenScalars.ignorable == bounds)
  }

  @Test("Every line of a barred text has a bar")
  func barred() {
    let lines = Untrusted.lines("a\n\n| b\rc\n")
    #expect(Untrusted.barred(lines, indent: 2) == ["  | a", "  |", "  | | b\\u{d}c", "  |"])
  }

  @Test("As ASCII no letter passes for one of another alphabet")
  func ascii() {
    #expect(Untrusted.ascii("ma\u{43A}e\t\n~ é") == "ma\\u{43a}e\\u{9}\n~ \\u{e9}")
  }

  @Test("Whatever text comes, one line holds no line end and no control")
  func anyText() {
    var random = Seed.take(for: "UntrustedTests.anyText")
    let seed = random.seed
    for _ in 0..<5000 {
      let scalars = (0..<12).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2100, using: &random))
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      let line = Untrusted.oneLine(text)
      #expect(
        !line.unicodeScalars.contains { $0.properties.generalCategory == .control },
        "seed \(seed): \(scalars)")
      #expect(Untrusted.visible(line) == line)
      let clipped = Untrusted.clipped(text, bytes: 10)
      #expect(!clipped.unicodeScalars.contains("\u{FFFD}"))
    }
  }
}
