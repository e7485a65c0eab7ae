internal import Base
internal import Core
internal import Sensors

/// The notifiers that are up, or should be.
enum NotifyChecks {
  static var family: DoctorFamily {
    DoctorFamily(
      "notify",
      [
        DoctorCheck(
          "notifiers", looksAt: "notifiers that were killed, that fail, or hear no reply",
          probe: facts, judge: { $0.flatMap(judge) }),
        DoctorCheck(
          "needs", looksAt: "programs and secrets that such a notifier lacks",
          probe: needFacts, judge: { $0.flatMap(needs) }),
      ])
  }

  private static func facts(_ patient: Patient) throws(LooopError) -> [NotifierRow] {
    var problems: [LooopError] = []
    let rows = NotifierRows.read(patient.directory, noting: &problems)
    if let problem = problems.first { throw problem }
    return rows
  }

  static func judge(_ row: NotifierRow) -> [DoctorFinding] {
    let status = row.status
    guard row.state == .up else {
      return [
        .fail(
          "\(status.name) was killed, or a fault ended it: questions do not leave this machine.",
          mend:
            "Start it again: `looop up --notify \(status.name)`, or the command that you started.")
      ]
    }
    if let failure = status.failure {
      return [
        .fail(
          "\(status.name) cannot send: \(Untrusted.quoted(failure, bytes: 300))",
          mend: "Mend that, and try it: `looop notify --preset \(status.name) --test`.")
      ]
    }
    if let deafness = status.deafness {
      return [
        .warn(
          "\(status.name) hears no reply: \(Untrusted.quoted(deafness, bytes: 300))",
          mend: "Answer with `looop answer` meanwhile; it goes on trying.")
      ]
    }
    return [.ok("\(status.name) is up (pid \(status.pid)), \(status.sent) sent")]
  }

  struct NeedFacts: Equatable {
    let notifier: String
    let programs: [String]
    let secrets: [String]
  }

  private static func needFacts(_ patient: Patient) throws(LooopError) -> [NeedFacts] {
    var facts: [NeedFacts] = []
    for row in try self.facts(patient) {
      let wiring = patient.wiring
      let preset: NotifierPreset
      do throws(LooopError) { preset = try wiring.notifiers.preset(named: row.status.name) } catch {
        // A command of `--exec` has no preset.
        guard error.code == "E_NOTIFIER_UNKNOWN" else { throw error }
        continue
      }
      facts.append(
        NeedFacts(
          notifier: preset.name,
          programs: preset.commands.filter { wiring.program($0) == nil },
          secrets: try wiring.sensors.secretsFound(of: preset).missing))
    }
    return facts
  }

  static func needs(_ facts: NeedFacts) -> [DoctorFinding] {
    facts.programs.map {
      .fail(
        "\(facts.notifier) needs the program \(Untrusted.word($0)), which is not on PATH.",
        mend: "Install it.")
    }
      + facts.secrets.map {
        .fail(
          "\(facts.notifier) needs the secret \($0), which is not set.",
          mend: "Put a line \($0)=… into `secrets.env` in the data dir.")
      }
  }
}
