/// The last lines that left the screen at its top, as text. A ring: appending costs one line.
struct Scrollback: Sendable, Equatable {
  let limit: Int
  private var ring: [String] = []
  private var first = 0

  init(limit: Int) {
    self.limit = max(0, limit)
  }

  /// Oldest first.
  var lines: [String] { Array(ring[first...] + ring[..<first]) }

  mutating func append(_ line: String) {
    guard limit > 0 else { return }
    if ring.count < limit {
      ring.append(line)
    } else {
      ring[first] = line
      first = (first + 1) % limit
    }
  }

  mutating func removeAll() {
    ring.removeAll()
    first = 0
  }
}
