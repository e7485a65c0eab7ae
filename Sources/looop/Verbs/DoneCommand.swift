internal import ArgumentParser
internal import Base
internal import Core

struct DoneCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "done", abstract: "A worker's last word: what was done, or why it failed.")

  @Flag(help: "The work failed.") var failed = false
  @Argument(help: "The report, or - for standard input.") var report: String?
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard let session = wiring.environment[Marks.session] else {
      throw LooopError(
        .usage, "E_NO_SESSION", "`done` is a worker's own word, and this is no worker.",
        hint: "End a worker with `looop worker kill ID`.")
    }
    let id = try Identifier(session, "worker")
    let text = try Body.text(report, what: "report")
    try wiring.open()
    try wiring.loop.fleet.recordDone(id, isSuccess: !failed, report: text)
    Console.say("report written; you may stop now")
    return ExitStatusCode.ok
  }
}
