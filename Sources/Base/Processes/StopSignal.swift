internal import CSys

/// SIGTERM, SIGINT and SIGHUP as something to poll for.
package final class StopSignal: PollSource {
  private let fd: Int32
  /// The first signal that came.
  package private(set) var received: Int32?
  /// Whether a child has ended since this was last set to false.
  package var hasChildNews = false
  /// Called when the terminal is resized.
  package var onResize: (() -> Void)?

  /// Installs the handlers: once per process. With `children`, the end of a child wakes the poll;
  /// with `resizes`, a resized terminal does.
  package init(children: Bool = false, resizes: Bool = false) throws(LooopError) {
    let signals =
      [SIGTERM, SIGINT, SIGHUP] + (children ? [SIGCHLD] : []) + (resizes ? [SIGWINCH] : [])
    fd = csys_signal_pipe(signals, Int32(signals.count))
    guard fd >= 0 else {
      throw LooopError(
        .failed, code: "E_SIGNALS", "Cannot listen for signals: \(String(cString: strerror(-fd))).")
    }
  }

  /// Has the effect of SIGTERM.
  package func request() { received = received ?? SIGTERM }

  package var descriptors: [Int32] { [fd] }
  package var deadline: Monotonic? { nil }

  package func handle(ready: Set<Int32>) {
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
