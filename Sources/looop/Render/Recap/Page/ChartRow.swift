/// One row of a chart: what it is, its bar, what it says in numbers.
struct ChartRow {
  /// Markup.
  let label: String
  /// Markup: the shapes of the bar.
  var shapes = ""
  /// Markup.
  let value: String
  /// The same in words.
  let spoken: String
  var height = 14

  var markup: String {
    """
    <div class="row"><div class="label">\(label)</div>\
    <svg class="bar" width="100%" height="\(height)" role="img" aria-label="\(HTMLText.line(spoken))">\
    \(shapes)</svg><div class="value">\(value)</div></div>
    """
  }

  /// A bar from `start` to `end`, both from 0 to 1, wide enough to be seen.
  static func bar(
    from start: Double, to end: Double, _ style: String, title: String, height: Int = 14
  ) -> String {
    let width = max(end - start, 0.006)
    let left = min(start, 1 - width)
    return """
      <rect class="\(style)" x="\(ChartNumber.percent(left))" width="\(ChartNumber.percent(width))" \
      height="\(height)" rx="4"><title>\(HTMLText.line(title))</title></rect>
      """
  }
}
