internal import Base
internal import Core

/// What may still be spent.
enum BudgetChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "budget",
      [
        DoctorCheck(
          "caps", looksAt: "whether a cap keeps the loop from calling its runner", probe: capFacts,
          judge: caps)
      ])
  }

  struct CapFacts: Equatable {
    var spent: Budget.Spent?
    /// The ask whether to raise it.
    var ask: AskID?
    /// Whether its answer left the cap as it is.
    var isAnswered = false
  }

  private static func capFacts(_ patient: Patient) throws(LooopError) -> CapFacts? {
    guard let settings = patient.readSettings else { return nil }
    let loop = patient.wiring.loop
    let contents = try loop.mailbox.contents()
    guard let spent = try loop.budget(settings.caps).seen(contents) else { return CapFacts() }
    let ask = BudgetAsk.asked(spent, contents, day: LocalTime(patient.now).dayText)?.id
    return CapFacts(
      spent: spent, ask: ask, isAnswered: ask.map { contents.answers[$0] != nil } ?? false)
  }

  static func caps(_ facts: CapFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    guard let spent = facts.spent else {
      return [.ok("below every cap; `looop cost` has the amounts")]
    }
    let force = facts.isAnswered ? " --force" : ""
    let answer = facts.ask.map { "`looop answer \($0) yes\(force)` raises it for today; else wait" }
    return [
      .fail(
        "\(spent.text) is reached: no call before \(LocalTime(spent.until).minuteText).",
        mend: (answer ?? "Wait") + ", or raise `budget` in the config.")
    ]
  }
}
