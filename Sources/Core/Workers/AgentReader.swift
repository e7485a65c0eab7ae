internal import Base

/// Reads the stream of a headless agent through its adapter: the transcript, what it cost, and the
/// id under which the agent itself keeps the session.
struct AgentReader {
  /// A longer line is cut: an agent that never ends one must not fill the memory.
  static let longestLine = 16 << 20

  private var lines = LineSplitter(limit: Self.longestLine)
  private var stream: any RunnerStream
  private(set) var account = Account()

  /// What the agent said of itself.
  struct Account: Equatable {
    /// The id under which it keeps the session, to take it up again.
    var session: String?
    var usage: Usage?
  }

  init(_ runner: any Runner) { stream = runner.makeStream() }

  /// What `chunk` adds to the transcript.
  mutating func read(_ chunk: ArraySlice<UInt8>) -> String {
    var complete: [[UInt8]] = []
    lines.add(chunk) { complete.append(Array($0)) }
    return complete.map { line($0) }.joined()
  }

  /// What stands in a line that is not ended yet, such as a question that waits for a key; empty
  /// when that is meant for programs.
  var unfinishedLine: String {
    guard let first = lines.partial.first, first != UInt8(ascii: "{") else { return "" }
    return String(decoding: lines.partial.suffix(Transcript.resultShown), as: UTF8.self)
  }

  /// The last line, if it was not ended.
  mutating func readRest() -> String {
    var rest: [UInt8]?
    lines.finish { rest = Array($0) }
    return rest.map { line($0) } ?? ""
  }

  /// Why the agent says that it failed, whatever its exit code: exit codes of agents lie. Nil also
  /// when it only said nothing that its adapter knows, which is no failure of a worker.
  mutating func failure(_ end: SupervisorMachine.End, stderrTail: String) -> RunnerFailure? {
    let status: ProcessOutcome =
      switch end {
      case .exited(let code): .exited(code)
      case .killed(let signal): .signalled(signal)
      case .ended: .interrupted
      }
    // No move is looked for: a worker acts by itself.
    let outcome = stream.finish(exit: status, stderrTail: stderrTail) { _ in .absent("") }
    guard case .failed(let failure, _) = outcome else { return nil }
    switch failure.failureClass {
    case .empty, .protocol: return status.isSuccess ? nil : failure
    default: return failure
    }
  }

  private mutating func line(_ bytes: [UInt8]) -> String {
    let events = stream.read(line: bytes[...])
    for event in events {
      switch event {
      case .session(let id): account.session = id
      case .usage(let total): account.usage = total
      default: break
      }
    }
    // What no adapter knows is shown as it is, unless it is meant for programs.
    if events == [.unrecognised], bytes.first != UInt8(ascii: "{") {
      return String(decoding: bytes.prefix(Transcript.resultShown), as: UTF8.self) + "\n"
    }
    return events.map(Transcript.text).joined()
  }
}

extension AgentReader.Account: Shaped {
  /// As `usage.json` keeps it.
  static let shape = Shape<AgentReader.Account> {
    Field.version
    Field(optional: "session", \.session, "the id under which the agent keeps its session")
    Usage.shape.fields(ifAny: { $0.usage })
    Field(
      optional: "usd", { $0.usage.map(\.dollars) }, "US dollars the agent reports; null for none")
  }
}
