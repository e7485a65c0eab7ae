internal import Base
internal import Core

/// The window of a recap as a line from left to right.
struct TimeAxis {
  let words: RecapWords

  private var since: Int { words.recap.since }
  private var until: Int { words.recap.until }

  /// From 0 to 1; what lies outside is at the nearer end.
  func place(_ at: Int) -> Double {
    until > since ? Double(at.within(since, until) - since) / Double(until - since) : 0
  }

  /// The labels below rows of bars: five, of which a narrow screen shows three.
  var row: String {
    let ticks = (0...4).map { quarter in
      "<span>\(HTMLText.escaped(words.stamp(since + (until - since) / 4 * quarter)))</span>"
    }.joined()
    return "<div class=\"row axis\" aria-hidden=\"true\"><div class=\"ticks\">\(ticks)</div></div>"
  }
}
