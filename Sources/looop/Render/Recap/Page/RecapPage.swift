internal import Base
internal import Core

/// A recap as one HTML file: no network, no script, light and dark, from a phone to a wide screen.
struct RecapPage {
  let recap: Recap
  /// Shown below the title.
  let dataDirectory: String
  private var words: RecapWords { RecapWords(recap: recap) }

  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>looop: \(HTMLText.escaped(words.title))</title>
    <style>
    \(RecapStyle.sheet)
    </style>
    </head>
    <body>
    <main>
    \(header)
    \(sections.joined(separator: "\n"))
    <footer>Made by <code>looop recap --html</code>. Times are local.</footer>
    </main>
    </body>
    </html>
    """
  }

  // MARK: The top

  private var header: String {
    let span = Duration.seconds(max(0, recap.until - recap.since)).text
    let from = LocalTime(recap.since).minuteText
    let to = LocalTime(recap.until).minuteText
    return """
      <header>
      <p class="eyebrow">looop recap</p>
      <h1>The last \(HTMLText.escaped(span))</h1>
      <p class="soft">\(from) to \(to) · <span class="path">\(HTMLText.line(dataDirectory))</span></p>
      </header>
      \(recap.isEmpty ? "<p class=\"empty\">\(HTMLText.escaped(words.nothing))</p>" : tiles)
      """
  }

  private var tiles: String {
    // As many as are listed: the same again is counted there.
    let failed = recap.failures.count
    let unknown = recap.cost.total.unknownCalls
    let tiles = [
      tile(recap.count(.acted) + recap.count(.held), "moves"),
      tile(recap.workers.count, "workers"),
      tile(failed, "failures", style: failed > 0 ? "bad" : ""),
      tile(recap.waiting.count, "wait for you", style: recap.waiting.isEmpty ? "" : "hold"),
      """
      <div class="tile"><b>\(Dollars.text(recap.cost.total.dollars))</b>\
      <span>\(RecapWords.calls(recap.cost.total))\
      \(unknown > 0 ? ", \(unknown) of unknown cost" : "")</span></div>
      """,
    ]
    return "<div class=\"tiles\">\(tiles.joined())</div>"
  }

  private func tile(_ number: Int, _ name: String, style: String = "") -> String {
    "<div class=\"tile \(style)\"><b>\(number)</b><span>\(name)</span></div>"
  }

  // MARK: The parts

  private var sections: [String] {
    var sections: [String] = []
    func add(_ title: String, if isThere: Bool, style: String = "", _ content: () -> String) {
      guard isThere else { return }
      sections.append(
        "<section class=\"\(style)\">\n<h2>\(title)</h2>\n\(content())\n</section>")
    }
    let lists = RecapLists(words: words)
    add("Waits for you", if: !recap.waiting.isEmpty, style: "urgent") { lists.waiting }
    add("Done", if: !recap.goals.isEmpty || recap.count(.rested) > 0) { lists.done }
    add("Reports", if: !recap.reports.isEmpty) { lists.reports }
    add("Failed", if: !recap.failures.isEmpty) { lists.failures }
    add("Beats", if: !recap.beats.isEmpty) { BeatLanes(words).markup }
    add("Workers", if: !recap.workers.isEmpty) { LifeBars(words).markup }
    let isPaid = !recap.cost.total.isEmpty
    add("Spend by day and runner", if: isPaid) {
      SpendChart(recap.cost).markup + lists.goalCosts
    }
    add("Sensors", if: !recap.sensors.isEmpty) { SensorBars(recap.sensors).markup }
    let questions = recap.waiting + recap.settled
    add("How long asks waited", if: !questions.isEmpty) { WaitBars(words).markup }
    add("Not read", if: !recap.skipped.isEmpty) { lists.skipped }
    return sections
  }
}
