internal import ArgumentParser
internal import Base
internal import Core

struct KillCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "End a worker: the same as `worker kill`.")
  static let examples = [Example("looop kill notes", at: .worker)]

  @Argument(help: "The worker's id.") var id: String
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try Self.end(id, wiring)
  }

  /// Explains the wait to a person: an agent may take its time to end.
  static func tellEnding(_ ids: [Identifier]) {
    guard !ids.isEmpty, Console.isErrorTerminal else { return }
    let names = ids.map(\.text).joined(separator: ", ")
    Console.note("looop: ending \(names); at most 5 seconds.")
  }

  static func end(_ text: String, _ wiring: Wiring) throws(LooopError) -> Int32 {
    let worker = try wiring.knownWorker(text)
    let id = worker.id
    if worker.isAlive { tellEnding([id]) }
    let wasAlive = try wiring.loop.fleet.end(id, poller: Poller())
    let isUnchecked = try wiring.loop.fleet.worker(id)?.isUnchecked == true
    Console.say(
      (wasAlive ? "worker \(id) ended" : "worker \(id) had already ended")
        + (isUnchecked ? "; its check was not run" : ""))
    return ExitStatusCode.ok
  }
}
