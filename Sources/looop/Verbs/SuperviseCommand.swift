internal import ArgumentParser
internal import Base
internal import Core

/// The process that supervises one worker. Hidden: `worker start` and the pulse start it.
struct SuperviseCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "supervise", abstract: "Supervise one worker.", shouldDisplay: false)

  @Argument(help: "The worker's id.") var id: String
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let id = try Identifier(id, "worker")
    Detached.settle()
    let lock = DirectoryLock(adopting: Detached.takeLock())
    try lock.sign("\(wiring.directory.sessions)/\(id)/lock")
    let supervisor = try Supervisor(
      id, of: wiring.loop.fleet, catalog: wiring.loop.runners,
      stop: try StopSignal(.detached, children: true))
    Detached.reportReady()
    supervisor.run()
    withExtendedLifetime(lock) {}
    return ExitStatusCode.ok
  }
}
