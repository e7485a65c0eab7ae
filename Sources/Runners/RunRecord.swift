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
  /// The last lines that were no objects: some CLIs say there what is wrong.
  private var plainLines: [String] = []
  private static let plainLinesKept = 16
  private let installHint: String
  /// The exit code of an interrupted run; unlike any other run, it prints no end.
  var interruptExit: Int?
  /// Whether the agent began its work.
  private(set) var began = false

  init(preset: RunnerPreset, interruptExit: Int? = nil) {
    installHint = preset.installHint
    self.interruptExit = interruptExit
  }

  mutating func begin() { began = true }

  mutating func countLine() { lines += 1 }

  /// The header of a stream is no output: what follows on standard error is a fault of the start.
  mutating func skipHeader() { lines -= 1 }

  /// Counts a line; returns the objects that it holds. Nearly always that is one; where the line end
  /// between two is missing, it is both.
  mutating func objects(_ line: ArraySlice<UInt8>) -> [JSONObject] {
    countLine()
    let objects = StreamLine.objects(line)
    // Agents and their wrappers print other lines too; the caller reports them.
    if objects.isEmpty, let words = StreamLine.words(line) {
      plainLines = plainLines.suffix(Self.plainLinesKept - 1) + [words]
    }
    return objects
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
        ?? .failed(.inferred(.empty, "the agent ended well and said nothing"), usage)
    case .failed(let failure): .failed(failure, usage)
    case nil: .failed(unfinished(exit, errorLine: errorLine, cause: cause), usage)
    }
  }

  private func unfinished(
    _ exit: ProcessOutcome, errorLine: String, cause: RunnerFailure?
  ) -> RunnerFailure {
    let words =
      errorLine.isEmpty ? FailureText.errorLine(plainLines.joined(separator: "\n")) : errorLine
    let why = words.isEmpty ? "" : ": \(words)"
    switch exit {
    case .notStarted(_, let isPassing):
      return RunnerFailure(isPassing ? .transient : .config, "the agent \(exit.text)")
    case .oversized: return RunnerFailure(.protocol, "the agent \(exit.text)")
    case .interrupted: return RunnerFailure(.interrupted, "the agent \(exit.text)")
    case .signalled: return killed(exit, words: words)
    case .timedOut, .silent:
      // When the deadline was spent on retries, the retried failure is the cause.
      let detail = retrying.map { "; it was retrying (\($0.rawValue))" } ?? ""
      return RunnerFailure(retrying ?? .transient, "the agent \(exit.text)\(detail)")
    case .exited(let code) where (129...159).contains(code):
      // The code with which a shell reports a child ended by a signal.
      return killed(.signalled(code - 128), words: words)
    // The shell, or the loader, could not start the agent for want of descriptors or memory.
    case .exited(126...127) where lines == 0 && FailureText.isShortage(errorLine):
      return RunnerFailure(.transient, errorLine)
    case .exited(126) where lines == 0:
      return RunnerFailure(.config, "the command cannot be run\(why)")
    case .exited(127) where lines == 0:
      let hint = installHint.isEmpty ? "" : ". \(installHint)"
      return RunnerFailure(.config, "command not found\(why)\(hint)")
    case .exited(let code):
      return cause ?? FailureText.failureClass(ofErrorLine: words).map {
        FailureText.failure($0, words)
      }
        ?? unknown(
          exit, isClean: code == 0, words: words, isInterrupt: began && code == interruptExit)
    }
  }

  /// The failure of a run that a signal ended which looop did not send: an agent that crashes each
  /// time is no better than one that fails in unknown words.
  private func killed(_ exit: ProcessOutcome, words: String) -> RunnerFailure {
    var failure = RunnerFailure(.interrupted, "the agent \(exit.text)")
    failure.isGuess = FailureText.failureClass(ofErrorLine: words) == nil
    return failure
  }

  /// The failure of a run that ended by itself and of which no word is known.
  private func unknown(
    _ exit: ProcessOutcome, isClean: Bool, words: String, isInterrupt: Bool
  ) -> RunnerFailure {
    let why = words.isEmpty ? "" : ": \(words)"
    if isInterrupt {
      return RunnerFailure(
        .interrupted, "the agent \(exit.text) without a result, as when it is interrupted\(why)")
    }
    if isClean {
      if lines == 0 { return .inferred(.empty, "the agent printed nothing\(why)") }
      var failure = RunnerFailure(.protocol, "the agent ended without a result\(why)")
      // Words that are no object may be those of a command that prints plain text.
      failure.isInferred = !(plainLines.count == 1 && FailureText.isOnlyError(plainLines[0]))
      return failure
    }
    // Before it began it is a flag, a login, a missing file; later it may be anything.
    var failure =
      lines == 0 && !words.isEmpty
      ? RunnerFailure(.config, words)
      : RunnerFailure(.protocol, "the agent \(exit.text) without a result\(why)")
    failure.isGuess = true
    return failure
  }
}
