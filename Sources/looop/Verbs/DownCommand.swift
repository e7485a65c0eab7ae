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
    let wasUp = try endPulse(wiring, poller)
    Console.say(wasUp ? "the pulse is down" : "the pulse was down")
    let ids = try wiring.loop.fleet.roll().workers.filter(\.isAlive).map(\.id)
    if keepWorkers {
      tellKept(ids)
    } else {
      KillCommand.tellEnding(ids)
      let ended = try wiring.loop.fleet.end(ids, why: "`looop down`", poller: poller)
      for id in ended { Console.say("worker \(id) ended") }
    }
    // A process that left every group and session still carries its mark.
    let marks = [Marks.run] + (keepWorkers ? [] : [Marks.session])
    let swept = MarkedProcesses.end(dataDirectory: wiring.directory.path, having: marks)
    StandingNotes.say(wiring, \.held)
    if swept > 0 { Console.say("\(swept) stray \(swept == 1 ? "process" : "processes") ended") }
    return ExitStatusCode.ok
  }

  private func tellKept(_ ids: [Identifier]) {
    guard !ids.isEmpty else { return }
    let names = ids.prefix(8).map(\.text).joined(separator: ", ")
    let more = ids.count > 8 ? " and \(ids.count - 8) more" : ""
    let goOn = ids.count == 1 ? "1 worker goes on" : "\(ids.count) workers go on"
    Console.say("\(goOn): \(names)\(more); `looop down` ends \(ids.count == 1 ? "it" : "them")")
  }

  /// False when no pulse was up.
  private func endPulse(_ wiring: Wiring, _ poller: Poller) throws(LooopError) -> Bool {
    let pulse = try ProcessHandle.holder(
      of: wiring.directory.lock, poller: poller, within: .seconds(2))
    guard let pulse else { return false }
    ProcessHandle.end([pulse], grace: .seconds(5), poller: poller) {
      Console.note("looop: waiting at most 5 seconds for the pulse to end.")
    }
    return true
  }
}
