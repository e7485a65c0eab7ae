internal import Base

/// Finds, in what an agent wrote, the JSON objects that mean to be a move: those with an `action`
/// of their own. Prose, code and other objects around them are passed over; so is an object within
/// another object or within a string.
///
/// Linear in the text: what one attempt has read, no later attempt reads again.
struct MoveCandidates {
  /// Answers are a few kilobytes; of a longer text only the end is looked at.
  static let scannedBytes = 1 << 20

  struct Candidate {
    let object: JSONObject
    /// A member's name that stands twice in it.
    let duplicateKey: String?
  }

  /// In the order of the text.
  private(set) var found: [Candidate] = []
  /// Set when an object that looks like a move is not valid JSON. Nothing after it can be trusted
  /// then: an unescaped quote in a body would turn the rest of that body into moves.
  private(set) var broken: String?
  let isClipped: Bool

  init(in text: String) {
    isClipped = text.utf8.count > Self.scannedBytes
    let bytes = Array(text.utf8.suffix(Self.scannedBytes))
    bytes.withUnsafeBufferPointer { scan($0) }
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var at = 0
    while broken == nil, at < bytes.count {
      guard bytes[at] == UInt8(ascii: "{"), isObjectStart(bytes, at) else {
        at += 1
        continue
      }
      do throws(JSONParser.Failure) {
        let prefix = try JSONParser.parsePrefix(of: UnsafeBufferPointer(rebasing: bytes[at...]))
        if let object = prefix.value.object, object["action"] != nil {
          found.append(Candidate(object: object, duplicateKey: prefix.duplicateKey))
        }
        at += prefix.end
      } catch {
        // Which bytes belong to a broken object is a guess: what the parser took, and what stands
        // before the braces balance.
        let end = max(at + error.offset, balancedEnd(bytes, at))
        if contains(bytes[at..<end], "\"action\"") {
          let start = String(decoding: bytes[at..<min(at + 40, end)], as: UTF8.self)
          broken = problem(error, start, isAtEnd: at + error.offset >= bytes.count)
        }
        at = end
      }
    }
  }

  /// True for `{"name":` and for `{}`; a brace of prose or code is not the start of an object.
  private func isObjectStart(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var at = start + 1
    func skipBlanks() {
      while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }
    skipBlanks()
    guard at < bytes.count else { return false }
    if bytes[at] == UInt8(ascii: "}") { return true }
    guard bytes[at] == UInt8(ascii: "\"") else { return false }
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    at += 1
    skipBlanks()
    return at < bytes.count && bytes[at] == UInt8(ascii: ":")
  }

  /// The index after the brace that closes the one at `start`. Counts braces in strings too: in a
  /// broken object the strings cannot be known.
  private func balancedEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var depth = 0
    for at in start..<bytes.count {
      if bytes[at] == UInt8(ascii: "{") { depth += 1 }
      if bytes[at] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return at + 1 }
      }
    }
    return bytes.count
  }

  private func contains(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    var at = bytes.startIndex
    while at + count <= bytes.endIndex {
      if (0..<count).allSatisfy({ bytes[at + $0] == word.utf8Start[$0] }) { return true }
      at += 1
    }
    return false
  }

  private func problem(
    _ failure: JSONParser.Failure, _ start: String, isAtEnd: Bool
  ) -> String {
    let object = "the object that starts with \(Untrusted.oneLine(start))"
    return isAtEnd
      ? "the answer seems cut: \(object) has no end (\(failure.message))"
      : "\(object) is not valid JSON: at its \(failure)"
  }
}
