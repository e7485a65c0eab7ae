/// What a line of the ledger adds to the amounts that caps limit.
package struct LedgerAmount: Sendable, Equatable {
  /// When it counts as written.
  package var at: Int
  /// Whether it is the start of a decision.
  package var isDecision = false
  /// Nil when unknown.
  package var dollars: Double?
  package var tokens = 0

  package init(_ line: LedgerLine) {
    at = line.at
    switch line.type {
    case .started: isDecision = line.call.kind == .tick
    case .spent, .ended:
      dollars = line.cost.dollars
      tokens = line.usage.tokens
    case .clock: break
    }
  }

  /// Nil when the bytes are not a line of a ledger.
  static func read(_ line: ArraySlice<UInt8>) -> LedgerAmount? {
    line.withUnsafeBytes(LedgerAmount.init) ?? LedgerLine.read(line).map(LedgerAmount.init)
  }

  /// Of a line as looop writes it, without making a value of the whole: a day has thousands. Nil for
  /// anything else, which the parser then reads.
  private init?(_ line: UnsafeRawBufferPointer) {
    guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") else { return nil }
    var type: [UInt8] = []
    var isTick = true
    var time: Int?
    var usage = Usage()
    var place = 1
    while let key = Self.key(in: line, from: &place) {
      let value = line[place...].prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
      func number() -> Int? { Int(String(decoding: value, as: UTF8.self)) }
      var isRead = true
      switch key {
      case "type": type = Array(value)
      case "kind": isTick = value.elementsEqual("\"tick\"".utf8)
      case "at":
        time = number()
        isRead = time != nil
      case "usd" where !value.elementsEqual("null".utf8):
        dollars = Double(String(decoding: value, as: UTF8.self))
        isRead = dollars != nil
      case "input": isRead = number().map { usage.input.tokens = $0 } != nil
      case "output": isRead = number().map { usage.output.tokens = $0 } != nil
      case "cache_read": isRead = number().map { usage.cacheRead.tokens = $0 } != nil
      case "cache_write": isRead = number().map { usage.cacheWrite.tokens = $0 } != nil
      default: break
      }
      guard isRead else { return nil }
    }
    guard let time else { return nil }
    at = time
    tokens = usage.tokens
    switch type {
    case Array("\"started\"".utf8): (isDecision, dollars, tokens) = (isTick, nil, 0)
    case Array("\"spent\"".utf8), Array("\"ended\"".utf8): break
    default: return nil
    }
  }

  /// The next key, a short one, and `place` behind its colon. Within a string a quote stands behind a
  /// backslash, so nothing in it looks like a key's end.
  private static func key(in line: UnsafeRawBufferPointer, from place: inout Int) -> String? {
    let quote = UInt8(ascii: "\"")
    while place + 1 < line.count {
      defer { place += 1 }
      guard line[place] == UInt8(ascii: ":"), line[place - 1] == quote,
        let start = line[..<(place - 1)].lastIndex(of: quote), place - start < 16
      else { continue }
      return String(decoding: line[(start + 1)..<(place - 1)], as: UTF8.self)
    }
    return nil
  }
}
