internal import ArgumentParser
internal import Base
internal import Core

struct DownCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Stop the pulse and every worker.")
  static let examples = [Example("looop down"), Example("looop down --keep-workers")]
  var touch: Touch { .stops }

  @Flag(help: "Leave the workers running.") var keepWorkers = false
  @Flag(help: "Accepted for scripts; `down` never asks.") var yes = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let poller = Poller()
    var ending = LoopEnding(wiring.directory, poller: poller)
    var problem: LooopError?
    do throws(LooopError) {
      let lines = try ending.endPulses()
      for line in lines { Console.say(line) }
      if lines.isEmpty, ending.survivors.isEmpty {
        // Only when the lock is free is that known.
        try ending.demandEnd([])
        Console.say("the pulse was down")
      }
    } catch { problem = error }
    do throws(LooopError) { try endWorkers(wiring, poller) } catch { problem = problem ?? error }
    if !keepWorkers {
      for name in ending.endSupervisors() where ending.survivors.isEmpty {
        Console.say("\(name), whose session was lost, ended")
      }
    }
    // A process that left every group and session still carries its mark.
    let marks = [Marks.run] + (keepWorkers ? [] : [Marks.session])
    let swept = MarkedProcesses.end(dataDirectory: wiring.directory.path, having: marks)
    if let problem = MarkedProcesses.problem() {
      Console.note("looop: What workers left running was not looked for: \(problem.message)")
    }
    StandingNotes.say(wiring, \.held)
    if swept > 0 { Console.say("\(swept) stray \(swept == 1 ? "process" : "processes") ended") }
    if let problem { throw problem }
    try ending.demandEnd(try living(wiring, marks))
    return ExitStatusCode.ok
  }

  private func endWorkers(_ wiring: Wiring, _ poller: Poller) throws(LooopError) {
    let ids = try wiring.loop.fleet.roll().workers.filter(\.isAlive).map(\.id)
    guard !keepWorkers else { return tellKept(ids) }
    KillCommand.tellEnding(ids)
    let ended = try wiring.loop.fleet.end(ids, why: "`looop down`", poller: poller)
    let now = try wiring.loop.fleet.roll().workers
    let alive = now.filter(\.isAlive).map(\.id)
    for id in ended where !alive.contains(id) { Console.say("worker \(id) ended") }
    try KillCommand.demandRecord(now.filter { ended.contains($0.id) && !$0.isAlive }, wiring)
  }

  /// What was to end and lives on, in words.
  private func living(_ wiring: Wiring, _ marks: [String]) throws(LooopError) -> [String] {
    let workers =
      keepWorkers ? [] : try wiring.loop.fleet.roll().workers.filter(\.isAlive).map(\.id.text)
    let strays = MarkedProcesses.find(dataDirectory: wiring.directory.path) { environment in
      environment.contains { entry in marks.contains { entry.hasPrefix("\($0)=") } }
    }
    return workers.map { "the worker \($0)" } + strays.map { "the process \($0)" }
  }

  private func tellKept(_ ids: [Identifier]) {
    guard !ids.isEmpty else { return }
    let names = ids.prefix(8).map(\.text).joined(separator: ", ")
    let more = ids.count > 8 ? " and \(ids.count - 8) more" : ""
    let goOn = ids.count == 1 ? "1 worker goes on" : "\(ids.count) workers go on"
    Console.say("\(goOn): \(names)\(more); `looop down` ends \(ids.count == 1 ? "it" : "them")")
  }
}
