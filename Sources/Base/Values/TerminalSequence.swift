/// The sequences by which programs command a terminal: colours, titles, moves of the cursor.
package enum TerminalSequence {
  package static let escape: UInt8 = 0x1B
  private static let bell: UInt8 = 0x07

  /// The place after the sequence whose escape stands at `start`.
  package static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var at = start + 1
    guard at < bytes.count else { return at }
    switch bytes[at] {
    case UInt8(ascii: "["):
      at += 1
      while at < bytes.count, (0x20...0x3F).contains(bytes[at]) { at += 1 }
      return min(at + 1, bytes.count)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      // A string, up to a bell or an escape with a backslash.
      while at < bytes.count, bytes[at] != bell, bytes[at] != escape { at += 1 }
      let isBell = at < bytes.count && bytes[at] == bell
      return min(at + (isBell ? 1 : 2), bytes.count)
    default:
      while at < bytes.count, (0x20...0x2F).contains(bytes[at]) { at += 1 }
      return min(at + 1, bytes.count)
    }
  }
}
