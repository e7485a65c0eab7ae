/// A search in the rows of a pane. Letters match in either case, unless one of those typed is a
/// capital.
struct WatchSearch: Equatable {
  /// What is being typed; nil while nothing is.
  private(set) var typed: String?
  private(set) var pattern = ""
  /// The row that was found last.
  private(set) var found: Int?

  private static let longest = 200

  mutating func begin() { typed = "" }
  mutating func cancel() { typed = nil }
  /// In another session nothing was found yet.
  mutating func forget() { found = nil }

  mutating func type(_ character: Character) {
    // A combining mark joins the character before it.
    if let typed, typed.utf8.count < Self.longest { self.typed = typed + String(character) }
  }

  /// At the start of the line it leaves.
  mutating func backspace() {
    if typed?.isEmpty == true { typed = nil } else { typed = typed.map { String($0.dropLast()) } }
  }

  /// Nothing typed searches for the same again.
  mutating func accept() {
    if let typed, !typed.isEmpty { (pattern, found) = (typed, nil) }
    typed = nil
  }

  /// Finds the next row up from `start`, or down, around the end; false when no row matches.
  mutating func find(
    from start: Int, isUp: Bool, in rows: Range<Int>, text: (Int) -> String
  ) -> Bool {
    guard !pattern.isEmpty, !rows.isEmpty else { return false }
    let begin = found.map { isUp ? $0 - 1 : $0 + 1 } ?? start
    for step in 0..<rows.count {
      let offset = (begin - rows.lowerBound + (isUp ? -step : step)) % rows.count
      let row = rows.lowerBound + (offset < 0 ? offset + rows.count : offset)
      if !Self.places(of: pattern, in: text(row)).isEmpty {
        found = row
        return true
      }
    }
    found = nil
    return false
  }

  /// The places of the pattern in `text`, in characters.
  static func places(of pattern: String, in text: String) -> [Range<Int>] {
    let isCaseSensitive = pattern.contains(where: \.isUppercase)
    let wanted = Array(isCaseSensitive ? pattern : pattern.lowercased())
    guard !wanted.isEmpty, text.utf8.count >= wanted.count else { return [] }
    let characters = isCaseSensitive ? Array(text) : text.map { $0.lowercased().first ?? $0 }
    var places: [Range<Int>] = []
    var start = 0
    while start + wanted.count <= characters.count {
      if characters[start] == wanted[0],
        characters[start..<start + wanted.count].elementsEqual(wanted)
      {
        places.append(start..<start + wanted.count)
        start += wanted.count
      } else {
        start += 1
      }
    }
    return places
  }
}
