internal import Base
internal import ShellRules

/// What becomes of a decided move: the decision and its ruling in one value. Pure.
enum Plan: Equatable {
  case execute(Decision)
  /// It waits for a yes; `rule` says why.
  case hold(Decision, rule: String)
  case refuse(BeatFailure)
  /// What a human did during the call outdates it.
  case drop(Decision, because: Outdated)

  enum Outdated: Equatable {
    /// PLAYBOOK or goals changed.
    case steering
    case pause
  }

  /// So many moves may take their time at once.
  private static let mostUnderWay = 8

  /// The first rule that holds: quarantine · the same move is under way or has a yes · a move that
  /// cannot be ruled · outdated · declined before · the ruling.
  ///
  /// `ruling` is what the policy says of all that the move reaches; an error when it cannot be ruled.
  static func of(
    _ decision: Decision, ruling: Result<Ruling, LooopError>, _ facts: Facts,
    redaction: Redaction = .none
  ) -> Plan {
    let line = decision.journalLine(redaction)
    if let refusal = Quarantine.refusal(of: decision, among: facts.quarantined) {
      return .refuse(BeatFailure(.refused, "\(line): \(refusal)"))
    }
    let substance = decision.move.substance
    if let same = facts.underWay.first(where: { $0.decision.move.substance == substance }) {
      let since = LocalTime(same.since).minuteText
      return .refuse(BeatFailure(.refused, "\(line): it is under way, since \(since)"))
    }
    if let same = facts.approved.first(where: { $0.decision.move.substance == substance }) {
      return .refuse(BeatFailure(.refused, "\(line): \(same.id) has a yes to it, and runs next"))
    }
    if decision.move.mayTakeTime, facts.underWay.count >= mostUnderWay {
      return .refuse(
        BeatFailure(.refused, "\(line): \(facts.underWay.count) moves are under way already"))
    }
    switch ruling {
    case .failure(let error): return .refuse(BeatFailure(.effect, error.description))
    case .success where facts.isPaused && decision.move.name != .noop:
      return .drop(decision, because: .pause)
    case .success where facts.steering.drops(decision, after: facts.drops):
      return .drop(decision, because: .steering)
    case .success(.refuse(let rule)):
      return .refuse(BeatFailure(.refused, "\(line): refused for good: \(rule)"))
    case .success(.ask(let rule)):
      guard let declined = facts.declined(decision.move) else { return .hold(decision, rule: rule) }
      return .refuse(
        BeatFailure(
          .refused,
          "\(line): \(declined.text). The same is not asked again until something else has changed")
      )
    case .success(.allow): return .execute(decision)
    }
  }

  /// The event of the beat's table.
  var ruled: BeatMachine.Ruled {
    switch self {
    case .execute(let decision): decision.move.name == .noop ? .noop : .allowed
    case .hold: .asks
    case .refuse: .refused
    case .drop: .superseded
    }
  }
}

extension Move {
  /// Whether other beats may go on before it has ended.
  fileprivate var mayTakeTime: Bool {
    switch self {
    case .runShell, .writeSensor, .killWorker: true
    case .noop, .writeGoal, .archiveGoal, .writePlaybook, .startWorker, .ask: false
    }
  }

  /// The digest of what it does: the same move with other words for its reason is the same.
  var substance: String {
    var object = object
    object["reason"] = nil
    if case .runShell(let command, _) = self { object["cmd"] = .string(Self.plain(command)) }
    return Digest.sha256(JSONWriter.text(.object(object), .canonical))
  }

  /// The command without blanks and an end that change nothing of what it does, where that is plain.
  private static func plain(_ command: String) -> String {
    guard !command.contains(where: { "'\"\\`#\n".contains($0) }) else { return command }
    var words = command.split(whereSeparator: \.isWhitespace)
    if let last = words.last, last.hasSuffix(";"), !last.hasSuffix(";;") {
      words[words.count - 1] = last.dropLast()
    }
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
