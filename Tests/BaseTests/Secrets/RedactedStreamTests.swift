import Testing

@testable import Base

@Suite("Secrets in a stream")
struct RedactedStreamTests {
  private let redaction = Redaction(["TOKEN": "s3cret-word", "KEY": "line one\nline two"])
  private let text = "before s3cret-word, s3cret-wor\nline one\nline two s3cret-words3cret-word s3c"

  @Test("However it is sliced, it reads as the whole does")
  func slices() {
    let bytes = Array(text.utf8)
    let whole = redaction.bytes(bytes)
    for size in 1...bytes.count {
      var stream = RedactedStream()
      var read: [UInt8] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        read += stream.add(bytes[start..<min(start + size, bytes.count)], redaction)
      }
      read += stream.finish(redaction)
      #expect(read == whole, "in slices of \(size)")
    }
  }

  @Test("What cannot begin a secret does not wait")
  func waits() {
    var stream = RedactedStream()
    #expect(stream.add(Array("all of it\n".utf8)[...], redaction) == Array("all of it\n".utf8))
    #expect(stream.add(Array("then s3c".utf8)[...], redaction) == Array("then ".utf8))
    #expect(stream.add(Array("ond\n".utf8)[...], redaction) == Array("s3cond\n".utf8))
    #expect(stream.finish(redaction).isEmpty)
  }

  @Test("What a line's end divides is redacted in the next line, and no line waits for that")
  func dividedByLineEnd() {
    for count in 1..<"s3cret-word".count {
      var stream = RedactedStream()
      let (start, end) = ("s3cret-word".prefix(count), "s3cret-word".dropFirst(count))
      let first = stream.add(Array("see \(start)\n".utf8)[...], redaction)
      let second = stream.add(Array("\(end) and more\n".utf8)[...], redaction)
      let label = "[redacted: secret TOKEN] and more\n"
      guard count < Spelling.leastRead else {
        #expect(String(decoding: first + second, as: UTF8.self) == "see \(label)")
        continue
      }
      #expect(String(decoding: first, as: UTF8.self) == "see \(start)\n")
      #expect(String(decoding: second, as: UTF8.self) == label)
    }
  }
}
