internal import Base
internal import Screen

/// Decides when a frame is drawn: at most thirty a second, and none when it would show the same.
struct FramePainter {
  static let interval = Duration.milliseconds(34)

  private let hasColors: Bool
  private var shown: Frame?
  private var drawnAt: Monotonic?
  private var isStale = true

  init(hasColors: Bool) { self.hasColors = hasColors }

  /// Something may look different now.
  mutating func invalidate() { isStale = true }

  /// The terminal may show anything: another size, or another program's output.
  mutating func forget() { (shown, isStale) = (nil, true) }

  /// When a frame is to be drawn; nil while nothing changed.
  var deadline: Monotonic? {
    guard isStale else { return nil }
    return drawnAt.map { $0 + Self.interval } ?? Monotonic(nanoseconds: 0)
  }

  /// The bytes that the terminal is sent at `now`; empty when it is too early, or shows it already.
  mutating func paint(_ model: WatchModel, at now: Monotonic) -> [UInt8] {
    guard let deadline, deadline <= now else { return [] }
    isStale = false
    let frame = WatchDrawing.frame(of: model)
    let bytes = frame.bytes(after: shown, colors: hasColors)
    guard !bytes.isEmpty else { return [] }
    shown = frame
    drawnAt = now
    return bytes
  }
}
