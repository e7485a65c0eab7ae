internal import Base
internal import Core

/// This program, and whether it sees other processes.
enum LooopChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "looop",
      [
        DoctorCheck(
          "version", looksAt: "which looop this is, and where",
          probe: { $0.wiring.loop.store.process.binary },
          judge: { [.ok("\(Version.text), \($0)")] }),
        DoctorCheck(
          "processes", looksAt: "whether `/proc` shows the processes of this machine",
          probe: { _ in SeenProcess.blindness }, judge: processes),
      ])
  }

  static func processes(_ blindness: LooopError?) -> [DoctorFinding] {
    guard let blindness else { return [.ok("can be looked at")] }
    return [
      .warn(
        "Not known: which processes run. \(blindness.message)",
        mend: "Mount /proc here. Without it `down` finds only what signed the lock.")
    ]
  }
}
