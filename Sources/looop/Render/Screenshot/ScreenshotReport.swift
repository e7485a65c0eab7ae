internal import Base
internal import Screen

/// What `screenshot` prints for programs.
struct ScreenshotReport: Shaped {
  /// What the screen belongs to.
  enum Kind: String, CaseIterable, JSONWritable { case terminal, headless, pulse, input }

  let id: String
  let kind: Kind
  let screenshot: Screenshot

  static let shape = Shape<ScreenshotReport> { field in
    field.version()
    field("id", \.id, "the worker, `pulse`, or `-` for standard input")
    field(
      "kind", \.kind,
      "`terminal`: the screen of its agent; else the end of its words, as a screen shows it")
    field("columns", \.screenshot.columns, "how wide the screen is")
    field("rows", \.screenshot.rows.count, "how many rows it has")
    field("title", \.screenshot.title, "what the program calls its window")
    field("cursor", \.screenshot.cursor, "where the cursor is; null while it is hidden")
    field("lines", \.lines, "the rows from the top, down to the last one with something in it")
  }

  private var lines: [Line] {
    (0..<screenshot.shownRows).map { Line(screenshot: screenshot, row: $0) }
  }

  struct Line: Shaped {
    let screenshot: Screenshot
    let row: Int

    static let shape = Shape<Line> { field in
      field("text", { $0.screenshot.text(row: $0.row) }, "the row in words")
      field(
        "styled", { line in line.screenshot.runs(row: line.row).filter { $0.style != .plain } },
        "the parts of the row that are not plain")
    }
  }
}

extension Screenshot.Position: Shaped {
  static let shape = Shape<Screenshot.Position> { field in
    field("row", \.row, "counted from 0")
    field("column", \.column, "counted from 0")
  }
}

extension Screenshot.Run: Shaped {
  static let shape = Shape<Screenshot.Run> { field in
    field("column", \.column, "where it begins, counted from 0")
    field("width", \.width, "how many columns it has")
    field("text", \.text, "its characters")
    field(optional: "color", { $0.style.foreground.text }, "as `#d75f00`, or `palette 9`")
    field(optional: "background", { $0.style.background.text }, "the same of what is behind")
    field("attributes", \.style.attributes.words, "such as `bold`")
  }
}

extension Screen.Style.Color {
  /// Nil for the terminal's default.
  fileprivate var text: String? {
    switch kind {
    case .standard: nil
    case .indexed(let index): "palette \(index)"
    case .rgb(let red, let green, let blue): Self.hexadecimal(red: red, green: green, blue: blue)
    }
  }

  static func hexadecimal(red: UInt8, green: UInt8, blue: UInt8) -> String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension Screen.Style.Attributes {
  fileprivate var words: [String] {
    let all: [(Self, String)] = [
      (.bold, "bold"), (.faint, "faint"), (.italic, "italic"), (.underlined, "underlined"),
      (.blinking, "blinking"), (.inverse, "inverse"), (.hidden, "hidden"), (.struck, "struck"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
