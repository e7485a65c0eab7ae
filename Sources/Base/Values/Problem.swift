/// What is wrong with one value, in words: a part of a sentence that the caller completes with the
/// name of the value or its file. What a person reads on its own is a `LooopError`.
public struct Problem: Error, Sendable, Equatable {
  package let text: String

  @usableFromInline package init(_ text: String) { self.text = text }
}
