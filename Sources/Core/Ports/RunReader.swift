package import Base

/// Reads what one run of an agent CLI prints, as it arrives. Beats, replays and workers all read
/// through it.
package struct RunReader {
  private var stream: any RunnerStream
  private var lines: LineSplitter
  /// Whether anything was printed but blank lines.
  package private(set) var hasWords = false
  /// How many lines no adapter recognised.
  package private(set) var unrecognised = 0
  /// Whether the CLI has finished its last turn; false again once it begins another.
  package private(set) var hasEnded = false
  /// The id under which the CLI keeps the session, to resume it.
  package private(set) var session: String?
  /// What the run has used so far; nil until the CLI reports it.
  package private(set) var usage: Usage?

  /// Bytes beyond `longestLine` are dropped from a line, so that a CLI that never ends one cannot
  /// fill the memory.
  package init(_ runner: any Runner, longestLine: Int = .max) {
    stream = runner.makeStream()
    lines = LineSplitter(limit: longestLine)
  }

  /// The start of a line that has not ended yet.
  package var partialLine: [UInt8] { lines.partial }

  /// Reads the lines that `chunk` completes and returns their events. `each` gets every line, without
  /// its line feed, with the events it holds.
  @discardableResult
  package mutating func read(
    _ chunk: ArraySlice<UInt8>, each: (ArraySlice<UInt8>, [RunnerEvent]) -> Void = { _, _ in }
  ) -> [RunnerEvent] {
    var all: [RunnerEvent] = []
    lines.add(chunk) { line in
      let events = stream.read(line: line)
      hasWords = hasWords || line.contains { $0 > UInt8.space }
      each(line, events)
      all += events
    }
    record(all)
    return all
  }

  /// The same for a last line that has no line feed. Call it once the output has ended.
  @discardableResult
  package mutating func readRest(
    each: (ArraySlice<UInt8>, [RunnerEvent]) -> Void = { _, _ in }
  ) -> [RunnerEvent] {
    var all: [RunnerEvent] = []
    lines.finish { line in
      let events = stream.read(line: line)
      hasWords = hasWords || line.contains { $0 > UInt8.space }
      each(line, events)
      all += events
    }
    record(all)
    return all
  }

  /// What the whole run means; `parse` looks for a move in one text. Call it last.
  package mutating func finish(
    exit: ProcessOutcome, stderrTail: String,
    parse: (String) -> ParsedMove = DecisionParser.parse
  ) -> RunnerOutcome {
    stream.finish(exit: exit, stderrTail: stderrTail, parse: parse)
  }

  /// The same of a call of which this is the end, without secrets.
  package mutating func outcome(_ end: CallEnd, _ redaction: Redaction) -> RunnerOutcome {
    finish(exit: end.status, stderrTail: end.errors).redacted(by: redaction)
  }

  private mutating func record(_ events: [RunnerEvent]) {
    for event in events {
      switch event {
      case .unrecognised: unrecognised += 1
      case .ended: hasEnded = true
      case .session(let id):
        session = id
        hasEnded = false
      case .usage(let total): usage = total
      // Some CLIs begin another turn after their result.
      case .text, .tool, .reasoning, .retrying: hasEnded = false
      case .toolResult, .failure: break
      }
    }
  }
}
