internal import Base
internal import Core

/// What a pulse would lack that something else than this shell starts.
enum ServiceChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "service",
      [
        DoctorCheck(
          "variables", looksAt: "what a systemd user service would lack of this shell",
          probe: variableFacts, judge: variables),
        DoctorCheck(
          "linger", looksAt: "whether user services go on while you are logged out",
          probe: lingerFacts, judge: linger),
      ])
  }

  /// The PATH of user services, as systemd is built by most distributions.
  private static let path = [
    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
  ]

  // MARK: variables

  struct VariableFacts: Equatable {
    var hasSystemd = true
    /// Folders of programs that are needed.
    var folders: [String] = []
    /// Names of variables that runners are given, which are set here.
    var names: [String] = []
  }

  private static func variableFacts(_ patient: Patient) throws(LooopError) -> VariableFacts {
    guard Folder.exists("/run/systemd/system") else { return VariableFacts(hasSystemd: false) }
    let found = NeededPrograms.of(patient).compactMap {
      Executable.find($0, path: patient.environment["PATH"])
    }
    let names =
      [Marks.config, Marks.dataDirectory, Ownership.override]
      + (try patient.used().flatMap(\.preset.passEnvironment))
      + (patient.readSettings?.passEnvironment ?? [])
    return VariableFacts(
      folders: Set(found.map(AtomicFile.folder(of:))).subtracting(path).sorted(),
      names: VariableNames.matching(names, in: patient.environment))
  }

  static func variables(_ facts: VariableFacts) -> [DoctorFinding] {
    guard facts.hasSystemd else {
      return [.info("systemd does not run here; docs/service.md has other ways")]
    }
    let lacks = [
      facts.folders.isEmpty ? nil : "on PATH \(facts.folders.joined(separator: " "))",
      facts.names.isEmpty ? nil : "the variables \(facts.names.joined(separator: " "))",
    ].compactMap(\.self)
    if lacks.isEmpty { return [.ok("a user service would have all that this shell gives")] }
    return [
      .info(
        "A user service would lack \(lacks.joined(separator: ", and ")).",
        mend: "Set them with Environment= or EnvironmentFile= in its unit: docs/service.md.")
    ]
  }

  // MARK: linger

  struct LingerFacts: Equatable {
    let isOn: Bool
  }

  private static func lingerFacts(_ patient: Patient) throws(LooopError) -> LingerFacts? {
    guard Folder.exists("/run/systemd/system") else { return nil }
    let user = patient.wiring.author.user
    guard Identifier(valid: user) != nil else { return nil }
    return LingerFacts(isOn: try FileFacts.hasEntry("/var/lib/systemd/linger/\(user)"))
  }

  static func linger(_ facts: LingerFacts?) -> [DoctorFinding] {
    guard let facts else { return [] }
    if facts.isOn { return [.ok("on: user services go on while you are logged out")] }
    return [
      .info(
        "Off: a user service ends when you log out.", mend: "`loginctl enable-linger` keeps it up.")
    ]
  }
}
