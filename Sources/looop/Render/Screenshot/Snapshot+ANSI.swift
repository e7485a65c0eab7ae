internal import Base
internal import Screen

extension Snapshot {
  /// The rows in words.
  var text: String { (0..<shownRows).map { text(row: $0) + "\n" }.joined() }

  /// The rows with their colours: no other sequence than SGR, made from the cells.
  var ansi: String {
    (0..<shownRows).map { row in
      var line = ""
      var isStyled = false
      for run in runs(row: row) {
        let codes = run.style.codes
        if isStyled || !codes.isEmpty {
          line += "\u{1B}[\((["0"] + codes).joined(separator: ";"))m"
        }
        isStyled = !codes.isEmpty
        line += run.text
      }
      return line + (isStyled ? "\u{1B}[0m\n" : "\n")
    }.joined()
  }
}

extension Screen.Style {
  /// The numbers of SGR that make it from the default.
  var codes: [String] {
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.faint, "2"), (.italic, "3"), (.underlined, "4"), (.blinking, "5"),
      (.inverse, "7"), (.hidden, "8"), (.struck, "9"),
    ]
    return attributes.filter { self.attributes.contains($0.0) }.map(\.1)
      + Self.codes(foreground, base: 30) + Self.codes(background, base: 40)
  }

  private static func codes(_ color: Color, base: Int) -> [String] {
    switch color.kind {
    case .standard: []
    case .indexed(let index) where index < 8: ["\(base + Int(index))"]
    case .indexed(let index) where index < 16: ["\(base + 60 + Int(index) - 8)"]
    case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}
