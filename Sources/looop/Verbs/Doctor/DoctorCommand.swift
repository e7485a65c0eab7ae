internal import ArgumentParser
internal import Base
internal import Core
internal import Sensors

struct DoctorCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check all that a loop needs, and say what mends it.",
    discussion: """
      It works before `init`, changes nothing and makes no call. Exits 1 when something fails.
      """)
  static let examples = [Example("looop doctor")]
  var touch: Touch { .reads }

  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    wiring.sensors.isOnlyShown = true
    wiring.sensors.leavesInstallations = true
    // A process that may open no more files can still say so; Ctrl-C ends it in the usual way then.
    let poller = Poller(stop: try? StopSignal())
    let patient = Patient(wiring, ChildGroup(poller: poller))
    let report = DoctorReport(findings: Doctor.findings(of: patient))
    if poller.isStopping {
      throw LooopError(.failed, code: "E_STOPPED", "Stopped before everything was looked at.")
    }
    if json {
      Console.say(json: wiring.redacted(report))
    } else {
      Console.say(wiring.redacted(report.text(isColoured: wiring.terminal.hasColors)))
    }
    return report.isWell ? ExitStatusCode.ok : ExitStatusCode.failed
  }
}
