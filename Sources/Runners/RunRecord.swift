internal import Base
internal import Core

/// What one run has printed so far, and what that means once it is over: the part that all adapters
/// share.
struct RunRecord {
  /// The end that the CLI itself declared.
  enum Ending {
    case answered
    case failed(RunnerFailure)
  }

  /// The model's own words, in order; only these are searched for a move.
  var texts: [String] { said.all }
  private var said = LastTexts()
  /// All that the run has used, as far as it is known.
  var usage = Usage()
  /// The class of failure that the CLI is retrying by itself; nil while it is not.
  private(set) var retrying: RunnerFailure.Class?
  private var lines = 0
  /// Whether anything was printed at all.
  var hasLines: Bool { lines > 0 }
  private let installHint: String
  /// The exit code of an interrupted run; unlike any other run, it prints no end.
  private let interruptExit: Int?
  /// Whether the agent began its work.
  private(set) var began = false

  init(preset: RunnerPreset, interruptExit: Int? = nil) {
    installHint = preset.installHint
    self.interruptExit = interruptExit
  }

  mutating func begin() { began = true }

  mutating func countLine() { lines += 1 }

  /// Counts a line; returns its members if it is a JSON object.
  mutating func object(_ line: ArraySlice<UInt8>) -> JSONObject? {
    countLine()
    do {
      return try JSONParser.parse(line).object
    } catch {
      // Agents and their wrappers print other lines too; the caller reports them.
      return nil
    }
  }

  mutating func say(_ text: String) {
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    retrying = nil
    said.append(text)
  }

  mutating func work() { retrying = nil }

  mutating func retry(_ failureClass: RunnerFailure.Class) { retrying = failureClass }

  /// What the run means. An end that the CLI declared counts whatever the exit status is: exit codes
  /// lie, and looop ends a CLI that hangs after its last word. Without a declared end none of its texts
  /// counts, since the run may have been cut short before the agent changed its mind.
  ///
  /// `cause` is an error that the CLI printed without declaring an end.
  func outcome(
    _ ending: Ending?, exit: ProcessOutcome, errorLine: String, cause: RunnerFailure? = nil,
    parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    switch ending {
    case .answered:
      RunnerOutcome.deciding(texts: texts, usage: usage, parse: parse)
        ?? .failed(RunnerFailure(.empty, "the agent ended well and said nothing"), usage)
    case .failed(let failure): .failed(failure, usage)
    case nil: .failed(unfinished(exit, errorLine: errorLine, cause: cause), usage)
    }
  }

  private func unfinished(
    _ exit: ProcessOutcome, errorLine: String, cause: RunnerFailure?
  ) -> RunnerFailure {
    let why = errorLine.isEmpty ? "" : ": \(errorLine)"
    switch exit {
    case .notStarted(_, let isPassing):
      return RunnerFailure(isPassing ? .transient : .config, "the agent \(exit.text)")
    case .oversized: return RunnerFailure(.protocol, "the agent \(exit.text)")
    case .interrupted, .signalled: return RunnerFailure(.interrupted, "the agent \(exit.text)")
    case .timedOut, .silent:
      // When the deadline was spent on retries, the retried failure is the cause.
      let detail = retrying.map { "; it was retrying (\($0.rawValue))" } ?? ""
      return RunnerFailure(retrying ?? .transient, "the agent \(exit.text)\(detail)")
    case .exited(let code) where (129...159).contains(code):
      // The code with which a shell reports a child ended by a signal.
      return RunnerFailure(.interrupted, "the agent \(ProcessOutcome.signalled(code - 128).text)")
    case .exited(let code) where began && code == interruptExit && cause == nil:
      return RunnerFailure(
        .interrupted, "the agent \(exit.text) without a result, as when it is interrupted\(why)")
    // The shell, or the loader, could not start the agent for want of descriptors or memory.
    case .exited(126...127) where lines == 0 && FailureText.isShortage(errorLine):
      return RunnerFailure(.transient, errorLine)
    case .exited(126) where lines == 0:
      return RunnerFailure(.config, "the command cannot be run\(why)")
    case .exited(127) where lines == 0:
      let hint = installHint.isEmpty ? "" : ". \(installHint)"
      return RunnerFailure(.config, "command not found\(why)\(hint)")
    case .exited(0) where lines == 0:
      return RunnerFailure(.empty, "the agent printed nothing\(why)")
    case .exited(0):
      if let cause { return cause }
      return RunnerFailure(.protocol, "the agent ended without a result")
    case .exited:
      if let cause { return cause }
      if lines == 0, !errorLine.isEmpty {
        // It failed before it began: a flag, a login, a missing file.
        let known = FailureText.failureClass(of: errorLine)
        var failure = RunnerFailure(known ?? .config, errorLine)
        failure.isGuess = known == nil
        return failure
      }
      return RunnerFailure(.protocol, "the agent \(exit.text) without a result\(why)")
    }
  }
}

/// The last of many texts: a worker may write for days, and only its last words can hold a move.
struct LastTexts {
  /// At least so many bytes are kept, and at most about twice as many.
  static let kept = 2 << 20

  private(set) var all: [String] = []
  private var bytes = 0

  mutating func append(_ text: String) {
    all.append(text)
    bytes += Self.room(text)
    guard bytes > 2 * Self.kept else { return }
    var dropped = 0
    while bytes > Self.kept, dropped < all.count - 1 {
      bytes -= Self.room(all[dropped])
      dropped += 1
    }
    all.removeFirst(dropped)
  }

  mutating func removeAll() { self = LastTexts() }

  /// About what a text takes in memory.
  private static func room(_ text: String) -> Int { text.utf8.count + 48 }
}

extension JSONValue {
  /// As a number of tokens: never negative, and small enough that sums cannot overflow.
  var tokens: Int { min(max(int ?? 0, 0), 1 << 40) }

  /// As US dollars; nil when it is not an amount of money.
  var dollars: Double? { double.flatMap { (0...1e9).contains($0) ? $0 : nil } }

  /// The arguments of a tool call on one line: the most telling member, or all of them.
  var toolDetail: String {
    let telling = ["command", "cmd", "file_path", "path", "pattern", "query", "url", "description"]
    let text =
      string ?? telling.lazy.compactMap { self[$0]?.string }.first ?? JSONWriter.text(self)
    return FailureText.line(text)
  }
}
