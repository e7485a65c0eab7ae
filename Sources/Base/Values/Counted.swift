/// A number and what is counted, in the right form: `1 item`, `3 items`.
package enum Counted {
  /// `many` is `one` with an s where it is left out.
  package static func text(_ count: Int, _ one: String, many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }
}
