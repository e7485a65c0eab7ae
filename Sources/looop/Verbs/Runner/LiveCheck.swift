internal import Base
internal import Core

/// One real decision of a runner, by the code a beat uses and counted as one of its calls.
struct LiveCheck {
  let preset: RunnerPreset
  let use: RunnerUse
  let wiring: Wiring

  /// `checks`, and the result of the call. Throws `E_BUDGET` when no call may start.
  func adding(
    to checks: [RunnerCheck], _ children: ChildGroup
  ) throws(LooopError) -> [RunnerCheck] {
    let answer = try call(children)
    var checks = checks
    if case .failed = answer.outcome {
    } else {
      // A flag missing from the help may still exist: the call has shown that it is accepted.
      for index in checks.indices
      where checks[index].name == "tick flags" && checks[index].status == .failed {
        checks[index] = RunnerCheck(
          "tick flags", is: .ok, "\(checks[index].text) The live call accepted them anyway.")
      }
    }
    return checks + [check(answer)]
  }

  private func call(_ children: ChildGroup) throws(LooopError) -> TrialCall.Answer {
    try wiring.open()
    var settings = use.settings
    settings.runner = preset.name
    settings.tickCommand = use.tick(of: preset)
    let trial = TrialCall(wiring.loop, settings: settings, children: children)
    if Console.isErrorTerminal {
      Console.note("looop: calling \(preset.name) once; it may take minutes. Ctrl-C stops it.")
    }
    let mailbox = try wiring.loop.mailbox.contents()
    guard let answer = try trial.make(mailbox) else {
      throw try wiring.loop.budget(settings.caps).refusal(mailbox)
    }
    return answer
  }

  private func check(_ answer: TrialCall.Answer) -> RunnerCheck {
    let seconds = "after \(answer.duration.seconds) s"
    let cost = UsageRender.text(answer.cost)
    let mend = "The prompt and the answer are in \(answer.folder)."
    switch answer.outcome {
    case .move(let decision, _):
      return RunnerCheck(
        "live", is: .ok, "decided \(decision.move.name.rawValue) \(seconds), \(cost)")
    case .text(_, let problem, _):
      return RunnerCheck("live", is: .failed, "It answered without a move: \(problem)", mend: mend)
    case .failed(let failure, _):
      let text = "\(failure.failureClass.rawValue) \(seconds): \(failure.message)"
      return RunnerCheck("live", is: .failed, text.hasSuffix(".") ? text : text + ".", mend: mend)
    }
  }
}
