package import Base

/// An agent CLI that looop can think with. An adapter is pure: no I/O and no clock; Core spawns,
/// tees, times out and kills.
package protocol Runner: Sendable {
  /// The adapter's name, as a preset's `adapter` gives it.
  static var id: String { get }

  /// How a worker started by `command` lives, read from the command's own words.
  static func workerKind(of command: String) -> WorkerKind

  init(preset: RunnerPreset)

  /// Whether what `command` prints ends with a result when all is well, as its own words or the
  /// preset say. Of any other command plain text may be all there is.
  func promisesResult(_ command: String) -> Bool

  /// A value that reads one run.
  func makeStream() -> any RunnerStream
}

extension Runner {
  package func promisesResult(_ command: String) -> Bool { false }
}

/// Reads the standard output of one run of an agent CLI.
package protocol RunnerStream {
  /// Reads one line, without its line feed. Lines that are not understood are reported as
  /// `unrecognised`, never dropped; a line is never trusted to be UTF-8 or JSON.
  mutating func read(line: ArraySlice<UInt8>) -> [RunnerEvent]

  /// The run is over. Walks the run's texts from the last to the first: the first that holds a
  /// move decides. The exit status alone is never the verdict: agents' exit codes lie.
  mutating func finish(
    exit: ProcessOutcome, stderrTail: String, parse: (String) -> ParsedMove
  ) -> RunnerOutcome
}

/// What one line of a run means.
package enum RunnerEvent: Sendable, Equatable {
  case session(String)
  case text(String)
  case reasoning(String)
  case tool(name: String, detail: String)
  /// What a tool gave back.
  case toolResult(String)
  case usage(Usage)
  /// The CLI retries by itself; `delay` when it says one.
  case retrying(RunnerFailure.Class, delay: Duration?)
  case failure(RunnerFailure)
  /// The run is complete; the process only has to exit.
  case ended
  case unrecognised
}

/// What a whole run means.
package enum RunnerOutcome: Sendable, Equatable {
  case move(Decision, Usage)
  /// The agent answered without a move; the next prompt states the problem.
  case text(String, problem: String, Usage)
  case failed(RunnerFailure, Usage)

  package var usage: Usage {
    switch self {
    case .move(_, let usage), .text(_, _, let usage), .failed(_, let usage): usage
    }
  }

  /// Without secrets in what is shown of it; a move runs as it was proposed.
  package func redacted(by redaction: Redaction) -> RunnerOutcome {
    switch self {
    case .move: self
    case .text(let text, let problem, let usage):
      .text(redaction.text(text), problem: redaction.text(problem), usage)
    case .failed(let failure, let usage): .failed(failure.redacted(by: redaction), usage)
    }
  }

  /// The last of `texts` that is a move; nil when none is.
  package static func move(
    in texts: [String], usage: Usage, parse: (String) -> ParsedMove
  ) -> RunnerOutcome? {
    for text in texts.reversed() {
      if case .move(let decision) = parse(text) { return .move(decision, usage) }
    }
    return nil
  }

  /// Walks `texts` from the last to the first; nil when there is none.
  package static func deciding(
    texts: [String], usage: Usage, parse: (String) -> ParsedMove
  ) -> RunnerOutcome? {
    var lastProblem: (text: String, problem: String)?
    for text in texts.reversed() {
      switch parse(text) {
      case .move(let decision): return .move(decision, usage)
      case .invalid(let problem): return .text(text, problem: problem, usage)
      case .absent(let problem): lastProblem = lastProblem ?? (text, problem)
      }
    }
    return lastProblem.map { .text($0.text, problem: $0.problem, usage) }
  }
}
