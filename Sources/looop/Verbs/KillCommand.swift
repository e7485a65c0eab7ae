internal import ArgumentParser
internal import Core

struct KillCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "End a worker: the same as `worker kill`.")

  @Argument(help: "The worker's id.") var id: String
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try Self.end(id, wiring)
  }

  static func end(_ text: String, _ wiring: Wiring) throws(LooopError) -> Int32 {
    let id = try Identifier(text, "worker")
    guard try wiring.fleet.worker(id) != nil else {
      throw LooopError(
        .badData, "E_WORKER_UNKNOWN", "There is no worker \(id).",
        hint: "`looop worker list` lists them.")
    }
    let wasAlive = try wiring.fleet.end(id, poller: Poller())
    Console.say(wasAlive ? "worker \(id) ended" : "worker \(id) had ended already")
    return ExitStatusCode.ok
  }
}
