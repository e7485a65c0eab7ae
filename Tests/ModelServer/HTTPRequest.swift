/// One request, cut out of the bytes that came so far.
public struct HTTPRequest: Sendable, Equatable {
  public enum Reading: Sendable, Equatable {
    case incomplete
    case complete(HTTPRequest)
    /// It will never be one: the status to answer with.
    case bad(_ status: Int)
  }

  public let method: String
  /// Without its query.
  public let path: String
  public let body: [UInt8]

  public init(method: String, path: String, body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.body = body
  }

  static let longestHead = 65_536
  static let longestBody = 16_777_216

  /// Bodies need a length: no CLI here sends them in chunks.
  public static func read(_ bytes: [UInt8]) -> Reading {
    guard let end = headEnd(bytes) else {
      return bytes.count > longestHead ? .bad(431) : .incomplete
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return .bad(400) }
    var length = 0
    for line in lines.dropFirst() {
      let name = line.prefix { $0 != ":" }.lowercased()
      let value = line.dropFirst(name.count + 1).drop { $0 == " " }
      if name == "transfer-encoding" { return .bad(411) }
      guard name == "content-length" else { continue }
      guard let given = Int(value), given >= 0 else { return .bad(400) }
      length = given
    }
    guard length <= longestBody else { return .bad(413) }
    let body = bytes[(end + 4)...]
    guard body.count >= length else { return .incomplete }
    return .complete(
      HTTPRequest(
        method: String(words[0]), path: String(words[1].prefix { $0 != "?" }),
        body: Array(body.prefix(length))))
  }

  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    let blank: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= blank.count else { return nil }
    return (0...min(bytes.count - blank.count, longestHead)).first {
      bytes[$0] == 13 && bytes[$0..<($0 + blank.count)].elementsEqual(blank)
    }
  }
}
