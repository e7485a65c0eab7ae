internal import ArgumentParser
internal import Base
internal import Core

struct KillCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "End a worker: the same as `worker kill`.")
  static let examples = [Example("looop kill notes", at: .worker)]
  var touch: Touch { .stops }

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

  /// Throws when a full disk kept who ended them, or that they ended, from being written.
  static func demandRecord(_ ended: [Worker], _ wiring: Wiring) throws(LooopError) {
    let names = ended.filter(\.isEndUnrecorded).map(\.id.text)
    guard !names.isEmpty,
      let problem = wiring.directory.writeProblem(now: wiring.clock.now(), mayWrite: true)
    else { return }
    throw LooopError(
      .cannotWrite, code: "E_UNRECORDED",
      "The end of \(names.joined(separator: ", ")) stands, and the record of it could not be written:"
        + " \(problem.message)", hint: problem.hint)
  }

  static func end(_ text: String, _ wiring: Wiring) throws(LooopError) -> Int32 {
    let worker = try wiring.knownWorker(text)
    let id = worker.id
    if worker.isAlive { tellEnding([id]) }
    let wasAlive = try wiring.loop.fleet.end(id, poller: Poller())
    let now: Worker?
    do throws(LooopError) { now = try wiring.loop.fleet.worker(id) } catch {
      throw .done("The order to end the worker \(id)", but: error)
    }
    // Its id may have been given to a new life meanwhile, which is not what was to end.
    let isOver = now?.isAlive != true || now?.generation != worker.generation
    guard isOver else {
      throw LooopError(
        .failed, code: "E_ALIVE", "The worker \(id) could not be ended.",
        hint: "Try it as the user that started it, and where its processes can be seen.")
    }
    Console.say(
      (wasAlive ? "worker \(id) ended" : "worker \(id) had already ended")
        + (now?.isUnchecked == true ? "; its check was not run" : ""))
    if wasAlive, let now, now.generation == worker.generation { try demandRecord([now], wiring) }
    return ExitStatusCode.ok
  }
}
