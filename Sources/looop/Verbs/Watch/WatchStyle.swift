internal import Screen

/// How the parts of the window look. Colours are those of the palette, which the user has chosen.
enum WatchStyle {
  typealias Style = Screen.Style

  static let title = Style(attributes: .bold)
  static let faint = Style(attributes: .faint)
  static let trouble = Style(foreground: .indexed(1), attributes: .bold)
  static let warning = Style(foreground: .indexed(3))

  /// What a transcript may look like: it neither blinks nor hides.
  static func calm(_ style: Style) -> Style {
    var style = style
    style.attributes.subtract([.blinking, .hidden])
    return style
  }
}
