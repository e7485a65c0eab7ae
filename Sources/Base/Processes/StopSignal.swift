internal import CSys

/// The signals of this process as something to poll for: those that stop it, and those that it
/// survives.
package final class StopSignal: PollSource {
  /// What a signal means to a process.
  package enum Manner: Sendable {
    /// A verb at a terminal or in a script: SIGTERM, SIGINT and SIGHUP stop it, and it knows no other.
    case verb
    /// A pulse or a supervisor, which no terminal has to do with: SIGTERM and SIGINT stop it, and
    /// whatever else would end it is heard and survived.
    case detached
    /// A pulse that somebody holds in the foreground: SIGHUP and SIGQUIT stop it too.
    case foreground

    fileprivate var stopping: [Int32] {
      switch self {
      case .verb: [SIGTERM, SIGINT, SIGHUP]
      case .detached: [SIGTERM, SIGINT]
      case .foreground: [SIGTERM, SIGINT, SIGHUP, SIGQUIT]
      }
    }
    /// The stops of a terminal: a pulse in the foreground keeps Ctrl-Z.
    fileprivate var ignored: [Int32] {
      switch self {
      case .verb: []
      case .detached: [SIGTSTP, SIGTTIN, SIGTTOU]
      case .foreground: [SIGTTIN, SIGTTOU]
      }
    }
  }

  private let fd: Int32
  private let stopping: Set<Int32>
  /// The first signal to stop that came.
  package private(set) var received: Int32?
  /// Whether a child has ended since this was last set to false.
  package var hasChildNews = false
  /// Called when the terminal is resized.
  package var onResize: (() -> Void)?
  /// Called when this process goes on after it was stopped.
  package var onContinue: (() -> Void)?
  /// Called with a signal that would have ended another process, the first time that it comes.
  package var onStray: ((Int32) -> Void)?
  private var strays: Set<Int32> = []

  /// Installs the handlers: once per process. With `children`, the end of a child wakes the poll;
  /// with `resizes`, a resized terminal does, and the end of a stop.
  package init(
    _ manner: Manner = .verb, children: Bool = false, resizes: Bool = false
  ) throws(LooopError) {
    // What `nohup` started outlives its session.
    let outlives = manner != .detached && csys_is_ignored(SIGHUP) != 0
    let stopping = Set(manner.stopping).subtracting(outlives ? [SIGHUP] : [])
    self.stopping = stopping
    let strays = manner == .verb ? [] : Set(Self.strays).subtracting(outlives ? [SIGHUP] : [])
    let signals =
      stopping.union(strays) + (children ? [SIGCHLD] : []) + (resizes ? [SIGWINCH, SIGCONT] : [])
    for number in manner.ignored { csys_ignore(number) }
    fd = csys_signal_pipe(signals, Int32(signals.count))
    guard fd >= 0 else {
      throw LooopError(
        .failed, code: "E_SIGNALS", "Cannot listen for signals: \(String(cString: strerror(-fd))).")
    }
  }

  private static var strays: [Int32] {
    var numbers = [Int32](repeating: 0, count: 128)
    let count = csys_stray_signals(&numbers, Int32(numbers.count))
    return Array(numbers.prefix(Int(count)))
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
      case SIGCONT: onContinue?()
      case let signal where stopping.contains(signal): received = received ?? signal
      case let signal: if strays.insert(signal).inserted { onStray?(signal) }
      }
    }
  }
}
