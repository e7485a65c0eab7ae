/// How many columns a text occupies on a terminal, counted as `Screen` counts.
package enum DisplayWidth {
  package static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

  package static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first, scalars.count > 1 else {
      return scalars.first.map { CharacterWidth.of($0.value) } ?? 0
    }
    // Scalars joined to an emoji, a flag's second half included, add no width.
    let isEmoji =
      CharacterWidth.isPictographic(first.value)
      || CharacterWidth.isRegionalIndicator(first.value)
    let isWidened =
      CharacterWidth.isWidenedBySelector(first.value)
      && scalars.contains { $0.value == CharacterWidth.emojiSelector }
    if isEmoji || isWidened {
      return isWidened ? 2 : CharacterWidth.of(first.value)
    }
    return scalars.reduce(0) { $0 + CharacterWidth.of($1.value) }
  }
}
