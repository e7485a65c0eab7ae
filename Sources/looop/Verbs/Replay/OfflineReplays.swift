internal import Base
internal import Core

/// Reads kept runs again without a call.
struct OfflineReplays {
  let wiring: Wiring
  let isJSON: Bool
  /// Whether one run was named, which then must be there to compare.
  let isOne: Bool

  func compare(_ runs: [RunRecord]) throws(LooopError) -> Int32 {
    let replay = OfflineReplay(wiring.loop, try wiring.shownSettings() ?? Settings())
    var report = OfflineReplayReport()
    for run in runs {
      let result = replay.replay(run)
      if isOne, case .skipped(let why) = result.verdict {
        throw LooopError(
          .badData, code: "E_RUN_PART", "The run \(run.name) cannot be replayed: \(why)",
          hint: "`looop runs show \(run.name)` shows what it has.")
      }
      report.add(result)
      if !isJSON, let text = OfflineReplayRender.text(of: result, isOne: isOne) {
        Console.say(wiring.redacted(text))
      }
      if !Console.takesOutput { break }
    }
    if isJSON {
      Console.say(json: wiring.redacted(report))
    } else {
      Console.say(OfflineReplayRender.summary(report))
    }
    return report.differing > 0 ? ExitStatusCode.failed : ExitStatusCode.ok
  }
}
