/// Where the replay of a recording begins of which only the end is read. The cut may be anywhere: in a
/// character, in a sequence, in the title of a window.
package struct ReplayStart: Sendable, Equatable {
  /// The first byte that is replayed.
  package private(set) var offset: Int
  /// Whether the program was on its alternate screen there, as far as what follows says.
  package private(set) var isAlternate = false

  /// The first point within the first half of `tail` that leaves nothing of what was before: a reset,
  /// a switch of screens, a cleared screen. Else the first line that does not begin within a sequence:
  /// a later clear would cost all the lines before it, and cleans up by itself.
  package init(in tail: [UInt8]) {
    offset = 0
    tail.withUnsafeBufferPointer { bytes in
      offset = Self.firstLine(bytes)
      isAlternate = Self.firstSwitch(bytes) == .leaves
      var place = 0
      while let escape = bytes[place..<bytes.count / 2].firstIndex(of: Self.escape) {
        if Self.leavesNothing(bytes, at: escape) {
          offset = escape
          return
        }
        place = escape + 1
      }
    }
  }

  /// `bytes` replayed from there on a screen of that size.
  package static func screen(
    _ bytes: [UInt8], columns: Int, rows: Int, scrollback: Int
  ) -> Screen {
    let start = ReplayStart(in: bytes)
    var screen = Screen(columns: columns, rows: rows, scrollback: scrollback)
    if start.isAlternate { screen.feed(Array("\u{1B}[?1049h".utf8)[...]) }
    screen.feed(bytes[start.offset...])
    return screen
  }

  private static let escape: UInt8 = 0x1B
  private static let bell: UInt8 = 0x07
  /// A longer control sequence is no switch and no clear.
  private static let longest = 32

  // MARK: A line

  private static func firstLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var start = 0
    // What ends at a bell or at ESC \ may have been a title; before any other escape there was none.
    if let end = bytes.firstIndex(where: { $0 == escape || $0 == bell }) {
      if bytes[end] == bell { start = end + 1 }
      if bytes[end] == escape, end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "\\") {
        start = end + 2
      }
    }
    if let feed = bytes[start...].firstIndex(of: 0x0A) { return feed + 1 }
    // All one line: an escape begins whatever came before, and so does the start of a character.
    if let next = bytes[start...].firstIndex(of: escape) { return next }
    return bytes[start...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
  }

  // MARK: Sequences

  private enum Switch { case enters, leaves }

  private static func firstSwitch(_ bytes: UnsafeBufferPointer<UInt8>) -> Switch? {
    var place = 0
    while let escape = bytes[place...].firstIndex(of: Self.escape) {
      if let found = Sequence(bytes, at: escape)?.screenSwitch { return found }
      place = escape + 1
    }
    return nil
  }

  private static func leavesNothing(_ bytes: UnsafeBufferPointer<UInt8>, at escape: Int) -> Bool {
    if escape + 1 < bytes.count, bytes[escape + 1] == UInt8(ascii: "c") { return true }
    guard let sequence = Sequence(bytes, at: escape) else { return false }
    if sequence.screenSwitch != nil || sequence.text == "2J" { return true }
    guard ["H", "1;1H", ";H"].contains(sequence.text),
      let next = Sequence(bytes, at: sequence.end)
    else { return false }
    return next.text == "J" || next.text == "0J"
  }

  /// A control sequence.
  private struct Sequence {
    /// Behind `ESC [`.
    let text: String
    let end: Int

    init?(_ bytes: UnsafeBufferPointer<UInt8>, at escape: Int) {
      guard escape + 2 < bytes.count, bytes[escape] == ReplayStart.escape,
        bytes[escape + 1] == UInt8(ascii: "[")
      else { return nil }
      let limit = min(bytes.count, escape + 2 + longest)
      guard let last = bytes[escape + 2..<limit].firstIndex(where: { !(0x20...0x3F ~= $0) })
      else { return nil }
      text = String(decoding: bytes[escape + 2...last], as: UTF8.self)
      end = last + 1
    }

    var screenSwitch: Switch? {
      guard text.hasPrefix("?"), let last = text.last, "hl".contains(last) else { return nil }
      let modes = text.dropFirst().dropLast().split(separator: ";")
      guard modes.contains(where: { ["47", "1047", "1049"].contains($0) }) else { return nil }
      return last == "h" ? .enters : .leaves
    }
  }
}
