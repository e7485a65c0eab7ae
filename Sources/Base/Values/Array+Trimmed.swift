extension Array where Element: Equatable {
  /// Without the elements at the end that are `blank`.
  package func trimmed(of blank: Element) -> ArraySlice<Element> {
    self[..<((lastIndex { $0 != blank } ?? -1) + 1)]
  }
}
