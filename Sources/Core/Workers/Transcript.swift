package import Base

/// The transcript of a run, for people: what the agent says, does and gets back.
package struct Transcript {
  /// Bytes of one tool's result that are shown; the raw stream has all of it.
  static let resultShown = 4 << 10
  static let textShown = 64 << 10
  /// Bytes of one line that are read.
  static let longestLine = 16 << 20

  private var reader: RunReader
  /// Whether a good run of the agent's command prints a result.
  private let promisesResult: Bool
  /// Before a text is cut.
  private let secrets: @Sendable () -> Redaction

  package init(
    _ runner: any Runner, command: String, secrets: @escaping @Sendable () -> Redaction
  ) {
    self.secrets = secrets
    reader = RunReader(runner, longestLine: Self.longestLine)
    promisesResult = runner.promisesResult(command)
  }

  /// Whether the agent printed its final result and began no other turn since.
  var isFinished: Bool { reader.hasEnded }

  /// What the agent has reported about itself so far.
  var account: Account { Account(session: reader.session, usage: reader.usage) }

  struct Account: Equatable {
    /// The id under which the agent keeps the session, to resume it.
    var session: String?
    var usage: Usage?
  }

  /// Reads `chunk` of the agent's output; returns what it adds to the transcript, in whole lines.
  package mutating func read(_ chunk: ArraySlice<UInt8>) -> String {
    var added = ""
    let redaction = secrets()
    reader.read(chunk) { added += Self.text(of: $0, events: $1, redaction) }
    return added
  }

  /// The same for a last line without a line feed.
  mutating func readRest() -> String {
    var added = ""
    let redaction = secrets()
    reader.readRest { added += Self.text(of: $0, events: $1, redaction) }
    return added
  }

  /// The start of a line that has not ended, such as a question that waits for a key; empty when the
  /// line is meant for programs.
  var unfinishedLine: [UInt8] {
    let line = reader.partialLine
    return Self.isForPrograms(line[...]) ? [] : Array(line.suffix(Self.resultShown))
  }

  /// Why the agent failed, whatever its exit code: exit codes of agents lie. Nil when it reported no
  /// failure, or only said nothing that its adapter recognises before it ended well. One that ended
  /// well without a word, or without the result that it began or that its command promises, failed
  /// too, unless its `done` or its check passed.
  mutating func failure(
    _ end: SupervisorMachine.End, stderrTail: String, isVouched: Bool
  ) -> RunnerFailure? {
    let status: ProcessOutcome =
      switch end {
      case .exited(let code): .exited(code)
      case .killed(let signal): .signalled(signal)
      // Its result stands, as if it had ended by itself.
      case .ended(.result, _): .exited(0)
      case .ended: .interrupted
      }
    let lacksResult = (reader.session != nil || promisesResult) && !reader.hasEnded
    // No text is searched for a move: a worker acts by itself.
    let outcome = reader.finish(exit: status, stderrTail: stderrTail) { _ in .absent("") }
    guard case .failed(let failure, _) = outcome else { return nil }
    let isGood = status.isSuccess && (isVouched || (reader.hasWords && !lacksResult))
    return failure.isInferred && isGood ? nil : failure
  }

  // MARK: As text

  private static func text(
    of line: ArraySlice<UInt8>, events: [RunnerEvent], _ redaction: Redaction
  ) -> String {
    // What no adapter recognises is shown as it is, unless it is meant for programs.
    if events == [.unrecognised], !isForPrograms(line) {
      let shown = redaction.bytes(Array(line)).prefix(resultShown)
      return String(decoding: shown, as: UTF8.self) + "\n"
    }
    return events.map { text(of: redacted($0, redaction)) }.joined()
  }

  private static func redacted(_ event: RunnerEvent, _ redaction: Redaction) -> RunnerEvent {
    switch event {
    case .text(let text): .text(redaction.text(text))
    case .toolResult(let text): .toolResult(redaction.text(text))
    default: event
    }
  }

  private static func isForPrograms(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "{")
  }

  /// Whole lines, or nothing.
  static func text(of event: RunnerEvent) -> String {
    switch event {
    case .session(let id): "[session \(Untrusted.oneLine(id))]\n"
    case .text(let text): lines(Untrusted.clipped(text, bytes: textShown))
    case .tool(let name, let detail): "> \(Untrusted.oneLine(name)): \(Untrusted.oneLine(detail))\n"
    case .toolResult(let text): result(text)
    case .retrying(let failureClass, let delay):
      "[\(failureClass.rawValue): retrying\(delay.map { " in \($0.roundedUp.seconds) s" } ?? "")]\n"
    case .failure(let failure):
      "[failed: \(failure.failureClass.rawValue): \(Untrusted.oneLine(failure.message))]\n"
    case .reasoning, .usage, .ended, .unrecognised: ""
    }
  }

  private static func lines(_ text: String) -> String {
    text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
  }

  private static func result(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    return Untrusted.clipped(text, bytes: resultShown)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)\n" }.joined()
  }
}

extension Transcript.Account: Shaped {
  /// As `usage.json` holds it.
  static let shape = Shape<Transcript.Account> { field in
    field.version()
    field(optional: "session", \.session, "the id under which the agent keeps its session")
    field.part(Usage.shape, ifAny: { $0.usage })
    field(
      optional: "usd", { $0.usage.map(\.dollars) }, "US dollars the agent reports; null for none")
  }
}
