/// Everything that `doctor` looks at, in the order it is shown.
enum Doctor {
  static var families: [DoctorFamily] {
    [
      LooopChecks.family, ConfigChecks.family, RunnerChecks.family, DataChecks.family,
      SecretChecks.family, SensorChecks.family, BudgetChecks.family, PulseChecks.family,
      NotifyChecks.family, ClockChecks.family, LimitChecks.family, ServiceChecks.family,
      ToolChecks.family,
    ]
  }

  static func findings(of patient: Patient) -> [DoctorFinding] {
    families.flatMap { family in
      family.checks.flatMap { check in
        check.findings(of: patient).map { finding in
          var finding = finding
          (finding.family, finding.check) = (family.name, check.name)
          return finding
        }
      }
    }
  }

  /// The table of the documentation.
  static var table: String {
    let rows = families.flatMap { family in
      family.checks.map { "| \(family.name) | `\($0.name)` | \($0.looksAt) |" }
    }
    return (["| about | check | looks at |", "|---|---|---|"] + rows).joined(separator: "\n")
  }
}
