import Testing

@testable import looop

@Suite("Keys of a terminal")
struct KeyDecoderTests {
  @Test(
    "Bytes make keys",
    arguments: [
      ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [Key.up, .down, .right, .left]),
      ("\u{1B}OA\u{1B}OB\u{1B}OH\u{1B}OF", [.up, .down, .home, .end]),
      (
        "\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~",
        [.home, .end, .home, .end, .home, .end]
      ),
      ("\u{1B}[3~\u{7F}\u{8}", [.delete, .backspace, .backspace]),
      ("\u{1B}[1;5C", [.right]),
      ("\r\n\t", [.enter, .enter, .tab]),
      ("\u{1}\u{3}\u{5}\u{15}", [.control("a"), .control("c"), .control("e"), .control("u")]),
      ("aé日🙂", [.text("a"), .text("é"), .text("日"), .text("🙂")]),
      ("e\u{301}", [.text("e"), .text("\u{301}")]),
      ("\u{1B}[200~x\u{1B}[201~", [.pasteBegins, .text("x"), .pasteEnds]),
      ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
      // With Shift, and as the oldest terminals report it.
      ("\u{1B}[<64;10;5M\u{1B}[<65;1;1M\u{1B}[<68;1;1M", [.wheelUp, .wheelDown, .wheelUp]),
      ("\u{1B}[M`!!\u{1B}[Ma!!q", [.wheelUp, .wheelDown, .text("q")]),
      ("\u{1B}[<0;1;1M\u{1B}[<0;1;1mq", [.unknown, .unknown, .text("q")]),
      ("\u{1B}x\u{1B}[99u\u{1B}[2~\u{0}", [.unknown, .unknown, .unknown, .unknown]),
      ("\u{1B}\u{1B}[A", [.escape, .up]),
    ])
  func keys(_ text: String, _ keys: [Key]) {
    var whole = KeyDecoder()
    #expect(whole.read(Array(text.utf8)) == keys)
    // However the bytes are cut.
    var single = KeyDecoder()
    #expect(text.utf8.flatMap { single.read([$0]) } == keys)
    #expect(!single.isWaiting)
  }

  @Test("Escape alone waits for what may follow, and is a key when nothing does")
  func escape() {
    var decoder = KeyDecoder()
    #expect(decoder.read([0x1B]) == [] && decoder.isWaiting)
    #expect(decoder.flush() == [.escape] && !decoder.isWaiting)
    #expect(decoder.read(Array("\u{1B}[".utf8)) == [] && decoder.isWaiting)
    #expect(decoder.flush() == [])
    #expect(decoder.read(Array("q".utf8)) == [.text("q")])
  }

  @Test("Noise makes no key, and does not swallow what follows")
  func noise() {
    var decoder = KeyDecoder()
    #expect(
      decoder.read([0xFF, 0xC3, 0x61, 0xE6, 0x97, 0x62, 0xED, 0xA0, 0x80, 0x63])
        == [.text("a"), .text("b"), .text("c")])
    let endless = Array("\u{1B}[".utf8) + [UInt8](repeating: 0x31, count: 100)
    #expect(decoder.read(endless) == [.unknown])
    #expect(decoder.read([0x61]) == [.text("a")])
  }
}
