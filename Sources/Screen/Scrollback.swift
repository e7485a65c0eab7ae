/// The last lines that left the screen at its top. A ring: appending costs one line.
struct Scrollback: Sendable, Equatable {
  let limit: Int
  private var ring: [StyledLine] = []
  private var first = 0
  /// How many lines there were that are no longer kept.
  private(set) var dropped = 0

  init(limit: Int) {
    self.limit = max(0, limit)
  }

  var count: Int { ring.count }

  /// Counted from the oldest.
  subscript(index: Int) -> StyledLine { ring[(first + index) % ring.count] }

  /// Oldest first.
  var lines: [StyledLine] { Array(ring[first...] + ring[..<first]) }

  mutating func append(_ line: StyledLine) {
    guard limit > 0 else { return }
    if ring.count < limit {
      ring.append(line)
    } else {
      ring[first] = line
      first = (first + 1) % limit
      dropped += 1
    }
  }

  mutating func removeAll() {
    dropped += ring.count
    ring.removeAll()
    first = 0
  }
}
