internal import Base
internal import Core

/// The parts of the page that are words.
struct RecapLists {
  /// So many of the latest are shown of each list.
  private static let most = 60

  let words: RecapWords
  private var recap: Recap { words.recap }

  /// Someone else's lines behind a bar.
  private static func quote(_ text: String, bytes: Int, isCut: Bool = false) -> String {
    let shown = HTMLText.escaped(Untrusted.clipped(text, bytes: bytes))
    return "<blockquote>\(shown)</blockquote>"
      + (isCut ? "<p class=\"note\">The file has more.</p>" : "")
  }

  private static func more(_ count: Int) -> String {
    count > most ? "<p class=\"note\">and \(count - most) more (`--json` has them)</p>" : ""
  }

  var waiting: String {
    recap.waiting.prefix(Self.most).map { question in
      let command = question.command.map { "<code class=\"command\">\(HTMLText.line($0))</code>" }
      return """
        <article><h3>\(HTMLText.line(question.id)) <span class="soft">\
        \(HTMLText.escaped(words.waited(question))), asked by \(HTMLText.line(question.asker))</span>\
        </h3>\(Self.quote(question.prompt, bytes: 1_500))\(command ?? "")</article>
        """
    }.joined(separator: "\n") + Self.more(recap.waiting.count)
  }

  var done: String {
    var parts = recap.goals.map { work in
      let name = work.goal.map { "Goal \(HTMLText.line($0))" } ?? "For no goal"
      // The latest say how it stands.
      let deeds = work.deeds.suffix(Self.most).map { deed in
        """
        <li><time>\(words.stamp(deed.at))</time><span class="who \(deed.by.rawValue)">\
        \(Self.name(deed.by))</span><span>\(HTMLText.line(deed.text, bytes: 600))</span></li>
        """
      }
      return "<h3>\(name)</h3><ol class=\"deeds\">\(deeds.joined(separator: "\n"))</ol>"
        + Self.more(work.deeds.count)
    }
    let rested = recap.count(.rested)
    if rested > 0 {
      parts.append(
        "<p class=\"note\">\(Counted.text(rested, "decision")) that there was nothing to do.</p>"
      )
    }
    return parts.joined(separator: "\n")
  }

  private static func name(_ actor: Recap.Deed.Actor) -> String {
    switch actor {
    case .loop: "loop"
    case .human: "you"
    case .worker: "worker"
    }
  }

  var reports: String {
    recap.reports.prefix(Self.most).map { report in
      let goal = report.goal.map { ", for \(HTMLText.line($0))" } ?? ""
      let links = report.links.map { "<li>\(HTMLText.link($0))</li>" }.joined()
      return """
        <article><h3>\(HTMLText.line(report.worker)) <span class="soft">\
        \(words.stamp(report.at))\(goal)</span></h3>\
        \(Self.quote(report.text, bytes: 1_500, isCut: report.isCut))\
        \(links.isEmpty ? "" : "<ul class=\"links\">\(links)</ul>")</article>
        """
    }.joined(separator: "\n") + Self.more(recap.reports.count)
  }

  var failures: String {
    let rows = recap.failures.prefix(Self.most).map { failure in
      let times = words.times(failure)
      let subject = RecapWords.subject(failure)
      return """
        <li><time>\(words.stamp(failure.lastAt))</time><span class="who bad">\
        \(failure.kind.rawValue)</span><span>\
        \(subject.isEmpty ? "" : "<b>\(HTMLText.line(subject))</b> ")\(HTMLText.line(failure.text))\
        \(times.isEmpty ? "" : " <span class=\"soft\">\(HTMLText.escaped(times))</span>")</span></li>
        """
    }
    return "<ol class=\"deeds\">\(rows.joined(separator: "\n"))</ol>"
      + Self.more(recap.failures.count)
  }

  /// Where a goal is known at all.
  var goalCosts: String {
    guard recap.cost.goals.contains(where: { $0.name != "-" }) else { return "" }
    return "<h3>By goal</h3>"
      + HTMLText.table(
        ["goal", "calls", "workers", "cost"],
        recap.cost.goals.prefix(Self.most).map {
          [
            $0.name == "-" ? "none" : $0.name, "\($0.calls)", "\($0.workers)", RecapWords.cost($0),
          ]
        })
  }

  var skipped: String {
    "<ul>\(recap.skipped.prefix(Self.most).map { "<li>\(HTMLText.line($0))</li>" }.joined())</ul>"
      + Self.more(recap.skipped.count)
  }
}
