internal import Base
internal import CSys

/// The terminal during the picker: raw mode and the alternate screen, keys in, frames out.
final class PickerTerminal: PollSource {
  /// A byte that follows an Escape later than this starts a new key. Enough for a slow line, too
  /// short to be felt.
  private static let patience = Duration.milliseconds(100)

  private let hasColors: Bool
  private var former = termios()
  private var decoder = KeyDecoder()
  private var waitsSince: Monotonic?
  private var keys: [Key] = []
  /// Called when keys have come.
  var onKeys: () -> Void = {}
  /// The terminal is gone.
  private(set) var isClosed = false

  /// Takes over the terminal of standard input and output; nil when its mode cannot be set.
  /// `restore` must run on every way out.
  init?(hasColors: Bool) {
    self.hasColors = hasColors
    guard tcgetattr(0, &former) == 0 else { return nil }
    var raw = former
    cfmakeraw(&raw)
    guard tcsetattr(0, TCSAFLUSH, &raw) == 0 else { return nil }
    // The alternate screen, with pastes marked.
    Console.put("\u{1B}[?1049h\u{1B}[?2004h\u{1B}[2J")
  }

  func restore() {
    Console.put("\u{1B}[0m\u{1B}[?2004l\u{1B}[?25h\u{1B}[?1049l")
    _ = tcsetattr(0, TCSAFLUSH, &former)
  }

  /// Columns and rows; 80 by 24 when the terminal does not say.
  var size: (columns: Int, rows: Int) {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard csys_terminal_size(1, &columns, &rows) == 0, columns > 0, rows > 0 else {
      return (80, 24)
    }
    return (Int(columns), Int(rows))
  }

  // MARK: Keys

  var descriptors: [Int32] { isClosed ? [] : [0] }

  var deadline: Monotonic? { waitsSince.map { $0 + Self.patience } }

  func handle(ready: Set<Int32>) {
    if ready.contains(0) {
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = read(0, &buffer, buffer.count)
      if count <= 0 {
        isClosed = count == 0 || ![EINTR, EAGAIN].contains(csys_errno())
      } else {
        keys += decoder.read(buffer[0..<count])
        waitsSince = decoder.isWaiting ? Monotonic.now() : nil
      }
    } else if let deadline, deadline <= Monotonic.now() {
      keys += decoder.flush()
      waitsSince = nil
    }
    if !keys.isEmpty { onKeys() }
  }

  func takeKeys() -> [Key] {
    defer { keys = [] }
    return keys
  }

  // MARK: Frames

  func draw(_ frame: PickerFrame) {
    // Inside a synchronized update, so that the terminal never shows a half-drawn frame.
    var text = "\u{1B}[?2026h\u{1B}[?25l\u{1B}[H"
    for (index, line) in frame.lines.enumerated() {
      // Erases first: erasing after a full line would remove its last character.
      text += (index > 0 ? "\r\n" : "") + "\u{1B}[2K" + styled(line)
    }
    text += "\u{1B}[J"
    if let cursor = frame.cursor {
      text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h"
    }
    Console.put(text + "\u{1B}[?2026l")
  }

  private func styled(_ line: PickerFrame.Line) -> String {
    guard hasColors, !line.text.isEmpty else { return line.text }
    let style =
      switch line.tone {
      case .plain: ""
      case .title: "1"
      case .selected: "1;36"
      case .faint: "2"
      case .problem: "31"
      }
    return style.isEmpty ? line.text : "\u{1B}[\(style)m\(line.text)\u{1B}[0m"
  }
}
