import Base
import TestSupport
import Testing

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
