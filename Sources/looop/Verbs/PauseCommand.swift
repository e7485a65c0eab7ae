internal import ArgumentParser
internal import Base
internal import Core

struct PauseCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop deciding until `resume`; workers keep running.")

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try wiring.open()
    let record: JSONValue = ["v": 1, "ts": .int(wiring.clock.now())]
    let isNew = try AtomicFile.publishNew(wiring.directory.paused, JSONWriter.line(record))
    Console.say(isNew ? "paused" : "already paused")
    for line in try StandingNotes(wiring).afterPause { Console.say(line) }
    return ExitStatusCode.ok
  }
}

struct ResumeCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Decide again after `pause`.")

  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    try wiring.open()
    Console.say(try AtomicFile.delete(wiring.directory.paused) ? "resumed" : "not paused")
    let notes = try StandingNotes(wiring)
    if notes.isDown { Console.say("the pulse is down (start it with `looop up`)") }
    for line in notes.held { Console.say(line) }
    return ExitStatusCode.ok
  }
}
