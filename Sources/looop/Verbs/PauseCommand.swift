internal import ArgumentParser
internal import Base
internal import Core

struct PauseCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop deciding until `resume`; workers keep running.")
  static let examples = [Example("looop pause")]
  var touch: Touch { .stops }

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try wiring.open()
    Console.say(try wiring.loop.pause.begin() ? "paused" : "already paused")
    StandingNotes.say(wiring, \.afterPause)
    return ExitStatusCode.ok
  }
}

struct ResumeCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Decide again after `pause`.")
  static let examples = [Example("looop resume")]

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try wiring.open()
    Console.say(try wiring.loop.pause.end() ? "resumed" : "not paused")
    StandingNotes.say(wiring, \.afterResume)
    return ExitStatusCode.ok
  }
}
