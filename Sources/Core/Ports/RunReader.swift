/// Reads what one run of a runner prints, as it comes: the one code path of a beat and of a replay.
public struct RunReader {
  private var stream: any RunnerStream
  private var lines = LineSplitter()
  /// Lines that no adapter knows.
  public private(set) var unrecognised = 0
  /// The CLI said its last word.
  public private(set) var hasEnded = false
  /// The id under which the CLI keeps the session.
  public private(set) var session: String?

  public init(_ runner: any Runner) { stream = runner.makeStream() }

  /// What the lines mean that `chunk` completes.
  @discardableResult
  public mutating func read(_ chunk: ArraySlice<UInt8>) -> [RunnerEvent] {
    var events: [RunnerEvent] = []
    lines.add(chunk) { events += stream.read(line: $0) }
    note(events)
    return events
  }

  /// What a last line means that was not ended.
  public mutating func readRest() -> [RunnerEvent] {
    var events: [RunnerEvent] = []
    lines.finish { events += stream.read(line: $0) }
    note(events)
    return events
  }

  /// What the whole run means. Call it last.
  public mutating func finish(exit: ExitStatus, stderrTail: String) -> RunnerOutcome {
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
