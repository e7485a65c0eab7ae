internal import ArgumentParser
internal import Base
internal import Core

struct RecapCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "recap",
    abstract: "Sum up what was done, what failed, what waits and what it cost.")
  static let examples = [
    Example("looop recap --since yesterday"),
    Example("looop recap --since 7d --html >week.html"),
  ]
  var touch: Touch { .reads }

  @Option(help: "How far back: \(SinceOption.forms).") var since = "24h"
  @Flag(name: .customLong("md"), help: "Print Markdown.") var isMarkdown = false
  @Flag(name: .customLong("html"), help: "Print a page that needs no network and no script.")
  var isPage = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard [json, isMarkdown, isPage].count(where: \.self) < 2 else {
      throw LooopError(
        .usage, code: "E_USAGE", "--json, --md and --html exclude each other.",
        hint: "Give one of them.")
    }
    let source = try RecapSource(
      wiring.loop, since: try SinceOption.moment(since, now: wiring.clock.now()))
    var recap = Recap(source)
    recap.readReports(wiring.loop.store)
    if json {
      Console.say(json: wiring.redacted(recap))
    } else if isPage {
      Console.say(
        wiring.redacted(RecapPage(recap: recap, dataDirectory: wiring.directory.path).text))
    } else if isMarkdown {
      Console.say(RecapMarkdown(recap, redacting: wiring.redaction).text)
    } else {
      Console.say(
        Untrusted.visible(
          RecapText(
            recap, columns: Console.outputColumns, redacting: wiring.redaction
          ).text))
    }
    return ExitStatusCode.ok
  }
}
