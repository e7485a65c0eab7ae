internal import Base
internal import Core

/// Why nothing is decided, one clause for each reason: `state` says the first, `why` all.
extension OutlookRender {
  func clause(_ rule: Verdict.Skip) -> String {
    let until = rule.until.map { " until \(moment($0))" } ?? ""
    switch rule {
    case .backoff:
      let cause = outlook.lastFailure?.hasPrefix("refused") == true ? "a refused move" : "a failure"
      return "waiting after \(cause)\(until), then it tries again; a new goal, answer or PLAYBOOK"
        + " tries at once"
    case .unsettled: return "PLAYBOOK or goals keep changing; waiting until they rest\(until)"
    case .flapping(let end):
      return "only sensors changed that woke it for nothing; it heeds them from \(moment(end))"
    case .parked(let parked): return clause(parked)
    case .budget(let spent): return clause(spent)
    case .unchanged, .settingUp, .paused, .sensing, .stopping, .superseded: return rule.text
    }
  }

  private func clause(_ parked: ParkedRunner) -> String {
    if let until = parked.until { return "no runner can be asked until \(moment(until))" }
    let ask = parked.ask.map { "\($0) is answered, or until " } ?? ""
    return "no runner can be asked until \(ask)its set-up is mended, which the next beat looks at;"
      + " `looop runner unpark \(parked.runner)` tries at once"
  }

  private func clause(_ spent: Budget.Spent) -> String {
    let reached = "over budget until \(moment(spent.until)): \(spent.text) is reached"
    if let ask = outlook.openCap {
      return "\(reached); `looop answer \(ask) yes` raises it for today"
    }
    guard let ask = outlook.keptCap else {
      // Only a beat that has something to decide on asks.
      return outlook.phase == .budget ? "\(reached); `looop asks` has the question" : reached
    }
    return "\(reached), and you left it so; `looop answer \(ask) yes --force` raises it for today,"
      + " budget.\(spent.cap.rawValue) in the config for good"
  }

  static func clause(_ blocker: Outlook.Blocker) -> String {
    switch blocker {
    case .owners: "nothing is decided until only you and root can change these files"
    case .unread: "nothing is decided until the problem below is mended"
    case .disk: "nothing is decided until looop can write its files"
    }
  }

  /// With what blocks it, for a verb that does not show it anyway.
  func whole(_ blocker: Outlook.Blocker) -> String {
    let problem =
      switch blocker {
      case .owners: ownerProblem
      case .unread(let problem): Self.line(problem)
      case .disk: writeProblem
      }
    return [Self.clause(blocker), problem].compactMap(\.self).joined(separator: ": ")
  }

  func clause(_ reason: Explanation.Reason) -> String {
    switch reason {
    case .rule(let rule): clause(rule)
    case .blocked(.unread(let problem)):
      "nothing is decided until this is mended: \(Self.line(problem))"
    case .blocked(let blocker): whole(blocker)
    case .pulse(.uninitialised): noRunner
    case .pulse(.down): "the pulse is \(down)"
    case .pulse(.notAnswering): "the pulse does not answer: \(notAnswering ?? "")"
    case .pulse(.starting): "the pulse is starting"
    case .pulse(.stopping): "the pulse is stopping"
    case .pulse: self.reason ?? "not known"
    }
  }
}
