internal import Base

/// A decision that a command wrote to a file, as older agents of the original were instructed to. This
/// version reads only what a command prints.
enum StrayDecision {
  /// In the folder where a decision is made.
  private static let names = [".decision.json", "decision.json"]

  /// What to say of it to whoever wonders why there is no decision; nil without such a file.
  static func advice(in folder: String, since started: Int) -> String? {
    for name in names {
      let path = "\(folder)/\(name)"
      // One that cannot be looked at is not what is missing.
      guard let facts = (try? FileFacts.of(path)) ?? nil, facts.modified >= started else {
        continue
      }
      return "The command wrote its decision to a file, \(path), which looop does not read:"
        + " it must print it"
    }
    return nil
  }
}

extension TickRunner {
  /// What to try when its output holds no decision; nil when its words say what it starts.
  var advice: String? {
    guard let first = suspects.first else { return nil }
    return "If this command starts \(first), set \"runner\": \"\(first)\" in the config: its first"
      + " words do not say so, and without it plain text is expected"
  }
}

extension RunnerOutcome {
  /// With what may mend it, where it is no move. `isStray` says that its decision is in a file: then it
  /// does not matter why the run counts as failed.
  func advised(_ advice: [String], isStray: Bool) -> RunnerOutcome {
    guard !advice.isEmpty else { return self }
    let words = advice.joined(separator: ". ")
    switch self {
    case .move: return self
    case .text(let text, let problem, let usage):
      return .text(text, problem: "\(problem). \(words)", usage)
    case .failed(var failure, let usage):
      guard isStray || [.empty, .protocol].contains(failure.failureClass) else { return self }
      failure.message = "\(failure.message). \(words)."
      return .failed(failure, usage)
    }
  }
}
