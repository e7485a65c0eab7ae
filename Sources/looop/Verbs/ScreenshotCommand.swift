internal import ArgumentParser
internal import Base
internal import Core
internal import Screen

struct ScreenshotCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "screenshot",
    abstract: "Show a worker's screen: as text, colours, JSON or a picture.",
    discussion: """
      Of a headless worker it is the end of its transcript, of `pulse` what happened last, and of `-` \
      what another program prints into it.
      """)
  static let examples = [
    Example("looop screenshot notes", at: .worker),
    Example("looop screenshot pulse --svg"),
    Example("looop state | looop screenshot - --svg"),
  ]
  var touch: Touch { .reads }

  @Argument(help: "The worker's id, pulse, or - for standard input.") var id: String
  @Flag(help: "With colours, as sequences of a terminal.") var ansi = false
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "As a picture, in one SVG file.") var svg = false
  @Option(help: "How many columns a screen for - has.") var columns = WordScreen.columns
  @Option(help: "How many rows a screen for - has.") var rows = WordScreen.rows
  @OptionGroup var place: Place

  func execute(_ wiring: Wiring) throws(LooopError) -> Int32 {
    guard [ansi, json, svg].count(where: \.self) < 2 else {
      throw LooopError(
        .usage, code: "E_USAGE", "A screenshot has one form.",
        hint: "Use one of --ansi, --json and --svg, or none for text.")
    }
    guard (1...1_000).contains(columns), (1...1_000).contains(rows) else {
      throw LooopError(
        .usage, code: "E_USAGE", "--columns and --rows are numbers from 1 to 1000.",
        hint: "Use --columns 100.")
    }
    let shot = try shot(wiring)
    if json {
      Console.say(json: ScreenshotReport(id: id, kind: shot.kind, screenshot: shot.screenshot))
    } else if svg {
      Console.put(TerminalPicture(screenshot: shot.screenshot, heading: shot.heading).svg)
    } else {
      Console.put(ansi ? shot.screenshot.ansi : shot.screenshot.text)
      if shot.screenshot.shownRows == 0 { Console.note("The screen is empty.") }
    }
    return ExitStatusCode.ok
  }

  private struct Shot {
    let kind: ScreenshotReport.Kind
    let screenshot: Screenshot
    /// Above its picture.
    let heading: String
  }

  private func shot(_ wiring: Wiring) throws(LooopError) -> Shot {
    switch id {
    case "-":
      // The screen forgets what came before the last clear; so much is more than any screen needs.
      let bytes = try InputFile("-").tail(2 << 20)
      let screenshot = Screenshot(WordScreen.replayed(bytes, columns: columns, rows: rows))
      return Shot(
        kind: .input, screenshot: screenshot.redacted(by: wiring.redaction),
        heading: screenshot.title.isEmpty ? "looop" : screenshot.title)
    case "pulse":
      let entries = try HistoryFeed(wiring).end(last: WordScreen.rows).entries
      return Shot(
        kind: .pulse, screenshot: Screenshot(WordScreen.history(entries)), heading: "looop journal")
    default: return try worker(wiring)
    }
  }

  private func worker(_ wiring: Wiring) throws(LooopError) -> Shot {
    let worker = try wiring.knownWorker(id)
    let heading = "looop worker \(worker.id): \(worker.state.text)"
    if let screen = try wiring.loop.fleet.sessionScreen(of: worker.id)?.screen {
      return Shot(
        kind: .terminal, screenshot: Screenshot(screen).redacted(by: wiring.redaction),
        heading: heading)
    }
    let excerpt = try FileExcerpt.end(
      of: wiring.loop.fleet.outputFile(of: worker.id), bytes: Self.transcriptRead)
    let text = excerpt?.redacted(by: wiring.redaction).text ?? ""
    return Shot(
      kind: .headless, screenshot: Screenshot(WordScreen.transcript(text)), heading: heading)
  }

  /// More than fits on the screen.
  private static let transcriptRead = 64 << 10
}
