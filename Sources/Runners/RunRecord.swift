internal import Base
internal import Core

/// What one run has said so far, and what that means once it is over: the part all adapters share.
struct RunRecord {
  /// The end as the CLI itself declared it.
  enum Ending {
    case answered
    case failed(RunnerFailure)
  }

  /// The model's own words, in order; only they may hold a move.
  var texts: [String] { said.all }
  private var said = LastTexts()
  /// All the run has cost as far as known.
  var usage = Usage()
  /// The CLI was last heard retrying by itself.
  private(set) var retrying: RunnerFailure.Class?
  private var lines = 0
  /// Anything was printed at all.
  var hasLines: Bool { lines > 0 }
  private let installHint: String
  /// The exit code of a run that an interrupt ended: it leaves no last word, which any other end does.
  private let interruptExit: Int?
  /// The agent came to its work.
  private(set) var began = false

  init(preset: RunnerPreset, interruptExit: Int? = nil) {
    installHint = preset.installHint
    self.interruptExit = interruptExit
  }

  mutating func begin() { began = true }

  /// A line was printed.
  mutating func note() { lines += 1 }

  /// The members of a line that is a JSON object.
  mutating func object(_ line: ArraySlice<UInt8>) -> JSONObject? {
    note()
    do {
      return try JSONParser.parse(line).object
    } catch {
      // Agents and their wrappers print other things too; the caller reports the line.
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

  /// What the run means. An end the CLI declared counts whatever the exit status says: exit codes
  /// lie, and a CLI that hangs after its last word is ended by us. Without one nothing that was
  /// said counts, for the run may have been cut before the agent changed its mind.
  ///
  /// `cause` is an error the CLI spoke of without declaring an end.
  func outcome(
    _ ending: Ending?, exit: ProcessOutcome, errorLine: String, cause: RunnerFailure? = nil,
    parse: (String) -> ParsedMove
  ) -> RunnerOutcome {
    switch ending {
    case .answered:
      RunnerOutcome.deciding(texts: texts, usage: usage, parse: parse)
        ?? .failed(RunnerFailure(.empty, "the agent ended well and said nothing"), usage)
    case .failed(let failure): .failed(failure, usage)
    case nil: .failed(unfinished(exit, errorLine, cause), usage)
    }
  }

  private func unfinished(
    _ exit: ProcessOutcome, _ errorLine: String, _ cause: RunnerFailure?
  ) -> RunnerFailure {
    let why = errorLine.isEmpty ? "" : ": \(errorLine)"
    switch exit {
    case .notStarted: return RunnerFailure(.config, "the agent \(exit.text)")
    case .oversized: return RunnerFailure(.protocol, "the agent \(exit.text)")
    case .interrupted, .signalled: return RunnerFailure(.interrupted, "the agent \(exit.text)")
    case .timedOut, .silent:
      // A deadline spent on retries is the fault of what was retried.
      let detail = retrying.map { "; it was retrying (\($0.rawValue))" } ?? ""
      return RunnerFailure(retrying ?? .transient, "the agent \(exit.text)\(detail)")
    case .exited(let code) where (129...159).contains(code):
      // As a shell reports a child that a signal ended.
      return RunnerFailure(.interrupted, "the agent \(ProcessOutcome.signalled(code - 128).text)")
    case .exited(let code) where began && code == interruptExit && cause == nil:
      return RunnerFailure(
        .interrupted, "the agent \(exit.text) without a result, as when it is interrupted\(why)")
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
        // It gave up before it began: a flag, a login, a missing file.
        return RunnerFailure(FailureText.failureClass(of: errorLine) ?? .config, errorLine)
      }
      return RunnerFailure(.protocol, "the agent \(exit.text) without a result\(why)")
    }
  }
}

/// The last of many texts: a worker may talk for days, and only its last words can hold a move.
struct LastTexts {
  /// Bytes that are kept, where there are as many; up to twice as many may be there for a while.
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

  /// What a text takes in memory, about.
  private static func room(_ text: String) -> Int { text.utf8.count + 48 }
}

extension JSONValue {
  /// A number of tokens: never negative, and small enough that sums cannot overflow.
  var tokens: Int { min(max(int ?? 0, 0), 1 << 40) }

  /// An amount of money; nil when it is none.
  var dollars: Double? { double.flatMap { (0...1e9).contains($0) ? $0 : nil } }

  /// What a tool was called with, on one line: the member that says most, else all of it.
  var toolDetail: String {
    let telling = ["command", "cmd", "file_path", "path", "pattern", "query", "url", "description"]
    let text =
      string ?? telling.lazy.compactMap { self[$0]?.string }.first ?? JSONWriter.text(self)
    return FailureText.line(text)
  }
}
