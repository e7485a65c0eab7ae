internal import Base
internal import Core

/// Beats on a line of time, a lane for each outcome.
struct BeatLanes {
  /// Beats of one lane that would overlap are one mark.
  private static let places = 140
  private static let height = 24
  private static let tableRows = 300

  private let words: RecapWords
  private let axis: TimeAxis

  init(_ words: RecapWords) {
    self.words = words
    axis = TimeAxis(words: words)
  }

  private static func name(_ outcome: Recap.Beat.Outcome) -> String {
    switch outcome {
    case .acted: "acted"
    case .rested: "nothing to do"
    case .held: "waits for a yes"
    case .skipped: "skipped"
    case .failed: "failed"
    case .unfinished: "no end recorded"
    }
  }

  var markup: String {
    let lanes = Recap.Beat.Outcome.allCases.compactMap(lane)
    return "<div class=\"rows\">\(lanes.joined(separator: "\n"))\(axis.row)</div>" + table
  }

  private func lane(_ outcome: Recap.Beat.Outcome) -> String? {
    let beats = words.recap.beats.filter { $0.outcome == outcome }
    guard !beats.isEmpty else { return nil }
    var marks: [Int: [Recap.Beat]] = [:]
    for beat in beats {
      marks[Int(axis.place(beat.at) * Double(Self.places)), default: []].append(beat)
    }
    let most = marks.values.map(\.count).max() ?? 1
    let shapes = marks.sorted { $0.key < $1.key }.map { place, beats in
      mark(beats, at: Double(place) / Double(Self.places), most: most, outcome)
    }
    let name = Self.name(outcome)
    return ChartRow(
      label: "<i class=\"o-\(outcome.rawValue)\"></i>\(name)", shapes: shapes.joined(),
      value: "\(beats.count)", spoken: "\(name): \(Counted.text(beats.count, "beat"))",
      height: Self.height
    ).markup
  }

  private func mark(
    _ beats: [Recap.Beat], at place: Double, most: Int, _ outcome: Recap.Beat.Outcome
  ) -> String {
    let share = most > 1 ? 0.5 + 0.5 * Double(beats.count - 1) / Double(most - 1) : 0.8
    let height = ChartNumber.pixels(share, of: Self.height)
    return """
      <rect class="o-\(outcome.rawValue)" x="\(ChartNumber.percent(place * 0.992))" width="4" \
      y="\((Self.height - height) / 2)" height="\(height)" rx="2">\
      <title>\(HTMLText.line(title(beats)))</title></rect>
      """
  }

  private func title(_ beats: [Recap.Beat]) -> String {
    guard let first = beats.first, let last = beats.last, beats.count > 1 else {
      return beats.first.map { "\(words.stamp($0.at)) \($0.text)" } ?? ""
    }
    return
      "\(beats.count) beats from \(words.stamp(first.at)) to \(words.stamp(last.at)); the last: "
      + last.text
  }

  private var table: String {
    let beats = words.recap.beats.suffix(Self.tableRows)
    let left = words.recap.beats.count - beats.count
    let rows = beats.reversed().map { beat in
      [
        words.stamp(beat.at), Self.name(beat.outcome), beat.text, beat.runner ?? "",
        beat.dollars.map(Dollars.text) ?? "",
      ]
    }
    return HTMLText.hiddenTable(
      ["ended", "outcome", "what", "runner", "cost"],
      rows + (left > 0 ? [["", "", "and \(left) before", "", ""]] : []))
  }
}
