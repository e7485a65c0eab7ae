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
    var isPulseDown = false
    var problem: LooopError?
    do throws(LooopError) {
      let lines = try ending.endPulses()
      for line in lines { Console.say(line) }
      isPulseDown = !lines.isEmpty
      if lines.isEmpty, ending.survivors.isEmpty {
        // Only when the lock is free, and all could be looked at, is that known.
        try ending.demandEnd([])
        Console.say("the pulse was down")
        isPulseDown = true
      }
    } catch { problem = error }
    for name in ending.endNotifiers() where ending.survivors.isEmpty {
      Console.say("\(name) is down")
    }
    do throws(LooopError) { try endWorkers(wiring, poller) } catch { problem = problem ?? error }
    if !keepWorkers {
      for name in ending.endSupervisors() where ending.survivors.isEmpty {
        Console.say("\(name), whose session was lost, ended")
      }
    }
    do throws(LooopError) { try endStrays(wiring) } catch {
      problem = problem ?? LoopEnding.unseen(error)
    }
    StandingNotes.say(wiring, \.held)
    do throws(LooopError) {
      if let problem { throw problem }
      try ending.demandEnd(try living(wiring))
    } catch {
      guard isPulseDown, error.code != "E_ALIVE" else { throw error }
      // The words above say as much; this says what they do not.
      throw LooopError(
        .failed, code: error.code, "The pulse is down; the rest is not certain: \(error.message)",
        hint: error.hint)
    }
    return ExitStatusCode.ok
  }

  private var marks: [String] { [Marks.run, Marks.notify] + (keepWorkers ? [] : [Marks.session]) }

  /// A process that left every group and session still carries its mark.
  private func endStrays(_ wiring: Wiring) throws(LooopError) {
    let count = try MarkedProcesses.end(dataDirectory: wiring.directory.path, having: marks)
    if count > 0 {
      Console.say("\(Counted.text(count, "stray process", many: "stray processes")) ended")
    }
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
  private func living(_ wiring: Wiring) throws(LooopError) -> [String] {
    let workers =
      keepWorkers ? [] : try wiring.loop.fleet.roll().workers.filter(\.isAlive).map(\.id.text)
    let marks = self.marks
    var strays: [Int32] = []
    do throws(LooopError) {
      strays = try MarkedProcesses.find(dataDirectory: wiring.directory.path) { environment in
        environment.contains { entry in marks.contains { entry.hasPrefix("\($0)=") } }
      }
    } catch { throw LoopEnding.unseen(error) }
    return workers.map { "the worker \($0)" } + strays.map { "the process \($0)" }
  }

  private func tellKept(_ ids: [Identifier]) {
    guard !ids.isEmpty else { return }
    let names = ids.prefix(8).map(\.text).joined(separator: ", ")
    let more = ids.count > 8 ? " and \(ids.count - 8) more" : ""
    let goOn = Counted.text(ids.count, "worker goes on", many: "workers go on")
    Console.say("\(goOn): \(names)\(more); `looop down` ends \(ids.count == 1 ? "it" : "them")")
  }
}
