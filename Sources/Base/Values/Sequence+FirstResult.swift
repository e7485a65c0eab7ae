extension Sequence {
  /// The first result that is not nil. `transform` is called once for each element, and no more after
  /// that result: unlike `lazy.compactMap(_:).first`, which calls it a second time to read the value, and
  /// crashes when the answer has changed in between.
  package func firstResult<Result>(_ transform: (Element) -> Result?) -> Result? {
    for element in self { if let result = transform(element) { return result } }
    return nil
  }
}
