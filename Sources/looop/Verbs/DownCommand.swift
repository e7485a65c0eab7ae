internal import ArgumentParser
internal import Base
internal import CSys
internal import Core

struct DownCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Stop the pulse and every worker.")

  @Flag(help: "Let the workers go on.") var keepWorkers = false
  @Flag(help: "Accepted for scripts; `down` never asks.") var yes = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let poller = Poller()
    let wasUp = try endPulse(wiring, poller)
    Console.say(wasUp ? "the pulse is down" : "the pulse was down")
    if !keepWorkers {
      let ids = try wiring.fleet.roll().workers.filter(\.isAlive).map(\.id)
      KillCommand.tellEnding(ids)
      for id in try wiring.fleet.end(ids, poller: poller) { Console.say("worker \(id) ended") }
    }
    // What escaped every group and session still carries its mark.
    let marks = [Marks.run] + (keepWorkers ? [] : [Marks.session])
    let swept = MarkedProcesses.end(dataDirectory: wiring.directory.path) { environment in
      environment.contains { entry in marks.contains { entry.hasPrefix("\($0)=") } }
    }
    if swept > 0 { Console.say("\(swept) stray \(swept == 1 ? "process" : "processes") ended") }
    return ExitStatusCode.ok
  }

  /// SIGTERM, 5 seconds, SIGKILL. False when no pulse was up.
  private func endPulse(_ wiring: Wiring, _ poller: Poller) throws(LooopError) -> Bool {
    let found = try ProcessHandle.holder(
      of: wiring.directory.lock, poller: poller, within: .seconds(2))
    guard let pulse = found else { return false }
    pulse.signal(SIGTERM)
    let end = Monotonic.now() + .seconds(5)
    ProcessHandle.waitForAll(
      [pulse], poller: poller, until: Monotonic.now() + .seconds(1))
    if !pulse.hasEnded {
      Console.note("looop: waiting at most 5 seconds for the pulse to end.")
    }
    ProcessHandle.waitForAll([pulse], poller: poller, until: end)
    if !pulse.hasEnded {
      pulse.signal(SIGKILL)
      ProcessHandle.waitForAll(
        [pulse], poller: poller, until: Monotonic.now() + .seconds(2))
    }
    return true
  }
}
