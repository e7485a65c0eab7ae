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
    /// The ask whether to raise it, while it waits.
    var ask: AskID?
  }

  private static func capFacts(_ patient: Patient) throws(LooopError) -> CapFacts? {
    guard let settings = patient.readSettings else { return nil }
    let loop = patient.wiring.loop
    let contents = try loop.mailbox.contents()
    return CapFacts(
      spent: try loop.budget(settings.caps).seen(contents),
      ask: contents.pending.first { $0.kind == .budget }?.id)
  }

  static func caps(_ facts: CapFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    guard let spent = facts.spent else {
      return [.ok("below every cap; `looop cost` has the amounts")]
    }
    let answer = facts.ask.map { "`looop answer \($0) yes` raises it for today; else wait" }
    return [
      .fail(
        "\(spent.text) is reached: no call before \(LocalTime(spent.until).minuteText).",
        mend: (answer ?? "Wait") + ", or raise `budget` in the config.")
    ]
  }
}
