/// One child process to run.
package struct Command: Sendable, Equatable {
  package enum Input: Sendable, Equatable {
    case null
    /// The file at this path, opened for reading.
    case file(String)
  }

  /// What to keep of the standard output.
  package enum Capture: Sendable, Equatable {
    /// Up to so many bytes; one more and the child is ended as `oversized`.
    case all(limit: Int)
    /// The last so many bytes.
    case tail(Int)
    /// Nothing: each chunk goes to the run's `onOutput`; past the limit the child is ended.
    case streamed(limit: Int)
  }

  /// The first is looked up on `PATH` unless it holds a slash.
  package var arguments: [String]
  package var environment: [String: String]
  package var workingDirectory: String?
  package var input: Input
  package var capture: Capture
  /// True to keep standard error in the same stream as standard output.
  package var mergesStandardError: Bool
  /// The time from the start until the child's group gets SIGTERM.
  package var deadline: Duration
  /// The child is ended when it writes nothing for so long; nil for no limit.
  package var silence: Duration?

  package init(
    arguments: [String], environment: [String: String], workingDirectory: String? = nil,
    input: Input = .null, capture: Capture, mergesStandardError: Bool = false, deadline: Duration,
    silence: Duration? = nil
  ) {
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.input = input
    self.capture = capture
    self.mergesStandardError = mergesStandardError
    self.deadline = deadline
    self.silence = silence
  }

  /// `line` as `/bin/sh -c` runs it.
  package static func shell(_ line: String) -> [String] { ["/bin/sh", "-c", line] }
}

/// Whether a child's output has come to its end, in the view of its reader.
package enum OutputState: Sendable, Equatable {
  case open
  /// The last word was read: the child has so long to exit.
  case ended(farewell: Duration)
}

/// The result of one `Command`.
package struct CommandResult: Sendable, Equatable {
  package static let errorTailSize = 4_096

  package var status: ProcessOutcome
  /// As `Command.capture` asked for.
  package var output: [UInt8]
  /// The last `errorTailSize` bytes of standard error, unless it was merged.
  package var errorTail: [UInt8]
  /// From its start to its end.
  package var duration: Duration

  package init(status: ProcessOutcome, output: [UInt8], errorTail: [UInt8], duration: Duration) {
    self.status = status
    self.output = output
    self.errorTail = errorTail
    self.duration = duration
  }

  /// `errorTail` without its first line, which may be cut: half of a secret would not be found.
  package var errorLines: [UInt8] {
    guard errorTail.count >= Self.errorTailSize else { return errorTail }
    guard let end = errorTail.firstIndex(of: .lineFeed) else { return [] }
    return Array(errorTail[(end + 1)...])
  }
}
