/// Finds the known word that a misspelt one is closest to, for error messages.
package enum Nearest {
  /// The word of `known` closest to `word`, or nil when none is close enough to be a likely typing
  /// error: no more than `most` letters wrong.
  package static func match(
    _ word: String, in known: some Sequence<String>, distance most: Int = .max
  ) -> String? {
    let folded = Array(word.lowercased().utf8.prefix(64))
    guard !folded.isEmpty else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let other = Array(candidate.lowercased().utf8)
      let longest = max(folded.count, other.count)
      // A third of the letters may be wrong; in short words one, but never all.
      let allowed = min(most, max(1, longest / 3), longest - 1)
      // Of ten thousand names most differ too much in length alone.
      guard abs(folded.count - other.count) <= allowed else { continue }
      let distance = distance(folded, other)
      guard distance <= allowed else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// What a misspelt word is answered with: the nearest of `known`, else `fallback`.
  package static func hint(
    _ word: String, in known: some Sequence<String>, else fallback: String
  ) -> String {
    match(word, in: known).map { "Did you mean '\($0)'?" } ?? fallback
  }

  /// Levenshtein's distance, with a swap of two neighbours counted once.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let replace = previous[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(replace, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, before[column - 1] + 1)
        }
        current.append(least)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}
