internal import Foundation

/// One request, cut out of the bytes that came so far.
public struct HTTPRequest: Sendable, Equatable {
  public enum Reading: Sendable, Equatable {
    case incomplete
    case complete(HTTPRequest)
    /// It will never be one: the status to answer with.
    case bad(_ status: Int)
  }

  public let method: String
  /// Without host and query.
  public let path: String
  /// What stands behind the `?`, as it is.
  public let query: String
  /// By their names in lower case.
  public let headers: [String: String]
  public let body: [UInt8]

  public init(
    method: String, path: String, query: String = "", headers: [String: String] = [:],
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The first parameter of that name in the query, decoded.
  public func parameter(_ name: String) -> String? {
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.replacing("+", with: " ").removingPercentEncoding ?? String($0) }
      if parts[0] == name { return parts.count > 1 ? parts[1] : "" }
    }
    return nil
  }

  static let longestHead = 65_536
  static let longestBody = 16_777_216

  /// Bodies need a length: no client here sends them in chunks.
  public static func read(_ bytes: [UInt8]) -> Reading {
    guard let end = headEnd(bytes) else {
      return bytes.count > longestHead ? .bad(431) : .incomplete
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return .bad(400) }
    let headers = headers(lines.dropFirst())
    if headers["transfer-encoding"] != nil { return .bad(411) }
    guard let length = Int(headers["content-length"] ?? "0"), length >= 0 else { return .bad(400) }
    guard length <= longestBody else { return .bad(413) }
    let body = bytes[(end + 4)...]
    guard body.count >= length else { return .incomplete }
    let target = target(words[1])
    return .complete(
      HTTPRequest(
        method: String(words[0]), path: String(target.prefix { $0 != "?" }),
        query: String(target.drop { $0 != "?" }.dropFirst()), headers: headers,
        body: Array(body.prefix(length))))
  }

  /// A later line of the same name wins.
  private static func headers(_ lines: ArraySlice<Substring>) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      let name = line.prefix { $0 != ":" }
      headers[name.lowercased()] = String(line.dropFirst(name.count + 1).drop { $0 == " " })
    }
    return headers
  }

  /// A client that takes the server for its proxy names the host too.
  private static func target(_ word: Substring) -> Substring {
    guard let scheme = ["http://", "https://"].first(where: word.hasPrefix) else { return word }
    let rest = word.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
    return rest.hasPrefix("/") ? rest : "/" + rest
  }

  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    let blank: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= blank.count else { return nil }
    return (0...min(bytes.count - blank.count, longestHead)).first {
      bytes[$0] == 13 && bytes[$0..<($0 + blank.count)].elementsEqual(blank)
    }
  }
}
