extension Screen {
  /// Takes the lines out of the scrollback, oldest first.
  package mutating func drainScrollback() -> [String] {
    defer { scrollback.removeAll() }
    return scrolledLines
  }
}
