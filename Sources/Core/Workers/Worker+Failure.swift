internal import Base

extension Worker {
  /// How much of someone else's words one reason quotes, in bytes.
  package static let wordsQuoted = 160

  /// Why it failed, in one line that quotes at most `bytes` of foreign words; nil for one that did not
  /// fail. Wherever a failed worker is shown, this says why.
  package func whyFailed(quoting bytes: Int = wordsQuoted) -> String? {
    reason(quoting: bytes).map { isUnchecked ? "\($0); its check was not run" : $0 }
  }

  private func reason(quoting bytes: Int) -> String? {
    guard hasFailed else { return nil }
    if saidDone == false {
      return "it said that it failed" + Self.quote(report.flatMap(Self.firstLine), bytes)
    }
    if let check = verification, !check.isPassed {
      return "its check \(check.status)" + Self.quote(Self.lastLine(check.tail), bytes)
    }
    switch state {
    case .running, .stuck: return nil
    case .lost(let loss): return "lost: \(loss.rawValue)"
    case .exited(let code): return Self.exit(code, problem, bytes: bytes)
    case .killed(let signal): return killed(signal, bytes)
    }
  }

  /// How it is or how it ended: of a failed one, why it failed.
  package var stateInWords: String { whyFailed() ?? state.text }

  private func killed(_ signal: Int, _ bytes: Int) -> String {
    switch ending?.by {
    case .human:
      return "ended by \(ending?.who ?? "a human")" + (ending?.why.map { " (\($0))" } ?? "")
    case .loop:
      // Without a decision it names itself, and the reason is its own.
      guard let who = ending?.who else {
        return "ended by a move of the loop" + Self.quote(ending?.why, bytes)
      }
      return "ended by \(who)" + (ending?.why.map { " (\($0))" } ?? "")
    case .signal: return ending?.why ?? "killed by signal \(signal)"
    case .agent, .timeLimit, .budget, .lost, nil: break
    }
    if let problem { return Self.words(problem, bytes) }
    return wasStopped
      ? "ended by a kill or `down`" : "killed by signal \(signal), which looop did not send"
  }

  private static func exit(_ code: Int, _ problem: String?, bytes: Int) -> String {
    guard let problem else {
      switch code {
      case 126: return "exited with code 126: its command cannot be run"
      case 127: return "exited with code 127: its command was not found"
      default: return "exited with code \(code)"
      }
    }
    let said = words(problem, bytes)
    return code == 0 ? said : "exited with code \(code); \(said)"
  }

  /// A problem is looop's own sentence, or a class of failure and the words of an agent.
  private static func words(_ problem: String, _ bytes: Int) -> String {
    guard let colon = problem.firstIndex(of: ":"),
      RunnerFailure.Class(rawValue: String(problem[..<colon])) != nil
    else { return Untrusted.quoted(problem, bytes: bytes) }
    let said = problem[problem.index(after: colon)...].drop { $0 == " " }
    return problem[..<colon] + quote(String(said), bytes)
  }

  private static func quote(_ words: String?, _ bytes: Int) -> String {
    guard let words, !words.isEmpty else { return "" }
    return ": \(JournalWords.quoted(words, bytes: bytes))"
  }

  private static func firstLine(_ text: String) -> String? {
    text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }.map(
      String.init)
  }

  private static func lastLine(_ text: String) -> String? {
    text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
  }
}
