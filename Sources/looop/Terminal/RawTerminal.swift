internal import Base
internal import CSys

/// The terminal of standard input and output while a window is open: raw mode and the alternate screen,
/// keys in, drawing out.
final class RawTerminal: PollSource {
  /// A byte that follows an Escape later than this starts a new key. Enough for a slow line, too
  /// short to be felt.
  private static let patience = Duration.milliseconds(100)

  /// What a window asks of the terminal beside keys.
  enum Reports: String {
    /// Pastes are marked.
    case pastes = "\u{1B}[?2004h"
    /// The wheel, as keys. What else a mouse does is the program's then too.
    case wheel = "\u{1B}[?1000h\u{1B}[?1006h"
  }

  /// Everything a window changed; harmless where it did not.
  private static let farewell =
    "\u{1B}[?2026l\u{1B}[0m\u{1B}[?1000l\u{1B}[?1006l\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

  private let reports: Reports
  private var former = termios()
  private var decoder = KeyDecoder()
  private var waitsSince: Monotonic?
  private var keys: [Key] = []
  /// Called when keys have come.
  var onKeys: () -> Void = {}
  /// The terminal is gone.
  private(set) var isClosed = false

  /// Takes over the terminal; nil when its mode cannot be set. `restore` must run on every way out; a
  /// signal or a fault that ends the process restores it too.
  init?(_ reports: Reports) {
    self.reports = reports
    // A shell that edits a line has modes of its own: only the foreground's are those to restore.
    guard csys_await_foreground(0) == 0, tcgetattr(0, &former) == 0 else { return nil }
    let bytes = Array(Self.farewell.utf8)
    csys_guard_terminal(0, 1, bytes, bytes.count)
    guard enter() else {
      csys_restore_terminal()
      return nil
    }
  }

  /// Enters again after a stop: whoever stopped it may have changed the terminal, or continued it in
  /// the background.
  func enterAgain() { if csys_await_foreground(0) != 0 || !enter() { isClosed = true } }

  private func enter() -> Bool {
    var raw = former
    cfmakeraw(&raw)
    guard tcsetattr(0, TCSAFLUSH, &raw) == 0 else { return false }
    // No wrapping: a character in the last cell must not scroll.
    Console.put("\u{1B}[?1049h\u{1B}[?7l\(reports.rawValue)\u{1B}[2J")
    return true
  }

  func restore() { csys_restore_terminal() }

  var size: (columns: Int, rows: Int) { Console.terminalSize }

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

  func drainKeys() -> [Key] {
    defer { keys = [] }
    return keys
  }

  // MARK: Drawing

  /// What a drawing made; nothing else may be written here.
  func put(_ bytes: [UInt8]) { if !bytes.isEmpty { Console.put(bytes) } }
}
