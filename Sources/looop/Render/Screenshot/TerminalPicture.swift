internal import Base
internal import Screen

/// A screen as a picture: a terminal window in one self-contained SVG, light on dark. Every character
/// is in its columns, whatever font there is.
struct TerminalPicture {
  /// In hundredths of a pixel, so that equal screens give equal bytes.
  private static let cell = (width: 843, height: 1700)
  private static let fontSize = 14
  private static let baseline = 1300
  private static let margin = 1600
  /// Where the first row begins, below the bar of the window.
  private static let head = 4400

  let screenshot: Screenshot
  /// Stands above the window, in looop's words.
  let heading: String

  /// Rows without anything below the last text and the cursor are left out.
  private var rows: Int {
    max(1, screenshot.shownRows, screenshot.cursor.map { $0.row + 1 } ?? 0)
  }

  var svg: String {
    let width = screenshot.columns * Self.cell.width + 2 * Self.margin
    let height = Self.head + rows * Self.cell.height + Self.margin
    let shownHeading = Self.escaped(heading)
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.pixels(width)) \
      \(Self.pixels(height))" width="\(Self.pixels(width))" height="\(Self.pixels(height))" \
      role="img" aria-labelledby="title" xml:space="preserve">
      <title id="title">\(shownHeading)</title>
      <style>
      text { font: \(Self.fontSize)px ui-monospace, SFMono-Regular, Menlo, Consolas, \
      "DejaVu Sans Mono", "Noto Sans Mono", monospace; fill: \(Theme.ink); }
      .heading { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #8b949e; \
      text-anchor: middle; }
      .bold { font-weight: 700; } .italic { font-style: italic; } .faint { opacity: .6; }
      </style>
      <rect width="100%" height="100%" rx="8" fill="\(Theme.paper)"/>
      <path d="M0 36V8a8 8 0 0 1 8-8H\(Self.pixels(width - 800))a8 8 0 0 1 8 8v28z" fill="#161b22"/>
      <circle cx="20" cy="18" r="6" fill="#ff5f57"/><circle cx="40" cy="18" r="6" fill="#febc2e"/>\
      <circle cx="60" cy="18" r="6" fill="#28c840"/>
      <text class="heading" x="\(Self.pixels(width / 2))" y="22">\(shownHeading)</text>
      """
    var body: [String] = []
    for row in 0..<rows where row < screenshot.rows.count { body += lines(of: row) }
    return ([head] + body + cursor + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  // MARK: Rows

  private func lines(of row: Int) -> [String] {
    let runs = screenshot.runs(row: row)
    let appearances = runs.map { Appearance($0.style) }
    let grounds = zip(runs, appearances).compactMap { run, appearance in
      appearance.background.map { color in
        "<rect x=\"\(x(run.column))\" y=\"\(top(row))\" width=\"\(Self.columns(run.width))\""
          + " height=\"\(Self.pixels(Self.cell.height))\" fill=\"\(color)\"/>"
      }
    }
    let texts = zip(runs, appearances).flatMap { run, appearance in
      appearance.isHidden ? [] : pieces(of: run).map { text($0, appearance, row: row) }
    }
    let lines = zip(runs, appearances).flatMap { run, appearance in
      strokes(run, appearance, row: row)
    }
    return grounds + texts + lines
  }

  /// What is written as one text: its font must not move anything of it out of its columns.
  private struct Piece {
    var text: String
    let column: Int
    var width: Int
    let isPlain: Bool
  }

  /// ASCII as it stands, and of everything else one character each, or a row of the same ones.
  private func pieces(of run: Screenshot.Run) -> [Piece] {
    var pieces: [Piece] = []
    var column = run.column
    var former: String?
    for glyph in run.glyphs {
      let isPlain = glyph.width == 1 && glyph.text.utf8.count == 1
      if let last = pieces.last, last.isPlain == isPlain, isPlain || former == glyph.text {
        pieces[pieces.count - 1].text += glyph.text
        pieces[pieces.count - 1].width += glyph.width
      } else {
        pieces.append(
          Piece(text: glyph.text, column: column, width: glyph.width, isPlain: isPlain))
      }
      former = glyph.text
      column += glyph.width
    }
    return pieces.compactMap(Self.trimmed)
  }

  /// Without the blanks at both ends, which show nothing; nil when there is nothing else.
  private static func trimmed(_ piece: Piece) -> Piece? {
    guard piece.isPlain else { return piece }
    let rest = piece.text.drop { $0 == " " }
    guard let end = rest.lastIndex(where: { $0 != " " }) else { return nil }
    let text = String(rest[...end])
    return Piece(
      text: text, column: piece.column + piece.text.utf8.count - rest.utf8.count,
      width: text.utf8.count, isPlain: true)
  }

  private func text(_ piece: Piece, _ appearance: Appearance, row: Int) -> String {
    // An attribute would lose to the sheet.
    let style = appearance.foreground.map { " style=\"fill: \($0)\"" } ?? ""
    let classes =
      appearance.classes.isEmpty ? "" : " class=\"\(appearance.classes.joined(separator: " "))\""
    return "<text x=\"\(x(piece.column))\" y=\"\(y(row))\""
      + " textLength=\"\(Self.columns(piece.width))\" lengthAdjust=\"spacingAndGlyphs\""
      + "\(classes)\(style)>\(Self.escaped(piece.text))</text>"
  }

  private func strokes(_ run: Screenshot.Run, _ appearance: Appearance, row: Int) -> [String] {
    let attributes = run.style.attributes
    let places = [(Screen.Style.Attributes.underlined, 1500), (.struck, 850)]
    return places.filter { attributes.contains($0.0) }.map { _, place in
      "<rect x=\"\(x(run.column))\" y=\"\(Self.pixels(Self.head + row * Self.cell.height + place))\""
        + " width=\"\(Self.columns(run.width))\" height=\"1\""
        + " fill=\"\(appearance.foreground ?? Theme.ink)\"/>"
    }
  }

  private var cursor: [String] {
    guard let cursor = screenshot.cursor else { return [] }
    return [
      "<rect x=\"\(x(cursor.column))\" y=\"\(top(cursor.row))\" width=\"\(Self.columns(1))\""
        + " height=\"\(Self.pixels(Self.cell.height))\" fill=\"\(Theme.ink)\" opacity=\".5\"/>"
    ]
  }

  // MARK: Numbers

  private func x(_ column: Int) -> String { Self.pixels(Self.margin + column * Self.cell.width) }
  private func top(_ row: Int) -> String { Self.pixels(Self.head + row * Self.cell.height) }
  private func y(_ row: Int) -> String {
    Self.pixels(Self.head + row * Self.cell.height + Self.baseline)
  }

  private static func columns(_ count: Int) -> String { pixels(count * cell.width) }

  private static func pixels(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return rest == 0
      ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// As XML reads it back. What XML does not allow is replaced.
  private static func escaped(_ text: String) -> String {
    let allowed = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0xFFFE...0xFFFF: "\u{FFFD}"
      default: scalar
      }
    }
    return Markup.escaped(String(String.UnicodeScalarView(allowed)))
  }
}

/// The colours of a style in a picture.
private struct Appearance {
  let foreground: String?
  let background: String?
  let classes: [String]
  let isHidden: Bool

  init(_ style: Screen.Style) {
    var colors = (Theme.color(style.foreground), Theme.color(style.background))
    if style.attributes.contains(.inverse) {
      colors = (colors.1 ?? Theme.paper, colors.0 ?? Theme.ink)
    }
    (foreground, background) = colors
    isHidden = style.attributes.contains(.hidden)
    let all: [(Screen.Style.Attributes, String)] = [
      (.bold, "bold"), (.italic, "italic"), (.faint, "faint"),
    ]
    classes = all.filter { style.attributes.contains($0.0) }.map(\.1)
  }
}

private enum Theme {
  static let paper = "#0d1117"
  static let ink = "#d6dde6"

  /// Nil for the default.
  static func color(_ color: Screen.Style.Color) -> String? {
    switch color.kind {
    case .standard: nil
    case .rgb(let red, let green, let blue):
      Screen.Style.Color.hexadecimal(red: red, green: green, blue: blue)
    case .indexed(let index): palette(Int(index))
    }
  }

  private static let named = [
    "#484f58", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#c9d1d9",
    "#8b949e", "#ffa198", "#7ee787", "#f2cc60", "#a5d6ff", "#e2c5ff", "#8ddee5", "#ffffff",
  ]

  /// As xterm has it above the first sixteen: a cube of colours, and greys.
  private static func palette(_ index: Int) -> String {
    if index < 16 { return named[index] }
    if index > 231 {
      let grey = UInt8(8 + 10 * (index - 232))
      return Screen.Style.Color.hexadecimal(red: grey, green: grey, blue: grey)
    }
    let level = { (step: Int) in UInt8(step == 0 ? 0 : 55 + 40 * step) }
    let place = index - 16
    return Screen.Style.Color.hexadecimal(
      red: level(place / 36), green: level(place / 6 % 6), blue: level(place % 6))
  }
}
