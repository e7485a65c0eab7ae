extension Screen.Style {
  /// The sequence after which a terminal writes in this style, whatever it wrote in before.
  package var sequence: String {
    let attributes = Self.numbers.filter { self.attributes.contains($0.attribute) }.map(\.number)
    let numbers =
      ["0"] + attributes.map(String.init) + Self.numbers(foreground, base: 30)
      + Self.numbers(background, base: 40)
    return "\u{1B}[\(numbers.joined(separator: ";"))m"
  }

  package var withoutColors: Screen.Style { Screen.Style(attributes: attributes) }

  private static let numbers: [(attribute: Attributes, number: Int)] = [
    (.bold, 1), (.faint, 2), (.italic, 3), (.underlined, 4), (.blinking, 5), (.inverse, 7),
    (.hidden, 8), (.struck, 9),
  ]

  private static func numbers(_ color: Color, base: Int) -> [String] {
    switch color.kind {
    case .standard: []
    case .indexed(let index) where index < 8: ["\(base + Int(index))"]
    case .indexed(let index) where index < 16: ["\(base + 60 + Int(index) - 8)"]
    case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
    case .rgb(let red, let green, let blue): ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
    }
  }
}
