/// The last of many texts: a worker may write for days, and only its last words can hold a move.
struct LastTexts {
  /// At least so many bytes are kept, and at most about twice as many.
  static let kept = 2 << 20

  private(set) var all: [String] = []
  private var bytes = 0

  mutating func append(_ text: String) {
    all.append(text)
    bytes += Self.room(text)
    guard bytes > 2 * Self.kept else { return }
    var dropped = 0
    while bytes > Self.kept, dropped < all.count - 1 {
      bytes -= Self.room(all[dropped])
      dropped += 1
    }
    all.removeFirst(dropped)
  }

  mutating func removeAll() { self = LastTexts() }

  /// About what a text takes in memory.
  private static func room(_ text: String) -> Int { text.utf8.count + 48 }
}
