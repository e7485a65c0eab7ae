/// The known word a misspelt one was meant to be.
public enum Nearest {
  /// The nearest of `words`, when it is near enough to be a slip: a third of its letters wrong at
  /// most, and never more than three.
  public static func word(to misspelt: String, in words: [String]) -> String? {
    let lowered = Array(misspelt.lowercased())
    let measured = words.map { ($0, distance(lowered, Array($0.lowercased()))) }
    guard let best = measured.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= min(3, max(1, best.0.count / 3)) ? best.0 : nil
  }

  /// Insertions, removals and replacements from one to the other (Levenshtein).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    // A very long word is no slip of a short one, and must not cost a big table.
    guard left.count <= 64, right.count <= 64 else { return .max }
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}
