internal import ArgumentParser
internal import Base
internal import Core

struct DoneCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: "For workers: report what was done, or why it failed, and finish.")
  static let examples = [
    Example("looop done The notes are on the branch notes.", at: .inside),
    Example("looop done --failed There is no repository.", at: .inside),
  ]

  @Flag(help: "The work failed.") var failed = false
  @Argument(help: "The report in your words; none, or -: from standard input.")
  var report: [String] = []
  @OptionGroup var source: TextFile
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let session = wiring.environment[Marks.session] else {
      throw LooopError(
        .usage, code: "E_NO_SESSION", "`done` is for workers, and this process is not one.",
        hint: "End a worker with `looop worker kill ID`.")
    }
    let id = try Identifier(session, "worker")
    let text = try Body.text(report, from: source, what: "report", form: .reply)
    try wiring.open()
    try wiring.loop.fleet.recordDone(id, isSuccess: !failed, report: text)
    Console.say("report recorded; you may stop now")
    return ExitStatusCode.ok
  }
}
