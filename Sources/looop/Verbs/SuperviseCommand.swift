internal import ArgumentParser
internal import Base
internal import Core

/// The process that supervises one worker. Hidden: `worker start` and the pulse start it.
struct SuperviseCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "supervise", abstract: "Supervise one worker.", shouldDisplay: false)
  var touch: Touch { .reads }

  @Argument(help: "The worker's id.") var id: String
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let id = try Identifier(id, "worker")
    Detached.settle()
    let place = "\(wiring.directory.sessions)/\(id)/lock"
    let lock = try DirectoryLock(adopting: Detached.takeLock(), at: place)
    try lock.sign(place)
    let supervisor = try Supervisor(
      id, of: wiring.loop.fleet, lock: lock, catalog: wiring.loop.runners,
      stop: try StopSignal(.detached, children: true))
    Detached.reportReady()
    supervisor.run()
    return ExitStatusCode.ok
  }
}
