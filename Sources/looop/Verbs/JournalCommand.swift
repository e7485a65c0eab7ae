internal import ArgumentParser
internal import Base
internal import Core

struct JournalCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Show what happened: moves, calls, workers, asks, and what you did.")
  static let examples = [
    Example("looop journal --lines 50"), Example("looop journal --since 2h --goal ship"),
    Example("looop journal --follow"),
  ]
  var touch: Touch { .reads }

  @Option(name: .shortAndLong, help: "How many of the last lines to show; 20, or all of --since.")
  var lines: Int?
  @Option(help: "Show what happened since then (2h, 7d, yesterday, 2026-11-22).")
  var since: String?
  @Option(help: "Show only what concerns this goal.") var goal: String?
  @Flag(name: .shortAndLong, help: "Go on with what happens, until Ctrl-C.") var follow = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    let span = try LogSpan(lines: lines, since: since, now: wiring.clock.now())
    if follow, json {
      throw LooopError(
        .usage, code: "E_USAGE", "`journal --json` prints one object and cannot follow.",
        hint: "Use `looop events --json --follow`: an object a line.")
    }
    let goal = try goal.map { text throws(LooopError) in try Identifier(text, "goal") }
    // A signal counts from the first line on.
    let following = follow ? try Following(in: wiring.directory.path) : nil
    let feed = try HistoryFeed(wiring, goal: goal)
    let (entries, lines) = try feed.end(last: span.count, since: span.since)
    if entries.isEmpty, !follow, let goal { try wiring.checkPastGoal(goal.text) }
    if json {
      Console.say(json: JournalTail(lines: lines, entries: entries))
      return ExitStatusCode.ok
    }
    if entries.isEmpty, !follow {
      let part = goal.map { " of the goal \($0)" } ?? ""
      Console.note(
        span.since == nil && goal == nil
          ? "The journal is empty: nothing has happened yet."
          : "Nothing\(part) happened\(span.since == nil ? " yet" : " since then").")
    }
    for entry in entries { Console.say("- \(entry.line)") }
    try following?.run { () throws(LooopError) in
      let (entries, hasMore) = try feed.next()
      for entry in entries { Console.say("- \(entry.line)") }
      return hasMore ? .more : .rest
    }
    return ExitStatusCode.ok
  }
}
