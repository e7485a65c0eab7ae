package import Base

/// Reads what one run of a runner prints, as it comes: the one code path of a beat and of a replay.
package struct RunReader {
  private var stream: any RunnerStream
  private var lines = LineSplitter()
  /// Lines that no adapter knows.
  package private(set) var unrecognised = 0
  /// The CLI said its last word.
  package private(set) var hasEnded = false
  /// The id under which the CLI keeps the session.
  package private(set) var session: String?

  package init(_ runner: any Runner) { stream = runner.makeStream() }

  /// What the lines mean that `chunk` completes.
  @discardableResult
  package mutating func read(_ chunk: ArraySlice<UInt8>) -> [RunnerEvent] {
    var events: [RunnerEvent] = []
    lines.add(chunk) { events += stream.read(line: $0) }
    note(events)
    return events
  }

  /// What a last line means that was not ended.
  package mutating func readRest() -> [RunnerEvent] {
    var events: [RunnerEvent] = []
    lines.finish { events += stream.read(line: $0) }
    note(events)
    return events
  }

  /// What the whole run means. Call it last.
  package mutating func finish(exit: ProcessOutcome, stderrTail: String) -> RunnerOutcome {
    stream.finish(exit: exit, stderrTail: stderrTail, parse: DecisionParser.parse)
  }

  private mutating func note(_ events: [RunnerEvent]) {
    for event in events {
      switch event {
      case .unrecognised: unrecognised += 1
      case .ended: hasEnded = true
      case .session(let id):
        session = id
        hasEnded = false
      // Some CLIs begin another turn after their result.
      case .text, .tool, .reasoning, .retrying: hasEnded = false
      case .toolResult, .usage, .failure: break
      }
    }
  }
}
