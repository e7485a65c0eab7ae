internal import CSys

/// SIGTERM, SIGINT and SIGHUP as something to poll for.
public final class StopSignal: PollSource {
  private let fd: Int32
  /// The first signal that came.
  public private(set) var received: Int32?
  /// Whether a child has ended since this was last set to false.
  var hasChildNews = false
  /// Called when the terminal has another size.
  public var onResize: (() -> Void)?

  /// Installs the handlers: once per process. With `children`, the end of a child wakes the poll;
  /// with `resizes`, another size of the terminal does.
  public init(children: Bool = false, resizes: Bool = false) throws(LooopError) {
    let signals =
      [SIGTERM, SIGINT, SIGHUP] + (children ? [SIGCHLD] : []) + (resizes ? [SIGWINCH] : [])
    fd = csys_signal_pipe(signals, Int32(signals.count))
    guard fd >= 0 else {
      throw LooopError(
        .failed, "E_SIGNALS", "Cannot listen for signals: \(String(cString: strerror(-fd))).")
    }
  }

  /// Asks to stop as a signal would.
  public func request() { received = received ?? SIGTERM }

  public var descriptors: [Int32] { [fd] }
  public var deadline: Monotonic? { nil }

  public func handle(ready: Set<Int32>) {
    var byte: UInt8 = 0
    while read(fd, &byte, 1) == 1 {
      switch Int32(byte) {
      case SIGCHLD: hasChildNews = true
      case SIGWINCH: onResize?()
      case let signal: received = received ?? signal
      }
    }
  }
}
