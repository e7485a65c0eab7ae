import Base
import Testing

@Suite("SHA-256")
struct DigestTests {
  @Test(
    "The vectors of the standard come out",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func vectors(_ text: String, _ digest: String) {
    #expect(Digest.sha256(text) == digest)
  }

  @Test("A million letters come out")
  func million() {
    #expect(
      Digest.sha256([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("Every length around the end of a block is padded rightly")
  func padding() {
    // The digest of the digests of 0 to 130 bytes of 'x', reckoned with another program.
    let digests = (0...130).map { Digest.sha256(String(repeating: "x", count: $0)) }
    #expect(
      Digest.sha256(digests.joined())
        == "87aca1c44bc7ba8897768170211f0a02063de70801131ff86c7edb9ce32c6a50")
  }
}
