internal import Base
internal import CSys

/// Shows what grows until a signal comes, its reader goes, or there is nothing more to come.
struct Following {
  /// What comes after one look.
  enum Next {
    /// There may be more at once.
    case more
    case rest
    case over
  }

  /// A file that another process holds open raises no event when it grows.
  private static let interval = Duration.milliseconds(250)

  private let poller: Poller
  private let reader: OutputReader
  private let folder: String
  private let wasThere: Bool

  /// `folder` holds what is followed; once it is removed there is nothing to come.
  init(in folder: String) throws(LooopError) {
    self.folder = folder
    wasThere = try FileFacts.of(folder) != nil
    reader = OutputReader()
    poller = Poller(stop: try StopSignal(), permanent: [reader])
  }

  /// Whether a signal ended it, or there is no reader any more.
  var isOver: Bool { poller.isStopping || reader.isGone || !Console.takesOutput }

  func run(_ look: () throws(LooopError) -> Next) throws(LooopError) {
    while !isOver {
      if wasThere, try FileFacts.of(folder) == nil {
        throw LooopError(
          .failed, code: "E_DATA_GONE", "The data dir \(Untrusted.oneLine(folder)) was removed.")
      }
      switch try look() {
      case .more: poller.turn(until: .now())
      case .rest: poller.turn(until: Monotonic.now() + Self.interval)
      case .over: return
      }
    }
  }
}

/// Hears that whoever reads a pipe on standard output has gone, also while nothing is written.
private final class OutputReader: PollSource {
  private(set) var isGone = false
  private let isPipe: Bool

  init() {
    var information = stat()
    isPipe =
      fstat(1, &information) == 0 && information.st_mode & mode_t(S_IFMT) == mode_t(S_IFIFO)
  }

  var descriptors: [Int32] { isPipe && !isGone ? [1] : [] }
  var deadline: Monotonic? { nil }

  /// The end of a pipe that is written to is ready only once nothing reads it.
  func handle(ready: Set<Int32>) {
    guard ready.contains(1) else { return }
    isGone = true
    Console.loseReader()
  }
}
