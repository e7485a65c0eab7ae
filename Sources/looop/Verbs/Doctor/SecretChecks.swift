internal import Base
internal import Sensors

/// The file of secrets. Nothing of what it holds is read here but whether it can be read.
enum SecretChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "secrets",
      [
        DoctorCheck(
          "file", looksAt: "whether `secrets.env` can be read by you alone, and reads",
          probe: fileFacts, judge: file)
      ])
  }

  struct FileFacts: Equatable {
    let path: String
    /// The mode bits; nil when there is no such file.
    let mode: Int?
    /// Why sensors are given none of them.
    var problem: LooopError?
  }

  private static func fileFacts(_ patient: Patient) throws(LooopError) -> FileFacts? {
    let sensors = patient.wiring.sensors
    guard let path = sensors.watched.first else { return nil }
    let mode = try Base.FileFacts.of(path)?.permissions
    // The catalog reads them with the sensors.
    _ = try sensors.entries()
    return FileFacts(path: path, mode: mode, problem: sensors.secretsProblem)
  }

  static func file(_ facts: FileFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    if let problem = facts.problem { return [.fail(problem)] }
    guard let mode = facts.mode else { return [.ok("there is no \(facts.path)")] }
    guard mode & 0o077 == 0 else {
      return [
        .fail(
          "\(facts.path) can be read by others (mode \(String(mode, radix: 8))).",
          mend: ShellQuote.line(["chmod", "600", facts.path]))
      ]
    }
    return [.ok("\(facts.path) is yours alone")]
  }
}
