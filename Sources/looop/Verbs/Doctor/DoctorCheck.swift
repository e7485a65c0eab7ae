internal import Base

/// One thing to look at: how it is found out, and what is to be said of it.
struct DoctorCheck {
  let name: String
  /// For the documentation.
  let looksAt: String
  private let examine: (Patient) throws(LooopError) -> [DoctorFinding]

  /// `probe` alone looks at the world; `judge` is a pure function of what it found.
  init<Facts>(
    _ name: String, looksAt: String,
    probe: @escaping (Patient) throws(LooopError) -> Facts,
    judge: @escaping (Facts) -> [DoctorFinding]
  ) {
    self.name = name
    self.looksAt = looksAt
    examine = { (patient) throws(LooopError) in judge(try probe(patient)) }
  }

  /// One that cannot be made is a finding, and keeps no other from being made.
  func findings(of patient: Patient) -> [DoctorFinding] {
    do throws(LooopError) { return try examine(patient) } catch { return [.fail(error)] }
  }
}

/// Checks of one subject.
struct DoctorFamily {
  let name: String
  let checks: [DoctorCheck]

  init(_ name: String, _ checks: [DoctorCheck]) {
    self.name = name
    self.checks = checks
  }
}
