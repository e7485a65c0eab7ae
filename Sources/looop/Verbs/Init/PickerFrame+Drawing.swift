extension PickerFrame {
  /// What a terminal is sent to show it.
  func bytes(hasColors: Bool) -> [UInt8] {
    // Inside a synchronized update, so that the terminal never shows a half-drawn frame.
    var text = "\u{1B}[?2026h\u{1B}[?25l\u{1B}[H"
    for (index, line) in lines.enumerated() {
      // Erases first: erasing after a full line would remove its last character.
      text += (index > 0 ? "\r\n" : "") + "\u{1B}[2K" + (hasColors ? line.styled : line.text)
    }
    text += "\u{1B}[J"
    if let cursor {
      text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h"
    }
    return Array((text + "\u{1B}[?2026l").utf8)
  }
}

extension PickerFrame.Line {
  fileprivate var styled: String {
    guard !text.isEmpty else { return text }
    let style =
      switch tone {
      case .plain: ""
      case .title: "1"
      case .selected: "1;36"
      case .faint: "2"
      case .problem: "31"
      }
    return style.isEmpty ? text : "\u{1B}[\(style)m\(text)\u{1B}[0m"
  }
}
